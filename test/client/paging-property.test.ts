import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Start } from '../../src/client/paging.js';
import { Failure } from '../../src/failure.js';
import { type Change, idsOf, movingList, readPart } from './moving-list.js';

const sizes = fc.integer({ min: 1, max: 10 });
const concurrencies = fc.integer({ min: 1, max: 8 });
const lengths = fc.integer({ min: 0, max: 60 });
const everything = { limit: Number.POSITIVE_INFINITY };

/** At most one kind of change between two pages: a row in and another out at one moment leave no trace in any answer. */
const changes: fc.Arbitrary<Change[]> = fc.uniqueArray(
  fc.record({
    beforeRead: fc.integer({ min: 0, max: 20 }),
    kind: fc.constantFrom('insert' as const, 'remove' as const),
    place: fc.integer({ min: 0, max: 999 }),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ beforeRead }) => beforeRead, maxLength: 6 },
);

/** One answer is as honest as `complete: false`: an error that says that the list cannot be read. */
async function unlessRefused<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Failure && error.code === 'upstream_invalid') return undefined;
    throw error;
  }
}

const newestFirst = (ids: number[]) => [...ids].sort((a, b) => b - a);

describe('a list that moves while it is paged', () => {
  it('never gives a row twice, and never misses one that stood throughout without saying so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        lengths,
        sizes,
        concurrencies,
        changes,
        async (scheduler, length, pageSize, concurrency, moves) => {
          const list = movingList({
            length,
            changes: moves,
            turn: (page) => scheduler.schedule(Promise.resolve(page), `page ${page}`),
          });
          const reading = readPart(list.request, everything, { pageSize, concurrency });
          const found = await scheduler.waitFor(unlessRefused(reading));
          if (found === undefined) return;
          const ids = idsOf(found);
          expect(new Set(ids).size).toBe(ids.length);
          if (!found.complete) {
            expect(found.notes).not.toEqual([]);
            return;
          }
          const stood = Array.from({ length }, (_, index) => index + 1).filter((id) => !list.moved.has(id));
          expect(stood.filter((id) => !ids.includes(id))).toEqual([]);
          expect(found.total).toBe(ids.length);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('keeps that promise for a part, which ends where its limit is reached', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        lengths,
        sizes,
        concurrencies,
        changes,
        fc.integer({ min: 1, max: 30 }),
        async (scheduler, length, pageSize, concurrency, moves, limit) => {
          const list = movingList({
            length,
            changes: moves,
            turn: (page) => scheduler.schedule(Promise.resolve(page), `page ${page}`),
          });
          const reading = readPart(list.request, { limit }, { pageSize, concurrency });
          const found = await scheduler.waitFor(unlessRefused(reading));
          if (found === undefined) return;
          const ids = idsOf(found);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBeLessThanOrEqual(limit);
          if (!found.complete || found.next === null) return;
          // Everything that stood throughout before the last row given has to be among the rows.
          const last = Math.max(...ids.filter((id) => !list.moved.has(id)), 0);
          const stood = Array.from({ length: last }, (_, index) => index + 1).filter((id) => !list.moved.has(id));
          expect(stood.filter((id) => !ids.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reads a list that stood still after all, although it moved at first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 25, max: 60 }), fc.integer({ min: 0, max: 999 }), async (length, place) => {
        const list = movingList({ length, changes: [{ beforeRead: 2, kind: 'remove', place, times: 1 }] });
        const found = await readPart(list.request, everything, { pageSize: 10 });
        expect(found.complete).toBe(true);
        expect(idsOf(found)).toEqual(newestFirst(list.ids));
      }),
      { numRuns: 100 },
    );
  });

  // Without a total there is less to go by: rows that come and others that go, or that come by the page, can look like
  // a list that stands still. One row at a time, all coming or all going, is what can be promised.
  it('is honest about a list without totals, too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        lengths,
        fc.integer({ min: 4, max: 10 }),
        concurrencies,
        changes,
        fc.constantFrom('insert' as const, 'remove' as const),
        fc.boolean(),
        async (scheduler, length, pageSize, concurrency, moves, kind, bare) => {
          const list = movingList({
            length,
            changes: moves.map((move) => ({ ...move, kind, times: 1 })),
            turn: (page) => scheduler.schedule(Promise.resolve(page), `page ${page}`),
            envelope: (rows) => (bare ? rows : { contacts: rows }),
          });
          const found = await scheduler.waitFor(readPart(list.request, everything, { pageSize, concurrency }));
          const ids = idsOf(found);
          expect(new Set(ids).size).toBe(ids.length);
          if (!found.complete) return;
          const stood = Array.from({ length }, (_, index) => index + 1).filter((id) => !list.moved.has(id));
          expect(stood.filter((id) => !ids.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a list that stands still', () => {
  it('is always whole, sorted, and read with no page more than it has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        lengths,
        sizes,
        concurrencies,
        async (scheduler, length, pageSize, concurrency) => {
          const list = movingList({
            length,
            turn: (page) => scheduler.schedule(Promise.resolve(page), `page ${page}`),
          });
          const found = await scheduler.waitFor(readPart(list.request, everything, { pageSize, concurrency }));
          expect(found).toMatchObject({ complete: true, whole: true, total: length, next: null, notes: [] });
          expect(idsOf(found)).toEqual(newestFirst(list.ids));
          expect(list.reads).toHaveLength(Math.max(1, Math.ceil(length / pageSize)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is read for a part with no page more than the part needs', async () => {
    await fc.assert(
      fc.asyncProperty(
        lengths,
        sizes,
        concurrencies,
        fc.integer({ min: 1, max: 100 }),
        async (length, pageSize, concurrency, limit) => {
          const list = movingList({ length });
          const found = await readPart(list.request, { limit }, { pageSize, concurrency });
          const rows = Math.min(limit, length);
          expect(found).toMatchObject({ complete: true, total: length, notes: [] });
          expect(newestFirst(idsOf(found))).toEqual(newestFirst(list.ids.slice(0, rows)));
          expect(list.reads).toHaveLength(Math.max(1, Math.ceil(rows / pageSize)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the whole list when its parts are put together, whatever their limits and page sizes', async () => {
    await fc.assert(
      fc.asyncProperty(
        lengths,
        fc.array(fc.record({ limit: fc.integer({ min: 1, max: 25 }), pageSize: sizes }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.constantFrom('total', 'no total', 'bare', 'no pages'),
        async (length, calls, shape) => {
          const list = movingList({
            length,
            envelope: (rows, total) => {
              if (shape === 'no pages') return list.ids.map((id) => ({ id }));
              if (shape === 'bare') return rows;
              return shape === 'total' ? { contacts: rows, total_results: total } : { contacts: rows };
            },
          });
          const ids: number[] = [];
          let from: Start | undefined;
          for (let call = 0; call === 0 || from !== undefined; call += 1) {
            expect(call).toBeLessThan(100);
            // A restart with another page size in between must not move the place.
            const { limit, pageSize } = calls[call % calls.length] ?? { limit: 1, pageSize: 1 };
            const found = await readPart(list.request, { limit, from }, { pageSize });
            expect(found).toMatchObject({ complete: true, notes: [] });
            ids.push(...(found.whole ? idsOf(found).reverse() : idsOf(found)));
            from = found.next ?? undefined;
          }
          expect(ids).toEqual(list.ids);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the parts of a filtered list without reading it to its end', async () => {
    await fc.assert(
      fc.asyncProperty(
        lengths,
        sizes,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        async (length, limit, every, concurrency) => {
          const list = movingList({ length });
          const keep = ({ id }: { id: number }) => id % every === 0;
          const filtered = { filter: { asked: () => true, keep }, filteredHere: true };
          const ids: number[] = [];
          let from: Start | undefined;
          for (let call = 0; call === 0 || from !== undefined; call += 1) {
            expect(call).toBeLessThan(100);
            const found = await readPart(list.request, { limit, from }, { pageSize: 10, concurrency, list: filtered });
            expect(found).toMatchObject({ complete: true, notes: [] });
            expect(found.total === null || found.whole).toBe(true);
            ids.push(...(found.whole ? idsOf(found).reverse() : idsOf(found)));
            from = found.next ?? undefined;
          }
          expect(ids).toEqual(list.ids.filter((id) => id % every === 0));
        },
      ),
      { numRuns: 300 },
    );
  });
});
