import { expect, it } from 'vitest';
import { Limiter } from '../../src/client/limiter.js';
import { glance } from '../../src/client/search.js';
import { everyContact, movingList, stillClock } from './moving-list.js';
import { call, everything, failureOf, openAccount } from './open-account.js';

const look = (list: ReturnType<typeof movingList>, count: number) =>
  glance(
    {
      request: list.request,
      clock: stillClock,
      pageSize: 10,
      limiter: new Limiter({ maxConcurrency: 1, clock: stillClock }),
    },
    everyContact,
    count,
    call(),
  );

it('what changed since a moment is asked by that moment', async () => {
  await using opened = await openAccount();
  const { reader, sandbox } = opened;
  const modifiedSince = '2026-11-20T10:00:00';
  const [sales, purchases] = [sandbox.data.salesOrders, sandbox.data.purchaseOrders].map(
    (orders: { last_modified_date: string }[]) =>
      orders.filter(({ last_modified_date }) => last_modified_date.replace(' ', 'T') >= modifiedSince).length,
  );
  const found = await reader.salesOrders.search({ modifiedSince }, everything, call());
  expect(found).toMatchObject({ complete: true, notes: [], rows: { length: sales } });
  expect(sales).toBeGreaterThan(0);
  const bought = await reader.purchaseOrders.search({ modifiedSince }, everything, call());
  expect(bought).toMatchObject({ complete: true, notes: [], rows: { length: purchases } });
  const [first] = sandbox.requests.map(({ path }) => new URL(path, 'http://sandbox.invalid').searchParams);
  expect(first?.get('last_modified_date_from')).toBe(modifiedSince);
  expect(first?.has('last_modified_date_to')).toBe(false);
});

it('a look at a list costs one request, and tells how many rows there are and the first of them', async () => {
  const list = movingList({ length: 37 });
  const seen = await look(list, 2);
  expect(seen.total).toBe(37);
  expect(seen.rows.map(({ id }) => id)).toEqual([1, 2]);
  expect(list.reads).toHaveLength(1);
});

it('a look does not know what Syncore does not say', async () => {
  expect((await look(movingList({ length: 37, envelope: (contacts) => ({ contacts }) }), 1)).total).toBeNull();
  const odd = movingList({ length: 3, envelope: () => ({ nothing: true }) });
  expect((await failureOf(look(odd, 1))).code).toBe('upstream_invalid');
});
