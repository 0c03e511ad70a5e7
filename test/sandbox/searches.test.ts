import { expect, it } from 'vitest';
import { monday, type Open, open, rows } from './open.js';

/** All rows of a search, in pages of ten. */
async function all(box: Open, name: string, path: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (let page = 1; ; page += 1) {
    const answer = rows(await box.read(`${path}${path.includes('?') ? '&' : '?'}count=10&page=${page}`), name);
    if (answer.length === 0) return found;
    found.push(...answer);
  }
}

it('needs both dates to search jobs, and names what is missing', async () => {
  await using box = await open();
  const neither = await box.get('/orders/jobs?count=10');
  expect(neither.status).toBe(400);
  expect(neither.json).toMatchObject({ errors: [{ field: 'date_from' }, { field: 'date_to' }] });
  const one = await box.get('/orders/jobs?date_from=2026-11-01');
  expect(one.json).toMatchObject({ errors: [{ field: 'date_to' }] });
});

it('refuses Open as a status of jobs', async () => {
  await using box = await open();
  const refused = await box.get('/orders/jobs?date_from=2026-11-01&date_to=2026-11-23&status=Open');
  expect(refused.status).toBe(400);
  expect(refused.json).toMatchObject({ errors: [{ field: 'status' }] });
});

it.each([
  '2026-02-30',
  '11/01/2026',
  '2026-11-01 10:00:00',
  '2026-11-01T10:00:00Z',
  '2026-11-01T24:00:00',
  'today',
  '',
])('refuses %j as a date', async (date) => {
  await using box = await open();
  const path = `/orders/jobs/salesorders?last_modified_date_to=${encodeURIComponent(date)}`;
  const refused = await box.get(path);
  expect(refused.status).toBe(400);
  expect(refused.json).toMatchObject({ errors: [{ field: 'last_modified_date_to' }] });
});

it('leaves a day out when it is named without a time as the end', async () => {
  await using box = await open();
  const days = async (to: string) => {
    const found = await all(box, 'jobs', `/orders/jobs?date_from=2026-11-01&date_to=${to}`);
    return new Set(found.map((job) => job.date));
  };
  expect(await days('2026-11-23')).not.toContain('2026-11-23');
  expect(await days('2026-11-23T23:59:59')).toContain('2026-11-23');
  expect(await days('2026-11-03T00:00:00')).toContain('2026-11-03');
});

it('answers every filter with exactly what fits it', async () => {
  await using box = await open();
  const { salesOrders, purchaseOrders } = box.sandbox.data;
  const orders = '/orders/jobs/salesorders';
  const bought = '/orders/jobs/purchaseorders';
  const within = (date: string | null, from: string, to: string) =>
    date !== null && date.slice(0, 10) >= from && date.slice(0, 10) <= to;
  const span = (name: string) => `${name}_from=2026-09-01&${name}_to=2026-09-30T23:59:59`;
  const ids = (records: { id: number }[]) => records.map(({ id }) => id).sort((a, b) => a - b);
  const asked = async (name: string, path: string) =>
    (await all(box, name, path)).map((row) => Number(row.id)).sort((a, b) => a - b);

  const modified = salesOrders.filter((order) => within(order.last_modified_date, '2026-09-01', '2026-09-30'));
  expect(await asked('salesorders', `${orders}?${span('last_modified_date')}`)).toEqual(ids(modified));
  const invoiced = ids(salesOrders.filter((order) => within(order.invoice_date, '2026-09-01', '2026-09-30')));
  expect(invoiced.length).toBeGreaterThan(0);
  expect(await asked('salesorders', `${orders}?${span('invoice_date')}`)).toEqual(invoiced);
  expect(await asked('salesorders', `${orders}?${span('invoice_status_date')}`)).toEqual(invoiced);
  const paid = salesOrders.filter((o) => o.status === 'Paid' && within(o.date, '2026-09-01', '2026-09-30'));
  expect(await asked('salesorders', `${orders}?${span('date')}&status=pAiD`)).toEqual(ids(paid));
  const posted = purchaseOrders.filter(
    (order) => order.status === 'Posted @ease AP' && within(order.date, '2026-09-01', '2026-09-30'),
  );
  const status = encodeURIComponent('posted @EASE AP');
  expect(await asked('purchaseorders', `${bought}?${span('date')}&status=${status}`)).toEqual(ids(posted));
  const touched = purchaseOrders.filter((order) => within(order.last_modified_date, '2026-09-01', '2026-09-30'));
  expect(await asked('purchaseorders', `${bought}?${span('last_modified_date')}`)).toEqual(ids(touched));
});

