import { describe, expect, it, vi } from 'vitest';
import { Limiter } from '../../src/client/limiter.js';
import type { Part } from '../../src/client/reader.js';
import type { Requester } from '../../src/client/request.js';
import { search } from '../../src/client/search.js';
import { Failure } from '../../src/failure.js';
import { fakeClock, settle } from './fake-clock.js';
import { everyContact, idsOf, movingList, readPart } from './moving-list.js';
import { failureOf } from './open-account.js';

const everything = { limit: Number.POSITIVE_INFINITY };

/** Reads with a clock that the test holds; `ms` is the time of the call. */
function readOn(
  clock: ReturnType<typeof fakeClock>,
  request: Requester,
  part: Part,
  ms: number,
  signal = new AbortController().signal,
) {
  const options = {
    request,
    clock,
    limiter: new Limiter({ maxConcurrency: 4, clock }),
    pageSize: 10,
    closing: new AbortController().signal,
  };
  return search(options, everyContact, part, { signal, deadline: clock.now() + ms });
}

describe('how much is read', () => {
  it('reads two pages for 20 rows, of however many there are', async () => {
    const list = movingList({ length: 500 });
    const found = await readPart(list.request, { limit: 20 }, { pageSize: 10 });
    expect(found).toMatchObject({ total: 500, complete: true, whole: false });
    expect(idsOf(found)).toEqual(list.ids.slice(0, 20));
    expect(list.reads.map(({ page }) => page)).toEqual([1, 2]);
  });

  it('reads hardly more than it needs where no total is given', async () => {
    const list = movingList({ length: 500, envelope: (rows) => ({ contacts: rows }) });
    const found = await readPart(list.request, { limit: 20 }, { pageSize: 10 });
    // Two pages, and once more to be sure that nothing moved between them.
    expect(found).toMatchObject({ total: null, complete: true });
    expect(list.reads.map(({ page }) => page)).toEqual([1, 2, 1, 2]);
  });

  it('ends at the first empty page where no total is given', async () => {
    const list = movingList({ length: 30, envelope: (rows) => ({ contacts: rows }) });
    const found = await readPart(list.request, everything, { pageSize: 10, concurrency: 1 });
    expect(found).toMatchObject({ complete: true, total: 30 });
    // Page 4 is the empty one, page 5 was under way by then.
    expect(Math.max(...list.reads.map(({ page }) => page))).toBeLessThanOrEqual(5);
  });

  it('keeps as many pages under way as there are slots twice over, and asks for none behind the end', async () => {
    let underWay = 0;
    let most = 0;
    const list = movingList({ length: 300 });
    const request: Requester = async (...question) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await settle();
      underWay -= 1;
      return list.request(...question);
    };
    const found = await readPart(request, everything, { pageSize: 10, concurrency: 4 });
    expect(found.whole).toBe(true);
    expect(most).toBe(8);
    expect(Math.max(...list.reads.map(({ page }) => page))).toBe(30);
  });

  it('stops the pages that are under way when it has enough', async () => {
    const list = movingList({ length: 300 });
    const stopped: number[] = [];
    const request: Requester = async (action, ids, query, call) => {
      const page = Number(query.page);
      if (page > 2) {
        await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
        stopped.push(page);
      }
      return list.request(action, ids, query, call);
    };
    // One row in three is kept, so that more is read ahead than turns out to be needed.
    const filter = { asked: () => true, keep: ({ id }: { id: number }) => id < 4 || id > 10 };
    const found = await readPart(request, { limit: 10 }, { pageSize: 10, list: { filter, filteredHere: true } });
    expect(idsOf(found)).toEqual([1, 2, 3, 11, 12, 13, 14, 15, 16, 17]);
    await settle();
    expect(stopped).not.toEqual([]);
  });

  it('bounds what it keeps of a list that never ends', async () => {
    const request: Requester = async (_action, _ids, query) => {
      const first = (Number(query.page) - 1) * 5_000;
      return {
        contacts: Array.from({ length: 5_000 }, (_, index) => ({ id: first + index + 1 })),
        links: { next: 'again' },
      };
    };
    const found = await readPart(request, everything, { pageSize: 10 });
    expect(found.rows).toHaveLength(100_000);
    expect(found.complete).toBe(false);
    expect(found.next).not.toBeNull();
    expect(found.notes).toEqual([expect.stringMatching(/^Reading stopped after 100000 records/)]);
  });
});

