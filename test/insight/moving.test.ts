import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SalesOrder } from '../../src/sandbox/data/types.js';
import { ALL_DAYS, expectedIds, heldIds, MINUTE_MS, openSet } from './open-set.js';

const copyOf = <T>(record: T): T => JSON.parse(JSON.stringify(record));

/** Something that people do in Syncore just before the nth request. */
const deed = fc.record({
  before: fc.integer({ min: 1, max: 70 }),
  what: fc.constantFrom('enter' as const, 'delete' as const, 'change' as const, 'move' as const),
  place: fc.integer({ min: 0, max: 999 }),
});

it('whatever people do while all is read, what is told as whole in the end is what stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
      await using opened = await openSet({ sandbox: { jobs: 60 } });
      const { data, sandbox, clock, ask } = opened;
      let nextId = 99_000;
      const within = () => data.salesOrders.filter(({ date }) => date.slice(0, 10) >= ALL_DAYS.from);
      function happen({ what, place }: (typeof deeds)[0]): void {
        const orders = within();
        const order = orders[place % orders.length];
        if (order === undefined) return;
        const stamp = { last_modified_date: opened.stamp() };
        if (what === 'delete') data.salesOrders.splice(data.salesOrders.indexOf(order), 1);
        if (what === 'change') Object.assign(order, { total_value: place / 100, sub_total_value: place / 100 }, stamp);
        // To a month that may have been read already, or may not.
        if (what === 'move')
          Object.assign(order, { date: `2026-${String((place % 9) + 1).padStart(2, '0')}-15T10:00:00` }, stamp);
        if (what === 'enter') {
          nextId += 1;
          const entered: SalesOrder = { ...copyOf(order), id: nextId, ...stamp };
          data.salesOrders.push(entered);
        }
      }
      sandbox.faults.onRequest = (n) => {
        for (const one of deeds) if (one.before === n) happen(one);
      };
      await ask({ kinds: ['sales_orders', 'jobs'] });
      for (let minute = 0; minute < 2; minute += 1) {
        clock.jump(MINUTE_MS + 1_000);
        await ask({ kinds: ['sales_orders', 'jobs'] });
      }
      sandbox.faults.onRequest = null;
      clock.jump(MINUTE_MS + 1_000);
      const view = await ask({ kinds: ['sales_orders', 'jobs'] });
      expect(view).toMatchObject({ complete: true, notes: [] });
      expect(heldIds(view).salesOrders).toEqual(expectedIds(data).salesOrders);
      for (const order of within()) {
        const held = view.held.salesOrders.get(order.id);
        expect(held?.subTotalCents).toBe(Math.round(order.sub_total_value * 100));
        expect(held?.date).toBe(order.date.slice(0, 10));
      }
    }),
    { numRuns: 40 },
  );
});

it('the same with storms and broken connections in between', async () => {
  const fault = fc.record({
    skip: fc.integer({ min: 0, max: 60 }),
    times: fc.integer({ min: 1, max: 3 }),
    kind: fc.constantFrom('429' as const, '503' as const, 'reset' as const, 'truncated' as const, 'html' as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 4 }), fc.integer({ min: 0, max: 999 }), async (faults, place) => {
      await using opened = await openSet({ sandbox: { jobs: 60 } });
      const { data, sandbox, ask, clock } = opened;
      for (const { kind, ...when } of faults) {
        if (kind === '429' || kind === '503')
          sandbox.faults.add({ kind: 'status', status: Number(kind), headers: { 'retry-after': '0' }, ...when });
        else sandbox.faults.add({ kind, ...when });
      }
      const first = await ask();
      if (first.complete) expect(heldIds(first)).toEqual(expectedIds(data));
      sandbox.faults.clear();
      data.salesOrders.splice(place % data.salesOrders.length, 1);
      clock.jump(MINUTE_MS + 1_000);
      const view = await ask();
      expect(view).toMatchObject({ complete: true, notes: [] });
      expect(heldIds(view)).toEqual(expectedIds(data));
    }),
    { numRuns: 6 },
  );
}, 60_000);
