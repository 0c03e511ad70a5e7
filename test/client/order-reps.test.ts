import { describe, expect, it } from 'vitest';
import { expectedSalesOrders } from '../support/expected-lists.js';
import { always, call, everything, failureOf, openAccount, today } from './open-account.js';

const rep = (name: string, known = false) => ({ name, known, roles: ['rep' as const] });
const isJob = (path: string) => /\/orders\/jobs\/\d+$/.test(path);

describe('sales orders of a rep', () => {
  it('have the job of each order read once, and only of those that the other filters keep', async () => {
    await using opened = await openAccount({ sandbox: { jobs: 80 } });
    const { reader, sandbox } = opened;
    const date = { from: '2026-05-01', to: today };
    const name = sandbox.data.jobs.find((job) => job.date > date.from)?.primary_rep?.name ?? '';
    const status = { names: ['Paid', 'Invoiced'], not: false };
    const found = await reader.salesOrders.search({ date, status, rep: rep(name) }, everything, call());
    expect(found.rows.map(({ id }) => id)).toEqual(
      expectedSalesOrders(sandbox.data, { date, status, rep: name }, always.from),
    );
    expect(found.rows.length).toBeGreaterThan(0);
    const jobs = sandbox.requests.map(({ path }) => path).filter(isJob);
    const wanted = sandbox.data.salesOrders
      .filter((order) => order.date >= date.from && status.names.includes(order.status))
      .map((order) => `/v2/orders/jobs/${order.job_number}`);
    expect(jobs.sort()).toEqual([...new Set(wanted)].sort());
  });

  it('in parts go on where they were, with the full name that was found', async () => {
    await using opened = await openAccount({ sandbox: { jobs: 80 } });
    const { reader, sandbox } = opened;
    const full = sandbox.data.jobs.at(-1)?.primary_rep?.name ?? '';
    const first = await reader.salesOrders.search(
      { date: always, rep: rep(full.split(' ')[1] ?? '') },
      { limit: 3 },
      call(),
    );
    expect(first.people).toEqual({ rep: full });
    const next = first.next ?? undefined;
    const rest = await reader.salesOrders.search(
      { date: always, rep: rep(full, true) },
      { limit: 1_000, from: next },
      call(),
    );
    const ids = [...first.rows, ...rest.rows].map(({ id }) => id).sort();
    expect(ids).toEqual(expectedSalesOrders(sandbox.data, { date: always, rep: full }, always.from).sort());
  });

  it('of one job need that job alone', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const job = sandbox.data.jobs.find(({ id }) => id === 32255);
    const name = job?.primary_rep?.name ?? '';
    const found = await reader.salesOrders.search({ jobId: 32255, rep: rep(name, true) }, everything, call());
    expect(found.rows.length).toBe(sandbox.data.salesOrders.filter(({ job_number }) => job_number === 32255).length);
    const none = await reader.salesOrders.search({ jobId: 32255, rep: rep('Nobody', true) }, everything, call());
    expect(none.rows).toEqual([]);
  });

  it('whose job was deleted have no rep', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    const order = sandbox.data.salesOrders.at(-1);
    const job = sandbox.data.jobs.findIndex(({ id }) => id === order?.job_number);
    const [gone] = sandbox.data.jobs.splice(job, 1);
    const name = gone?.primary_rep?.name ?? '';
    const found = await reader.salesOrders.search({ date: always, rep: rep(name, true) }, everything, call());
    expect(found.complete).toBe(true);
    expect(found.rows.map(({ id }) => id)).not.toContain(order?.id);
  });

  it('are cut where the time of the call does not suffice for their jobs, and go on from there', async () => {
    await using opened = await openAccount({ sandbox: { jobs: 80 } });
    const { reader, sandbox } = opened;
    sandbox.faults.add({
      kind: 'latency',
      ms: 60,
      match: { path: /\/orders\/jobs\/\d+$/ },
      times: Number.POSITIVE_INFINITY,
    });
    const name = sandbox.data.jobs.at(-1)?.primary_rep?.name ?? '';
    const query = { date: always, rep: rep(name, true) };
    const cut = await reader.salesOrders.search(query, everything, call(900));
    expect(cut.complete).toBe(false);
    expect(cut.notes.join()).toContain('time of this call was up');
    const rest = await reader.salesOrders.search(query, { limit: 1_000, from: cut.next ?? undefined }, call());
    const ids = [...cut.rows, ...rest.rows].map(({ id }) => id).sort();
    expect(ids).toEqual(expectedSalesOrders(sandbox.data, { date: always, rep: name }, always.from).sort());
    // Who is on the jobs that were not read cannot be told.
    const failure = await failureOf(
      reader.salesOrders.search({ date: always, rep: rep('zzz') }, everything, call(900)),
    );
    expect(failure).toMatchObject({ code: 'timeout', retryable: true });
  });
});