describe('rows that move between two parts', () => {
  const part = async (
    list: ReturnType<typeof movingList>,
    limit: number,
    from?: Awaited<ReturnType<typeof readPart>>['next'],
  ) => readPart(list.request, { limit, from: from ?? undefined }, { pageSize: 10 });

  it.each([7, 10])('gives none twice when rows came in front of the place (parts of %i)', async (limit) => {
    const list = movingList({ length: 40 });
    const first = await part(list, limit);
    list.ids.unshift(98, 99);
    const second = await part(list, limit, first.next);
    expect(idsOf(second)).toEqual(Array.from({ length: limit }, (_, index) => limit + index + 1));
    expect(second).toMatchObject({ complete: false, notes: [expect.stringMatching(/changed since the part before/)] });
  });

  it('finds the place again when rows in front of it went', async () => {
    const list = movingList({ length: 40 });
    const first = await part(list, 7);
    list.ids.splice(0, 2);
    const second = await part(list, 7, first.next);
    expect(idsOf(second)).toEqual([8, 9, 10, 11, 12, 13, 14]);
    expect(second.complete).toBe(false);
  });

  it('says so when the place is gone, and does not read again and again for it', async () => {
    const list = movingList({ length: 40 });
    const first = await part(list, 7);
    list.ids.splice(5, 12);
    const reads = list.reads.length;
    const second = await part(list, 7, first.next);
    expect(second.complete).toBe(false);
    expect(second.rows).toHaveLength(7);
    expect(list.reads.length - reads).toBeLessThanOrEqual(2);
  });

  it('notices a row that came and another that went, which leaves the total as it was', async () => {
    const list = movingList({ length: 40 });
    const first = await part(list, 10);
    list.ids.unshift(99);
    list.ids.pop();
    const second = await part(list, 10, first.next);
    expect(idsOf(second)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(second.complete).toBe(false);
  });

  it.each([
    ['came in front of it', (ids: number[]) => ids.unshift(99)],
    ['came behind it', (ids: number[]) => ids.splice(30, 0, 99)],
    ['went in front of it', (ids: number[]) => ids.splice(3, 1)],
    ['went behind it', (ids: number[]) => ids.splice(30, 1)],
  ])('reads to the very end, and once only, when a row %s', async (_words, move) => {
    const list = movingList({ length: 42 });
    const first = await part(list, 25);
    move(list.ids);
    const left = list.ids.slice(list.ids.indexOf(25) + 1);
    const reads = list.reads.length;
    const rest = await part(list, 100, first.next);
    expect(idsOf(rest)).toEqual(left);
    expect(rest).toMatchObject({ complete: false, next: null });
    expect(list.reads.length - reads).toBeLessThanOrEqual(4);
  });
});

describe('readings that are joined', () => {
  it('does not offer to go on with rows that are on no page any more', async () => {
    let reading = 0;
    // 25 rows; the first reading hides page 2, the others page 3.
    const list = movingList({
      length: 25,
      envelope: (rows, total, page) => {
        if (page === 1) reading += 1;
        const hidden = reading === 1 ? 2 : 3;
        const shown = page === hidden ? list.ids.slice(0, 5).map((id) => ({ id })) : rows;
        return { contacts: shown, total_results: total };
      },
    });
    const found = await readPart(list.request, { limit: 22 }, { pageSize: 10, concurrency: 1 });
    expect(found.rows).toHaveLength(22);
    expect(found).toMatchObject({ complete: false, next: null, notes: [expect.stringMatching(/rows may be missing/)] });
  });
});

describe('the time of a call', () => {
  /** Pages from this one on never come. */
  function stuckFrom(page: number): { request: Requester; stopped: () => number } {
    const list = movingList({ length: 100 });
    let stopped = 0;
    return {
      request: async (action, ids, query, call) => {
        if (Number(query.page) < page) return list.request(action, ids, query, call);
        return new Promise((_, reject) => {
          call.signal.addEventListener('abort', () => {
            stopped += 1;
            reject(call.signal.reason);
          });
        });
      },
      stopped: () => stopped,
    };
  }

  it('is kept: what is whole so far is the answer, with the place to go on from', async () => {
    const clock = fakeClock();
    const { request, stopped } = stuckFrom(4);
    const found = await clock.run(readOn(clock, request, everything, 45_000));
    expect(idsOf(found)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(found).toMatchObject({ complete: false, whole: false, total: 100 });
    expect(found.next?.position).toMatchObject({ page: 4, index: 0, passed: 30 });
    expect(found.notes).toEqual([expect.stringMatching(/^The time of this call was up after 30 of 100 records/)]);
    expect(clock.now()).toBeLessThan(1_000_000 + 45_000);
    await settle();
    expect(stopped()).toBeGreaterThan(0);
  });

  it('ends in a timeout when not even one page came', async () => {
    const clock = fakeClock();
    const failure = await failureOf(clock.run(readOn(clock, stuckFrom(1).request, everything, 45_000)));
    expect(failure).toMatchObject({ code: 'timeout', retryable: true });
  });

  it('is kept also when a list is read again', async () => {
    const clock = fakeClock();
    const list = movingList({ length: 30, changes: [{ beforeRead: 2, kind: 'insert', place: 0, times: 1 }] });
    let reads = 0;
    const request: Requester = async (...question) => {
      reads += 1;
      if (reads > 5)
        return new Promise((_, reject) =>
          question[3].signal.addEventListener('abort', () => reject(question[3].signal.reason)),
        );
      return list.request(...question);
    };
    const found = await clock.run(readOn(clock, request, everything, 45_000));
    expect(found).toMatchObject({ complete: false });
    expect(found.rows.length).toBeGreaterThanOrEqual(30);
    expect(new Set(idsOf(found)).size).toBe(found.rows.length);
  });

  it('ends at once when the caller cancels, and so do the pages under way', async () => {
    const clock = fakeClock();
    const { request, stopped } = stuckFrom(2);
    const caller = new AbortController();
    const reading = readOn(clock, request, everything, 45_000, caller.signal);
    const outcome = reading.catch((error: unknown) => error);
    await settle();
    caller.abort(new DOMException('enough', 'AbortError'));
    expect(await outcome).toMatchObject({ name: 'AbortError' });
    expect(stopped()).toBeGreaterThan(0);
    expect(clock.now()).toBe(1_000_000);
  });
});

describe('pages that fail', () => {
  const failing = (page: number): Requester => {
    const list = movingList({ length: 100 });
    return async (action, ids, query, call) => {
      if (Number(query.page) >= page) throw new Failure('upstream_error', `page ${query.page} failed`);
      return list.request(action, ids, query, call);
    };
  };

  it('fails with the first of them, in order', async () => {
    const failure = await failureOf(readPart(failing(3), everything, { pageSize: 10 }));
    expect(failure.message).toBe('page 3 failed');
  });

  it('leaves no rejection unhandled, whichever of them were under way', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    try {
      await failureOf(readPart(failing(2), everything, { pageSize: 10 }));
      const found = await readPart(failing(3), { limit: 20 }, { pageSize: 10 });
      expect(found.complete).toBe(true);
      await settle();
    } finally {
      process.off('unhandledRejection', unhandled);
    }
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('does not fail for pages that turn out not to be needed', async () => {
    const keep = ({ id }: { id: number }) => id !== 5;
    const list = { filter: { asked: () => true, keep }, filteredHere: true };
    const found = await readPart(failing(3), { limit: 18 }, { pageSize: 10, list });
    expect(found).toMatchObject({ complete: true, rows: { length: 18 } });
  });
});
