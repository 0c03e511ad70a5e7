import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../support/connect.js';
import { errorOf, job, jobIds, jobs, listOf } from '../support/rows.js';
import { type Asked, inTurn, type Reply, type Upstream, upstream } from '../support/upstream.js';

let syncore: Upstream;

beforeEach(async () => {
  syncore = await upstream();
});
afterEach(() => syncore[Symbol.asyncDispose]());

/** What a 429 holds, it holds for the whole process: each test has a server of its own. */
const serve = (env: Record<string, string> = {}): Promise<Connection> => connect({ upstream: syncore.url, env });
const theJob = (server: Connection, jobId = 40_001) => server.call('get_job', { job_id: jobId });

function pushBack(retryAfter?: string, status = 429): Reply {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { status, headers, json: { message: 'Slow down.' } };
}

const good = ({ path }: Asked): Reply => ({ json: job(Number(path.split('/').at(-1))) });
const gaps = () => syncore.asked.slice(1).map(({ at }, index) => at - (syncore.asked[index]?.at ?? 0));

describe('a 429', () => {
  it('with Retry-After 1 is waited out, and the job comes', async () => {
    syncore.answer = inTurn(() => pushBack('1'), good);
    await using server = await serve();
    expect((await theJob(server)).structuredContent).toMatchObject({ job_id: 40_001 });
    // A timer may come a millisecond early.
    const [waitedMs = 0] = gaps();
    expect(waitedMs).toBeGreaterThanOrEqual(998);
    expect(waitedMs).toBeLessThan(3_000);
  });

  it('that does not say how long, or nothing that makes sense, costs a moment', async () => {
    await using server = await serve();
    for (const retryAfter of ['0', '-5', 'soon', undefined]) {
      syncore.forget();
      syncore.answer = inTurn(() => pushBack(retryAfter), good);
      expect((await theJob(server)).structuredContent).toMatchObject({ job_id: 40_001 });
      expect(syncore.asked).toHaveLength(2);
      expect(gaps()[0]).toBeLessThan(900);
    }
  });

  it('with a date as Retry-After is waited out', async () => {
    const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1_000);
    let secondAt = 0;
    syncore.answer = inTurn(
      () => pushBack(until.toUTCString()),
      (asked) => {
        secondAt = Date.now();
        return good(asked);
      },
    );
    await using server = await serve();
    expect((await theJob(server)).isError).toBe(false);
    expect(secondAt).toBeGreaterThanOrEqual(until.getTime() - 2);
    expect(secondAt).toBeLessThan(until.getTime() + 1_500);
  });

  it.each([
    ['30', 30_000],
    ['999999999999', 3_600_000],
    ['Fri, 31 Dec 2100 23:59:59 GMT', 3_600_000],
  ])(
    'that asks for more than the call has (%s) is told at once, with the time to come back',
    async (retryAfter, ms) => {
      syncore.answer = () => pushBack(retryAfter);
      await using server = await serve({ SYNCORE_CALL_BUDGET_MS: '12000' });
      const before = Date.now();
      const error = errorOf(await theJob(server));
      // Far below the call's time, and far above what a busy machine takes.
      expect(Date.now() - before).toBeLessThan(8_000);
      expect(error).toMatchObject({
        code: 'rate_limited',
        written: 'no',
        retryable: true,
        upstream_message: 'Slow down.',
      });
      const waitMs = Date.parse(String(error.retry_at)) - before;
      expect(waitMs).toBeGreaterThanOrEqual(ms - 1);
      expect(waitMs).toBeLessThan(ms + 10_000);

      // Until then nobody asks, and everybody is told so.
      const again = errorOf(await theJob(server, 40_002));
      expect(again).toMatchObject({ code: 'rate_limited', retryable: true });
      expect(Date.parse(String(again.retry_at)) - before).toBeGreaterThanOrEqual(ms - 1);
      expect(syncore.asked).toHaveLength(1);
    },
  );

  it.concurrent.each([429, 503])('that comes again until the time is up (%i) is told with its time', async (status) => {
    await using own = await upstream(() => pushBack('2', status));
    await using server = await connect({ upstream: own.url, env: { SYNCORE_CALL_BUDGET_MS: '3500' } });
    const before = Date.now();
    const error = errorOf(await theJob(server));
    expect(error).toMatchObject({ code: status === 429 ? 'rate_limited' : 'upstream_error', retryable: true });
    expect(Date.parse(String(error.retry_at)) - before).toBeGreaterThanOrEqual(3_998);
    expect(Date.now() - before).toBeLessThan(4_500);
    expect(own.asked).toHaveLength(2);
  });

  it('met by one call holds the others too: those that wait for their turn', async () => {
    await using server = await serve({ SYNCORE_MAX_CONCURRENCY: '1' });
    syncore.answer = good;
    await theJob(server);
    syncore.forget();
    let told: () => void = () => {};
    const queued = new Promise<void>((resolve) => {
      told = resolve;
    });
    // The first is answered when the others have reached the server: it answers them in the order in which they came.
    syncore.answer = inTurn(async () => {
      await queued;
      return pushBack('1');
    }, good);
    const calls = [theJob(server, 1), theJob(server, 2), theJob(server, 3)];
    await server.call('check_permissions', { area: 'jobs' });
    told();
    for (const { isError } of await Promise.all(calls)) expect(isError).toBe(false);
    const [afterPushBack = 0] = gaps();
    expect(afterPushBack).toBeGreaterThanOrEqual(998);
  });

  it('met by one call holds the others too: those that come later', async () => {
    await using server = await serve();
    syncore.answer = inTurn(() => pushBack('1'), good);
    const first = theJob(server, 1);
    await (await syncore.nth(1)).left;
    const second = theJob(server, 2);
    await Promise.all([first, second]);
    expect(syncore.asked).toHaveLength(3);
    expect(gaps()[0]).toBeGreaterThanOrEqual(998);
  });

  it('in the middle of a list costs no row of it', async () => {
    await using server = await serve();
    const list = listOf('jobs', jobs(45));
    let pushed = false;
    syncore.answer = (asked) => {
      if (asked.query.get('page') !== '3' || pushed) return list(asked);
      pushed = true;
      return pushBack('1');
    };
    const answer = await server.call('list_jobs', { limit: 100 });
    expect(jobIds(answer)).toEqual(jobs(45).map(({ id }) => id));
    expect(answer.structuredContent).toMatchObject({ total: 45, complete: true });
    expect(syncore.asked.map(({ query }) => query.get('page')).filter((page) => page === '3')).toHaveLength(2);
  });

  it('makes the server ask more slowly: half as much at a time', async () => {
    await using server = await serve({ SYNCORE_MAX_CONCURRENCY: '4' });
    const list = listOf('jobs', jobs(95));
    const slowly = async (asked: Asked) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return list(asked);
    };
    syncore.answer = slowly;
    await server.call('list_jobs', { limit: 100 });
    expect(syncore.mostOpen().requests).toBe(4);
    syncore.answer = inTurn(() => pushBack('0'), slowly);
    syncore.forget();
    expect(jobIds(await server.call('list_jobs', { limit: 100 }))).toHaveLength(95);
    expect(syncore.mostOpen().requests).toBe(2);
  });
});

