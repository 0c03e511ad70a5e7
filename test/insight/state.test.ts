import { expect, it } from 'vitest';
import type { HoldingsState } from '../../src/insight/holdings.js';
import { ALL_DAYS, ALL_KINDS, expectedIds, heldIds, MINUTE_MS, openSet, setFor } from './open-set.js';

it('what is held is one plain JSON value, from which another process goes on', async () => {
  await using opened = await openSet({ sandbox: { jobs: 150 } });
  const { ask, data, clock, url } = opened;
  await ask({ lines: true, kinds: ['sales_orders', 'purchase_orders'], from: '2026-10-01' });
  await ask();
  const state = opened.set.toState();
  const written = JSON.stringify(state);
  const read: HoldingsState = JSON.parse(written);
  // Nothing is lost on the way: no undefined, no Map, no Date.
  expect(read).toEqual(state);

  clock.jump(8 * 60 * MINUTE_MS);
  const changed = data.salesOrders[100];
  Object.assign(changed ?? {}, { status: 'Paid', last_modified_date: opened.stamp() });
  data.purchaseOrders.splice(30, 1);
  opened.asked();
  const next = setFor(url, clock, { state: read });
  const call = { signal: new AbortController().signal, deadline: clock.now() + 20_000, progress: async () => {} };
  const view = await next.set.view({ kinds: ALL_KINDS, ...ALL_DAYS }, call);
  expect(view).toMatchObject({ complete: true, notes: [] });
  expect(heldIds(view)).toEqual(expectedIds(data));
  expect(view.held.salesOrders.get(changed?.id ?? 0)?.status).toBe('Paid');
  // Orders were not read anew: what changed and what is gone was enough.
  const orders = opened.asked().filter(({ pathname, searchParams }) => {
    return pathname.endsWith('orders') && searchParams.has('date_from') && searchParams.get('count') === '10';
  });
  expect(orders.length).toBeLessThan(data.purchaseOrders.length / 20);
  await next.close();
});

it('a fill that was killed is taken up at the months that are missing', async () => {
  await using opened = await openSet({ sandbox: { jobs: 300, latencyMs: 15 } });
  const { data, clock, url, asked } = opened;
  const first = setFor(url, clock);
  const call = (ms: number) => ({
    signal: new AbortController().signal,
    deadline: clock.now() + ms,
    progress: async () => {},
  });
  const want = { kinds: ['sales_orders'], ...ALL_DAYS } as const;
  const cut = await first.set.view(want, call(650));
  const state: HoldingsState = JSON.parse(JSON.stringify(first.set.toState()));
  await first.close();
  expect(cut.complete).toBe(false);
  const held = state.salesOrders.windows.sales_orders ?? [];
  expect(held.length).toBeGreaterThan(1);
  asked();

  const next = setFor(url, clock, { state });
  const view = await next.set.view(want, call(20_000));
  expect(view).toMatchObject({ complete: true, notes: [] });
  expect(heldIds(view).salesOrders).toEqual(expectedIds(data).salesOrders);
  const again = asked().filter(({ searchParams }) =>
    held.some(({ from }) => from === searchParams.get('date_from') && searchParams.get('count') === '10'),
  );
  expect(again).toEqual([]);
  await next.close();
});
