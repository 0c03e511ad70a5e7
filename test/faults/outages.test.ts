import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deepJson } from '../../src/sandbox/catalogue.js';
import { type CallResult, type Connection, connect } from '../support/connect.js';
import { errorOf, job, jobIds, jobs, listOf } from '../support/rows.js';
import { inTurn, type Reply, silence, type Upstream, upstream } from '../support/upstream.js';

const raw = (act: (outgoing: ServerResponse) => void): Reply => ({ raw: act });
const begun = (outgoing: ServerResponse, length: number) => {
  outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
  return outgoing;
};

const reset = raw((outgoing) => outgoing.socket?.resetAndDestroy());
const truncated = raw((outgoing) => begun(outgoing, 500).write('{"id": 40001,', () => outgoing.destroy()));
const garbage = raw((outgoing) => outgoing.socket?.end('\u0000\u0001 this is not HTTP\r\n\r\n'));
const stalled = raw((outgoing) => begun(outgoing, 500).write('{"id": 40001,'));
const dripping = raw((outgoing) => {
  begun(outgoing, 100_000);
  const timer = setInterval(() => outgoing.write(' '), 50);
  outgoing.on('close', () => clearInterval(timer));
});

/** Faults that last, each with the error that it ends in. */
const OUTAGES: [name: string, broken: Reply, code: string][] = [
  ['a reset', reset, 'upstream_error'],
  ['an answer cut short', truncated, 'upstream_error'],
  ['500', { status: 500, text: 'no' }, 'upstream_error'],
  ['502 as a web page', { status: 502, headers: { 'content-type': 'text/html' }, text: '<html>' }, 'upstream_error'],
  ['504', { status: 504, json: {} }, 'upstream_error'],
  ['a web page with 200', { headers: { 'content-type': 'text/html' }, text: '<html>' }, 'upstream_invalid'],
  ['text that is no JSON', { text: 'hello' }, 'upstream_invalid'],
];
const SILENCES: [name: string, reply: Reply][] = [
  ['nothing at all', silence],
  ['half an answer and then nothing', stalled],
  ['a byte now and then', dripping],
];

let syncore: Upstream;
let server: Connection;
/** With little time for a call. */
let hasty: Connection;
const BUDGET_MS = 1_500;
/** What a busy machine and the way through the pipes may add. */
const SLACK_MS = 1_000;

type Outage = { answer: CallResult; ms: number; asked: number; since: number };
const outages = new Map<string, Promise<Outage>>();

/** Each takes seconds, so they are all met at once: every job has a fault of its own. */
function meetOutages(): void {
  const all = [...OUTAGES, ...SILENCES].map(([name, reply], index) => ({ name, reply, jobId: index + 1 }));
  const pathOf = (jobId: number) => `/orders/jobs/${jobId}`;
  syncore.answer = ({ path }) => all.find(({ jobId }) => pathOf(jobId) === path)?.reply ?? { status: 404 };
  for (const { name, jobId } of all) {
    const to = OUTAGES.some(([lasting]) => lasting === name) ? server : hasty;
    outages.set(name, meet(to, jobId, pathOf(jobId)));
  }
}

async function meet(to: Connection, jobId: number, path: string): Promise<Outage> {
  const since = Date.now();
  const met = await timed(to.call('get_job', { job_id: jobId }));
  return { ...met, since, asked: syncore.asked.filter((asked) => asked.path === path).length };
}

async function outage(name: string): Promise<Outage> {
  const met = outages.get(name);
  if (met === undefined) throw new Error(`${name} was not met`);
  return met;
}

beforeAll(async () => {
  syncore = await upstream();
  const most = { SYNCORE_MAX_CONCURRENCY: '16' };
  server = await connect({ upstream: syncore.url, env: most });
  hasty = await connect({ upstream: syncore.url, env: { ...most, SYNCORE_CALL_BUDGET_MS: String(BUDGET_MS) } });
  // What a server loads with its first call is no part of what is measured.
  await Promise.all([server, hasty].map((one) => one.call('get_job', { job_id: 9_999 })));
  meetOutages();
  await Promise.all(outages.values());
});
beforeEach(() => syncore.forget());
afterAll(async () => {
  await Promise.all([server.close(), hasty.close()]);
  await syncore[Symbol.asyncDispose]();
});

const theJob = (to = server) => to.call('get_job', { job_id: 40_001 });
const always = (reply: Reply) => {
  syncore.answer = () => reply;
};
async function timed<T>(work: Promise<T>): Promise<{ answer: T; ms: number }> {
  const since = performance.now();
  const answer = await work;
  return { answer, ms: performance.now() - since };
}

