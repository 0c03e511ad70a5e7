import { expect, it } from 'vitest';
import { spacedTime } from '../../src/sandbox/pacific.js';
import { MINUTE_MS } from './open-set.js';
import { openStill } from './still.js';

/** An account whose time a test moves, and whose set holds all sales orders. */
async function openSales() {
  const still = await openStill();
  const cost = () => still.cost({ kinds: ['sales_orders'] });
  await cost();
  await still.pass(2 * MINUTE_MS);
  return { ...still, cost, close: still[Symbol.asyncDispose] };
}

it('what was changed at one stroke is read with the next question, once more behind it, and then no more', async () => {
  const { sandbox, clock, cost, pass, close } = await openSales();
  for (const order of sandbox.data.salesOrders.slice(-80)) order.last_modified_date = spacedTime(clock.now());
  expect((await cost()).requests).toBeGreaterThanOrEqual(8);
  // In the background, when nothing before these changes can still be to come.
  expect(await pass(20_000)).toBe(0);
  expect(await pass(15_000)).toBeGreaterThanOrEqual(8);
  for (let minute = 0; minute < 3; minute += 1) {
    await pass(MINUTE_MS);
    expect((await cost()).requests).toBeLessThanOrEqual(3);
  }
  // What changes from then on is seen as ever: also one of those, and one more.
  const [one, other] = [sandbox.data.salesOrders.at(-5), sandbox.data.salesOrders.at(-150)];
  Object.assign(one ?? {}, { status: 'Changed again', last_modified_date: spacedTime(clock.now()) });
  Object.assign(other ?? {}, { status: 'Changed too', last_modified_date: spacedTime(clock.now()) });
  await pass(MINUTE_MS + 1_000);
  const { view } = await cost();
  expect(view.held.salesOrders.get(one?.id ?? 0)?.status).toBe('Changed again');
  expect(view.held.salesOrders.get(other?.id ?? 0)?.status).toBe('Changed too');
  await close();
});

it('a change that a search shows late is not missed, though younger ones were shown before', async () => {
  const { sandbox, clock, cost, pass, close } = await openSales();
  const orders = sandbox.data.salesOrders.slice(-60);
  const late = orders[3];
  if (late === undefined) throw new Error('No such order.');
  const at = clock.now();
  for (const order of orders) order.last_modified_date = spacedTime(at);
  // Ten seconds before them it was changed a second time, which no search shows yet.
  late.last_modified_date = spacedTime(at - 20_000);
  await cost();
  await pass(5_000);
  Object.assign(late, { status: 'Shown late', last_modified_date: spacedTime(at - 10_000) });
  await pass(MINUTE_MS);
  const { view } = await cost();
  expect(view.held.salesOrders.get(late.id)?.status).toBe('Shown late');
  await close();
});