describe('what the settings allow', () => {
  it('is kept in requests per second, over all calls together, without a burst', async () => {
    await using server = await serve({ SYNCORE_REQUESTS_PER_SECOND: '10' });
    const list = listOf('jobs', jobs(45));
    syncore.answer = (asked) => (asked.path === '/orders/jobs' ? list(asked) : good(asked));
    // The first request also makes the connection, and comes late.
    await theJob(server);
    syncore.forget();
    const one = [1, 2, 3].map((jobId) => theJob(server, jobId));
    await Promise.all([server.call('list_jobs', { limit: 100 }), ...one]);
    const times = syncore.asked.map(({ at }) => at);
    expect(times).toHaveLength(8);
    // 100 ms apart as they leave; on a busy machine the way here may squeeze some of them together.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(7 * 70);
    for (const [index, at] of times.slice(3).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThan(3 * 30);
  });

  it.each([1, 3])('is kept in requests at a time, over all calls together: %i', async (most) => {
    await using server = await serve({ SYNCORE_MAX_CONCURRENCY: String(most) });
    const list = listOf('jobs', jobs(45));
    syncore.answer = async (asked) => {
      await new Promise((resolve) => setTimeout(resolve, 15));
      return asked.path === '/orders/jobs' ? list(asked) : good(asked);
    };
    const one = [1, 2, 3, 4, 5].map((jobId) => theJob(server, jobId));
    const answers = await Promise.all([server.call('list_jobs', { limit: 100 }), ...one]);
    expect(answers.some(({ isError }) => isError)).toBe(false);
    expect(answers.slice(1).map(({ structuredContent }) => structuredContent.job_id)).toEqual([1, 2, 3, 4, 5]);
    expect(syncore.mostOpen()).toEqual({ requests: most, connections: most });
  });
});