describe('a connection that breaks', () => {
  it.each([
    ['is reset', reset],
    ['ends in the middle of an answer', truncated],
    ['brings something that is not HTTP', garbage],
  ])('once costs nothing but a moment: it %s', async (_name, broken) => {
    syncore.answer = inTurn(
      () => broken,
      () => ({ json: job(40_001) }),
    );
    expect((await theJob()).structuredContent).toMatchObject({ job_id: 40_001 });
    expect(syncore.asked).toHaveLength(2);
  });

  it('while nobody used it costs nothing', async () => {
    always(
      raw((outgoing) => {
        const { socket } = outgoing;
        outgoing.on('finish', () => socket?.destroy());
        outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(job(40_001)));
      }),
    );
    for (let time = 0; time < 5; time += 1) expect((await theJob()).isError).toBe(false);
  });

  it('in the middle of a list costs no row of it', async () => {
    const list = listOf('jobs', jobs(45));
    let broken = 0;
    syncore.answer = (asked) => {
      if (asked.query.get('page') !== '3' || broken === 2) return list(asked);
      broken += 1;
      return broken === 1 ? truncated : reset;
    };
    const answer = await server.call('list_jobs', { limit: 100 });
    expect(jobIds(answer)).toEqual(jobs(45).map(({ id }) => id));
    expect(answer.structuredContent).toMatchObject({ total: 45, complete: true });
    expect(broken).toBe(2);
  });

  it.each(OUTAGES)('for good is an error that says when to come back: %s', async (name, _broken, code) => {
    const { answer, asked, since } = await outage(name);
    const error = errorOf(answer);
    expect(error).toMatchObject({ code, written: 'no', retryable: true, retry_at: expect.any(String) });
    expect(Date.parse(String(error.retry_at))).toBeGreaterThan(since);
    expect(Date.parse(String(error.retry_at))).toBeLessThan(Date.now() + 60_000);
    // Tried again, but not for ever.
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThanOrEqual(8);
  });

  it('because nobody listens is an error that says what to check', async () => {
    const gone = await upstream();
    await gone[Symbol.asyncDispose]();
    await using lost = await connect({ upstream: gone.url });
    const error = errorOf(await lost.call('get_job', { job_id: 1 }));
    expect(error).toMatchObject({ code: 'upstream_error', retryable: true });
    expect(error.message).toMatch(/no connection.*SYNCORE_BASE_URL/);
  });
});

describe('an answer that never comes', () => {
  it.each(SILENCES)('ends within the time of the call, and not before: %s', async (name) => {
    const { answer, ms } = await outage(name);
    expect(errorOf(answer)).toMatchObject({ code: 'timeout', written: 'no', retryable: true });
    expect(ms).toBeLessThan(BUDGET_MS + SLACK_MS);
    expect(ms).toBeGreaterThan(BUDGET_MS * 0.6);
  });

  it('is asked for again when one request has taken too long', async () => {
    await using own = await connect({ upstream: syncore.url, env: { SYNCORE_TIMEOUT_MS: '400' } });
    syncore.answer = inTurn(
      () => dripping,
      () => stalled,
      () => ({ json: job(40_001) }),
    );
    expect((await own.call('get_job', { job_id: 40_001 })).structuredContent).toMatchObject({ job_id: 40_001 });
    const [first, second] = syncore.asked;
    expect(await Promise.all([first?.left, second?.left])).toEqual([true, true]);
  });

  it('is not waited for by an open connection: whoever has answered has also hung up', async () => {
    always(stalled);
    await theJob(hasty);
    const [first] = syncore.asked;
    expect(await first?.left).toBe(true);
  });

  it('holds up nobody who asks for something else', async () => {
    syncore.answer = ({ path }) => (path.endsWith('/1') ? silence : { json: job(40_001) });
    const hanging = hasty.call('get_job', { job_id: 1 });
    await syncore.nth(1);
    const { answer, ms } = await timed(theJob(hasty));
    expect(answer.isError).toBe(false);
    expect(ms).toBeLessThan(BUDGET_MS * 0.6);
    expect(errorOf(await hanging).code).toBe('timeout');
  });
});

describe('an answer that is too much', () => {
  it('is an error, and not read on', async () => {
    let sent = 0;
    always(
      raw((outgoing) => {
        outgoing.writeHead(200, { 'content-type': 'application/json' });
        const more = () => {
          while (!outgoing.destroyed && outgoing.write(' '.repeat(65_536))) sent += 65_536;
        };
        outgoing.on('drain', more);
        more();
      }),
    );
    const { answer } = await timed(theJob());
    expect(errorOf(answer)).toMatchObject({ code: 'upstream_invalid' });
    expect(errorOf(answer).message).toMatch(/larger than/);
    expect(await syncore.asked[0]?.left).toBe(true);
    expect(syncore.asked).toHaveLength(1);
    // What the sockets hold comes on top of the 10 MB.
    expect(sent).toBeLessThan(30_000_000);
  });

  it('is an error when it is nested beyond reason', async () => {
    always({ text: deepJson(200_000) });
    expect(errorOf(await theJob())).toMatchObject({ code: 'upstream_invalid' });
    always({ text: `{"id":40001,"client":${'{"name":'.repeat(50_000)}1${'}'.repeat(50_000)}}` });
    expect(errorOf(await theJob())).toMatchObject({ code: 'upstream_invalid' });
  });
});
