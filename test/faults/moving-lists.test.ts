import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CallResult, type Connection, connect } from '../support/connect.js';
import { daysAgo, envelope, errorOf, itemsOf, job, jobIds, jobs, listOf, notesOf, type Row } from '../support/rows.js';
import { type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;
let server: Connection;

beforeAll(async () => {
  syncore = await upstream();
  // One page at a time, so that "between two pages" is a moment.
  server = await connect({ upstream: syncore.url, env: { SYNCORE_MAX_CONCURRENCY: '1' } });
});
beforeEach(() => syncore.forget());
afterAll(async () => {
  await server.close();
  await syncore[Symbol.asyncDispose]();
});

const ids = (rows: readonly Row[]) => rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
const everyJob = (args: Record<string, unknown> = {}) => server.call('list_jobs', { limit: 100, ...args });

/** Jobs that change before the nth request is answered. */
function moving(all: Row[], change: (n: number, all: Row[]) => void): Row[] {
  const answer = listOf('jobs', all);
  syncore.answer = (asked) => {
    change(asked.n, all);
    return answer(asked);
  };
  return all;
}

/** All parts of a list, one call after the other. */
async function throughCursors(args: Record<string, unknown>): Promise<CallResult[]> {
  const parts = [await server.call('list_jobs', args)];
  for (;;) {
    const { next_cursor: cursor } = parts.at(-1)?.structuredContent ?? {};
    if (typeof cursor !== 'string') return parts;
    if (parts.length > 20) throw new Error('the list does not end');
    parts.push(await server.call('list_jobs', { limit: args.limit, cursor }));
  }
}

describe('jobs that come and go while their list is read', () => {
  it('are read again when ten came in between two pages, so that page 2 was page 1 again', async () => {
    const all = moving(jobs(23), (n, rows) => {
      if (n === 2) rows.unshift(...jobs(10, 50_001));
    });
    const answer = await everyJob();
    expect(jobIds(answer)).toEqual(ids(all));
    expect(answer.structuredContent).toMatchObject({ total: 33, complete: true });
  });

  it('are read again when one was taken out, so that another slipped from page 2 to page 1', async () => {
    const all = moving(jobs(23), (n, rows) => {
      if (n === 2) rows.splice(3, 1);
    });
    const answer = await everyJob();
    expect(jobIds(answer)).toEqual(ids(all));
    expect(answer.structuredContent).toMatchObject({ total: 22, complete: true });
  });

  it('are joined when only their order changes', async () => {
    const all = moving(jobs(23), (_n, rows) => rows.push(...rows.splice(0, 4)));
    const answer = await everyJob();
    expect(new Set(jobIds(answer)).size).toBe(itemsOf(answer).length);
    if (answer.structuredContent.complete === true) expect(jobIds(answer)).toEqual(ids(all));
    else expect(notesOf(answer)).toMatch(/may be missing/);
  });

  it('are said to be uncertain when they never stand still', async () => {
    moving(jobs(35), (n, rows) => rows.splice(n % 20, 0, job(60_000 + n)));
    const answer = await everyJob();
    expect(answer.structuredContent.complete).toBe(false);
    expect(notesOf(answer)).toMatch(/changed each time it was read/);
    expect(new Set(jobIds(answer)).size).toBe(itemsOf(answer).length);
    // Read again twice at most.
    expect(syncore.asked.length).toBeLessThanOrEqual(3 * 6);
  });

  // Each word is what happens before one request: a job comes in or goes out at that place, or nothing happens.
  it.each([
    'in0 in0',
    '- in0',
    '- in5 out9',
    '- out0',
    '- out12 out12',
    '- - in33',
    '- out34 -',
    'in0 out2 in9 out1',
    '- in0 in1 in2 in3',
    '- out20 in3 - - out1',
    '- - - - - in0',
    'out0 out0 out0 out0 out0 out0 out0',
    '- out1 - out1 - out1 - out1 - out1',
  ])('never come twice and never are short in silence: %s', async (script) => {
    const stood = new Set(ids(jobs(35)));
    const steps = script.split(' ');
    moving(jobs(35), (n, rows) => {
      const [, what = '', place = ''] = /^(in|out)(\d+)$/.exec(steps[n - 1] ?? '') ?? [];
      if (what === 'in') rows.splice(Number(place), 0, job(70_000 + n));
      if (what === 'out') for (const gone of rows.splice(Number(place), 1)) stood.delete(Number(gone.id));
    });
    const answer = await everyJob();
    const found = jobIds(answer);
    expect(new Set(found).size).toBe(found.length);
    const missing = [...stood].filter((id) => !found.includes(id));
    if (missing.length > 0) expect(answer.structuredContent.complete).toBe(false);
    if (answer.structuredContent.complete === false) expect(notesOf(answer)).toMatch(/missing|twice/);
  });

  it('between two parts of an answer neither come twice nor vanish unnoticed', async () => {
    const all = jobs(45);
    syncore.answer = listOf('jobs', all);
    const first = await server.call('list_jobs', { limit: 20 });
    all.unshift(job(80_001), job(80_002));
    const { next_cursor: cursor } = first.structuredContent;
    const second = await server.call('list_jobs', { limit: 20, cursor });
    expect(jobIds(second).filter((id) => jobIds(first).includes(id))).toEqual([]);
    expect(second.structuredContent.complete).toBe(false);
    expect(notesOf(second)).toMatch(/changed since the part before/);
  });
});

describe('a list whose pages cannot be told apart', () => {
  it('is an error while the total stands, and names what Syncore ignores', async () => {
    syncore.answer = listOf('jobs', jobs(23), (parts) => envelope({ ...parts, rows: [...parts.all.slice(0, 10)] }));
    const error = errorOf(await everyJob());
    expect(error).toMatchObject({ code: 'upstream_invalid', fields: [{ field: 'page' }] });
    expect(error.message).toContain('GET /orders/jobs: page 2');
  });

  it('does not catch the reader when nothing tells its length', async () => {
    syncore.answer = () => ({ json: { jobs: jobs(10) } });
    const answer = await everyJob();
    expect(syncore.asked.length).toBeLessThan(20);
    if (!answer.isError) expect(jobIds(answer)).toEqual(ids(jobs(10)));
  });

  it('does not catch the reader when it goes in circles', async () => {
    const all = jobs(23);
    syncore.answer = listOf('jobs', all, ({ page, count }) => {
      const at = ((page - 1) * count) % 20;
      return { jobs: all.slice(at, at + count), total_results: 400 };
    });
    const answer = await everyJob();
    expect(answer.isError || answer.structuredContent.complete === false).toBe(true);
    expect(syncore.asked.length).toBeLessThan(40);
  });
});

describe('jobs outside the filter that Syncore was asked for', () => {
  it('are left out, and that is said', async () => {
    const mixed = jobs(12).map((row, index) => ({ ...row, status: index % 3 === 0 ? 'Pending' : 'WIP' }));
    syncore.answer = listOf('jobs', mixed);
    const answer = await everyJob({ status: 'Pending' });
    expect(itemsOf(answer).map(({ status }) => status)).toEqual(['Pending', 'Pending', 'Pending', 'Pending']);
    expect(answer.structuredContent).toMatchObject({ total: 4, returned: 4 });
    expect(notesOf(answer)).toMatch(/Left out: 8 rows outside the filter/);
  });

  it('are left out by their date too, and count in no total', async () => {
    const far = jobs(3, 50_001).map((row) => ({ ...row, date: daysAgo(200) }));
    syncore.answer = listOf('jobs', [...jobs(5), ...far]);
    const answer = await everyJob();
    expect(jobIds(answer)).toEqual(ids(jobs(5)));
    expect(answer.structuredContent).toMatchObject({ total: 5, totals: { sales_total_value: 500 } });
    expect(notesOf(answer)).toMatch(/Left out: 3 rows/);
  });
});

describe('a Syncore that pages by a number of its own', () => {
  it.each([25, 7, 1])('gives every job once, in one answer, when its pages hold %i', async (size) => {
    syncore.answer = listOf('jobs', jobs(60), envelope, size);
    const answer = await everyJob();
    expect(jobIds(answer)).toEqual(ids(jobs(60)));
    expect(answer.structuredContent).toMatchObject({ total: 60, complete: true });
  });

  it.each([25, 7])('gives every job once through cursors, when its pages hold %i', async (size) => {
    syncore.answer = listOf('jobs', jobs(60), envelope, size);
    const parts = await throughCursors({ limit: 9 });
    expect(parts.flatMap(itemsOf).map(({ job_id: id }) => id)).toEqual(ids(jobs(60)));
    expect(parts.every(({ structuredContent }) => structuredContent.complete)).toBe(true);
  });

  it('costs no page more than is needed for what was asked', async () => {
    syncore.answer = listOf('jobs', jobs(60), envelope, 25);
    await server.call('list_jobs', { limit: 20 });
    expect(syncore.asked).toHaveLength(1);
  });
});
