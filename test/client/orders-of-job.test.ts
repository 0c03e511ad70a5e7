import { describe, expect, it } from 'vitest';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { idsOf } from './moving-list.js';
import { call, everything, failureOf, openAccount } from './open-account.js';

describe('the orders of a job', () => {
  it('carry the number of their job, also where Syncore leaves it out', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const jobId = sandbox.data.purchaseOrders[0]?.job_number ?? 0;
    sandbox.faults.add({ kind: 'shape', shape: odd.missing('job_number'), times: Number.POSITIVE_INFINITY });
    const sales = await reader.salesOrders.search({ jobId }, everything, call());
    const purchases = await reader.purchaseOrders.search({ jobId }, everything, call());
    for (const order of [...sales.rows, ...purchases.rows]) expect(order.jobNumber).toBe(jobId);
    expect((await reader.purchaseOrders.read(jobId, purchases.rows[0]?.id ?? 0, call())).jobNumber).toBe(jobId);
    expect((await reader.salesOrders.read(jobId, sales.rows[0]?.id ?? 0, call())).jobNumber).toBe(jobId);
  });

  it('are none where Syncore has no list of them, and the job itself is there and names none', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const { data } = sandbox;
    const [job] = data.jobs;
    if (job === undefined) throw new Error('there is no job');
    sandbox.faults.add({
      kind: 'status',
      status: 404,
      match: { path: /(salesorders|purchaseorders)\?/ },
      times: Number.POSITIVE_INFINITY,
    });
    const orders = () => reader.salesOrders.search({ jobId: job.id }, everything, call());
    expect((await failureOf(orders())).code).toBe('not_found');
    data.salesOrders.splice(0, data.salesOrders.length, ...data.salesOrders.filter((one) => one.job_number !== job.id));
    data.purchaseOrders.splice(0);
    expect(await orders()).toMatchObject({ rows: [], total: 0, complete: true, notes: [] });
    const bought = await reader.purchaseOrders.search({ jobId: job.id }, everything, call());
    expect(bought).toMatchObject({ rows: [], complete: true });
    const gone = reader.salesOrders.search({ jobId: 99_999_999 }, everything, call());
    expect((await failureOf(gone)).code).toBe('not_found');
    const bare = (json: unknown) => ({ ...Object(json), sales_orders: undefined });
    sandbox.faults.add({ kind: 'shape', shape: bare, match: { path: `/orders/jobs/${job.id}` } });
    expect(await orders()).toMatchObject({ rows: [], complete: false, notes: [expect.stringContaining('no list')] });
  });

  it('are filtered here, by every filter that a search takes', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const order = sandbox.data.salesOrders.find(({ invoice_date }) => invoice_date !== null);
    const jobId = order?.job_number ?? 0;
    const day = order?.invoice_date?.slice(0, 10) ?? '';
    const hit = await reader.salesOrders.search({ jobId, invoiceDate: { from: day, to: day } }, everything, call());
    expect(idsOf(hit)).toContain(order?.id);
    const miss = await reader.salesOrders.search(
      { jobId, invoiceDate: { from: '2030-01-01', to: null } },
      everything,
      call(),
    );
    expect(miss).toMatchObject({ rows: [], complete: true, notes: [] });
  });
});