it('compares a status whole: part of it, or two with a comma, find nothing', async () => {
  await using box = await open();
  for (const status of ['Pos', 'Open,Approved', 'Nonsense']) {
    const answer = await box.read(`/orders/jobs/purchaseorders?status=${encodeURIComponent(status)}`);
    expect(answer).toMatchObject({ purchaseorders: [], total_results: 0 });
  }
});

it('says nothing of jobs and orders older than 13 months, and shows them by id and by parent', async () => {
  await using box = await open();
  const { data } = box.sandbox;
  const old = data.jobs.filter((job) => job.date < '2025-10-23');
  expect(old.length).toBeGreaterThan(20);
  const found = await all(box, 'jobs', '/orders/jobs?date_from=2020-01-01&date_to=2030-01-01');
  expect(found).toHaveLength(data.jobs.length - old.length);
  const oldOrders = data.salesOrders.filter((order) => order.date < '2025-10-23');
  const search = await box.read('/orders/jobs/salesorders?last_modified_date_from=2020-01-01&count=1');
  expect(search.total_results).toBe(data.salesOrders.length - oldOrders.length);
  const [order] = oldOrders;
  expect(await box.read(`/orders/jobs/${order?.job_number}`)).toMatchObject({ id: order?.job_number });
  const ofJob = rows(await box.read(`/orders/jobs/${order?.job_number}/salesorders`), 'salesorders');
  expect(ofJob.map((row) => row.id)).toContain(order?.id);
});

it('begins the window on the first day of 13 calendar months, in US Pacific', async () => {
  // One in the morning of 1 December in London is still 30 November in Portland.
  await using box = await open({ now: () => Date.parse('2026-12-01T01:00:00Z'), jobs: 1 });
  const [job] = box.sandbox.data.jobs;
  if (job === undefined) throw new Error('The known job is missing.');
  box.sandbox.data.jobs.push({ ...job, id: 1, date: '2025-10-30' }, { ...job, id: 2, date: '2025-10-29' });
  const found = await all(box, 'jobs', '/orders/jobs?date_from=2020-01-01&date_to=2030-01-01');
  expect(found.map((row) => row.id)).toEqual([32255, 1]);
});

it('sees records that were added, and misses those that were removed', async () => {
  await using box = await open();
  const { data } = box.sandbox;
  const path = '/orders/jobs?date_from=2026-11-20&date_to=2026-11-23T23:59:59&count=10';
  const before = Number((await box.read(path)).total_results);
  const newest = data.jobs.at(-1);
  if (newest === undefined) throw new Error('There is no job.');
  data.jobs.push({ ...newest, id: newest.id + 1 });
  const grown = await box.read(path);
  expect(grown.total_results).toBe(before + 1);
  expect(rows(grown, 'jobs')[0]?.id).toBe(newest.id + 1);
  data.jobs.splice(-2);
  expect((await box.read(path)).total_results).toBe(before - 1);
});

it('asks its clock anew for every search', async () => {
  let now = monday;
  await using box = await open({ now: () => now });
  const total = async () => (await box.read('/orders/jobs/salesorders?count=1')).total_results;
  const before = Number(await total());
  now += 90 * 86_400_000;
  expect(Number(await total())).toBeLessThan(before);
});
