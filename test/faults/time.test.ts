import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CallResult, type Connection, connect } from '../support/connect.js';
import { errorOf, itemsOf, job, jobIds, jobs, listOf, notesOf } from '../support/rows.js';
import { type Answerer, silence, type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;
let server: Connection;
const BUDGET_MS = 1_500;
/** What a busy machine may add. */
const SLACK_MS = 1_000;
const all = jobs(95);
const list = listOf('jobs', all);

beforeAll(async () => {
  syncore = await upstream();
  server = await warm({ SYNCORE_CALL_BUDGET_MS: String(BUDGET_MS) });
});
beforeEach(() => syncore.forget());
afterAll(async () => {
  await server.close();
  await syncore[Symbol.asyncDispose]();
});

/** A server that has answered before: what it loads with its first call is no part of what is measured. */
async function warm(env: Record<string, string>): Promise<Connection> {
  syncore.answer = () => ({ status: 404, json: {} });
  const made = await connect({ upstream: syncore.url, env });
  await made.call('get_job', { job_id: 1 });
  syncore.forget();
  return made;
}

const silentFrom =
  (page: number): Answerer =>
  (asked) =>
    Number(asked.query.get('page')) >= page ? silence : list(asked);

async function timed(work: Promise<CallResult>): Promise<{ answer: CallResult; ms: number }> {
  const since = performance.now();
  const answer = await work;
  return { answer, ms: performance.now() - since };
}

describe('a list whose time is up', () => {
  it('answers with what is whole so far, says so, and goes on to its end without loss or repeat', async () => {
    syncore.answer = silentFrom(5);
    const { answer, ms } = await timed(server.call('list_jobs', { limit: 100 }));
    expect(ms).toBeLessThan(BUDGET_MS + SLACK_MS);
    expect(jobIds(answer)).toEqual(all.slice(0, 40).map(({ id }) => id));
    const { next_cursor: cursor } = answer.structuredContent;
    expect(answer.structuredContent).toMatchObject({ complete: false, totals: null, next_cursor: expect.any(String) });
    expect(notesOf(answer)).toMatch(/The time of this call was up after 40 of 95 records/);

    syncore.answer = list;
    const rest = await server.call('list_jobs', { limit: 100, cursor });
    expect(jobIds(rest)).toEqual(all.slice(40).map(({ id }) => id));
    expect(rest.structuredContent).toMatchObject({ complete: true, next_cursor: null });
  });

  it('is in order up to the first page that is missing, whatever came behind it', async () => {
    syncore.answer = (asked) => (asked.query.get('page') === '3' ? silence : list(asked));
    const answer = await server.call('list_jobs', { limit: 100 });
    expect(jobIds(answer)).toEqual(all.slice(0, 20).map(({ id }) => id));
    expect(answer.structuredContent).toMatchObject({ complete: false });

    syncore.answer = list;
    const { next_cursor: cursor } = answer.structuredContent;
    const rest = await server.call('list_jobs', { limit: 100, cursor });
    expect(jobIds(rest)).toEqual(all.slice(20).map(({ id }) => id));
  });

  it('is an error where not even its first page came', async () => {
    syncore.answer = () => silence;
    const { answer, ms } = await timed(server.call('list_jobs', { limit: 100 }));
    expect(errorOf(answer)).toMatchObject({ code: 'timeout', retryable: true });
    expect(ms).toBeLessThan(BUDGET_MS + SLACK_MS);
  });

  it('says that its filter has not seen everything', async () => {
    syncore.answer = silentFrom(5);
    const answer = await server.call('list_jobs', { limit: 100, text: '40095' });
    expect(itemsOf(answer)).toEqual([]);
    expect(answer.structuredContent).toMatchObject({ complete: false, total: null, next_cursor: expect.any(String) });
    syncore.answer = list;
    const { next_cursor: cursor } = answer.structuredContent;
    expect(jobIds(await server.call('list_jobs', { limit: 100, cursor }))).toEqual([40_095]);
  });

  it('does not guess who a part of a name means', async () => {
    syncore.answer = silentFrom(5);
    const error = errorOf(await server.call('list_jobs', { limit: 100, rep: 'Rae' }));
    expect(error).toMatchObject({ code: 'timeout', retryable: true });
    expect(error.message).toMatch(/full name/);
  });

  it('needs no time for what its reader does not want', async () => {
    syncore.answer = silentFrom(3);
    const { answer, ms } = await timed(server.call('list_jobs', { limit: 20 }));
    expect(answer.structuredContent).toMatchObject({ returned: 20, complete: true });
    expect(ms).toBeLessThan(1_000);
  });

  it('goes on reading the names that it is filtered by, so that asking again finds them', async () => {
    await using own = await warm({ SYNCORE_CALL_BUDGET_MS: '900' });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const contacts = listOf(
      'contacts',
      Array.from({ length: 25 }, (_, at) => ({ id: at + 1, business_name: `Firm ${at}` })),
    );
    syncore.answer = async (asked) => {
      if (asked.path !== '/crm/contacts') return list(asked);
      if (asked.query.get('page') === '3') await held;
      return contacts(asked);
    };
    expect(errorOf(await own.call('list_jobs', { client: 'Firm 24' }))).toMatchObject({
      code: 'timeout',
      retryable: true,
    });
    letGo();
    expect((await own.call('list_jobs', { client: 'Firm 24' })).structuredContent).toMatchObject({
      total: 0,
      complete: true,
    });
    expect(syncore.asked.filter(({ path }) => path === '/crm/contacts')).toHaveLength(3);
  });
});

describe('a Syncore that is slow throughout', () => {
  it('gives a long list in as many calls as it takes, every job once', async () => {
    await using own = await warm({ SYNCORE_CALL_BUDGET_MS: '900', SYNCORE_MAX_CONCURRENCY: '2' });
    syncore.answer = async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      return list(asked);
    };
    const found: number[] = [];
    let cursor: unknown;
    let calls = 0;
    do {
      const { answer, ms } = await timed(own.call('list_jobs', { limit: 100, cursor }));
      expect(ms).toBeLessThan(BUDGET_MS + SLACK_MS);
      found.push(...itemsOf(answer).map(({ job_id: id }) => Number(id)));
      cursor = answer.structuredContent.next_cursor;
      calls += 1;
    } while (cursor !== null && calls < 20);
    expect(found.sort((a, b) => a - b)).toEqual(all.map(({ id }) => id));
    expect(calls).toBeGreaterThan(1);
  });

  it('does not keep a call longer than its time, however small', async () => {
    await using own = await warm({ SYNCORE_CALL_BUDGET_MS: '300' });
    syncore.answer = () => silence;
    const { answer, ms } = await timed(own.call('get_job', { job_id: 1 }));
    expect(errorOf(answer).code).toBe('timeout');
    expect(ms).toBeLessThan(300 + SLACK_MS);
    syncore.answer = () => ({ json: job(1) });
    expect((await own.call('get_job', { job_id: 1 })).isError).toBe(false);
  });
});
