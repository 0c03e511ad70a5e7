import { describe, expect, it } from 'vitest';
import { failureOf } from '../client/open-account.js';
import { openHeld, openSet, pick, remove } from './open-set.js';

describe('the changes of a client, or of a rep', () => {
  it('are the changes of its orders, purchase orders and jobs, also of those that are gone', async () => {
    await using opened = await openHeld();
    const { data, changes, since } = opened;
    const job = data.jobs.find(
      ({ id, date }) =>
        date >= '2026-03-01' &&
        data.salesOrders.some(({ job_number }) => job_number === id) &&
        data.purchaseOrders.filter(({ job_number }) => job_number === id).length > 1,
    );
    if (job === undefined) throw new Error('No such job.');
    const sold = data.salesOrders.find(({ job_number }) => job_number === job.id);
    const bought = data.purchaseOrders.filter(({ job_number }) => job_number === job.id);
    const other = data.salesOrders.find(({ client }) => client.business_name !== job.client.business_name);
    for (const order of [sold, other, bought[0]]) {
      Object.assign(order ?? {}, { status: 'Changed', last_modified_date: opened.stamp() });
    }
    const gone = bought[1];
    remove(data.purchaseOrders, gone?.id ?? 0);
    const mine = [sold?.id, bought[0]?.id, gone?.id].sort();
    const client = { ids: new Set([job.client.id]), name: null, whole: true };
    expect((await changes({ since, client })).changes.map(({ id }) => id).sort()).toEqual(mine);
    const name = job.primary_rep?.name ?? '';
    const rep = { name, known: false, roles: ['rep' as const] };
    const ofRep = await changes({ since, rep });
    expect(ofRep.rep).toBe(name);
    expect(ofRep.changes.map(({ id }) => id).sort()).toEqual(expect.arrayContaining(mine));
    const all = (await changes({ since })).changes;
    const theirs = all.filter(({ jobId }) => {
      const there = data.jobs.find(({ id }) => id === jobId);
      return [there?.primary_rep?.name, there?.secondary_rep?.name].includes(name);
    });
    expect(ofRep.changes.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id));
    const nobody = await failureOf(changes({ since, rep: { ...rep, name: 'Xyzzy' } }));
    expect(nobody).toMatchObject({ code: 'invalid_input', fields: [{ field: 'rep' }] });
  });

  it('are the changes of orders that were deleted with their job', async () => {
    await using opened = await openHeld();
    const { data, changes, since } = opened;
    const job = [...data.jobs]
      .reverse()
      .find(({ id }) => data.salesOrders.some((order) => order.job_number === id && order.date >= '2026-03-01'));
    if (job === undefined) throw new Error('No such job.');
    const isOfJob = ({ job_number }: { job_number: number }) => job_number === job.id;
    const gone = [job, ...data.salesOrders.filter(isOfJob), ...data.purchaseOrders.filter(isOfJob)].map(({ id }) => id);
    remove(data.jobs, job.id);
    for (const orders of [data.salesOrders, data.purchaseOrders]) {
      for (const order of [...orders].filter(isOfJob)) remove(orders, order.id);
    }
    const ids = (found: Awaited<ReturnType<typeof changes>>) => found.changes.map(({ id }) => id).sort();
    expect(gone.length).toBeGreaterThan(1);
    expect(ids(await changes({ since }))).toEqual([...gone].sort());
    const rep = { name: job.primary_rep?.name ?? '', known: false, roles: ['rep' as const] };
    expect(ids(await changes({ since, rep }))).toEqual([...gone].sort());
    const client = { ids: new Set([job.client.id]), name: null, whole: true };
    expect(await changes({ since, client })).toMatchObject({ complete: true });
    expect(ids(await changes({ since, client }))).toEqual([...gone].sort());
  });

  it('says how many changes nobody can tell the job of', async () => {
    await using opened = await openHeld();
    const { data, changes, since } = opened;
    const [mine, orphan] = [pick(data.salesOrders, 0.9), pick(data.purchaseOrders, 0.9)];
    Object.assign(mine, { description: 'Other', last_modified_date: opened.stamp() });
    Object.assign(orphan, { status: 'Other', last_modified_date: opened.stamp(), job_number: 99_999 });
    const job = data.jobs.find(({ id }) => id === mine.job_number);
    const rep = { name: job?.primary_rep?.name ?? '', known: true, roles: ['rep' as const] };
    const found = await changes({ since, rep, kinds: ['sales_orders', 'purchase_orders'] });
    expect(found).toMatchObject({ changes: [{ id: mine.id }], complete: false });
    expect(found.notes.join()).toContain('Whose job is not known, so that they may be among these as well: 1 changes');
  });

  it('are of nobody, and not all, as long as not all jobs tell whose name a part of one is', async () => {
    await using opened = await openSet({ sandbox: { jobs: 80, latencyMs: 20 } });
    const { data, changes } = opened;
    const [first, second] = data.jobs.filter(({ date }) => date >= '2026-03-01');
    Object.assign(first ?? {}, { primary_rep: { name: 'Kim Lee' } });
    Object.assign(second ?? {}, { primary_rep: { name: 'Kim Park' } });
    const name = { known: false, roles: ['rep' as const] };
    const since = '2026-11-22T12:00:00';
    for (const rep of ['Kim', 'Kim Park'].map((asked) => ({ ...name, name: asked }))) {
      const found = await changes({ since, rep, kinds: ['sales_orders'] });
      expect(found).toMatchObject({ changes: [], complete: false });
      expect(found.notes.join()).toContain('Not all jobs are held yet, and no one of this full name');
    }
    await opened.ask();
    const several = failureOf(changes({ since, rep: { ...name, name: 'Kim' }, kinds: ['sales_orders'] }));
    expect(await several).toMatchObject({
      code: 'invalid_input',
      fields: [{ message: expect.stringContaining('several') }],
    });
    const none = await changes({ since, rep: { ...name, name: 'Kim Park' }, kinds: ['sales_orders'] });
    expect(none).toMatchObject({ changes: [], rep: 'Kim Park' });
  });

  it('are found before anything is held, by jobs that are read for it', async () => {
    await using opened = await openSet({ sandbox: { jobs: 80 } });
    const { data, changes } = opened;
    const since = '2026-11-20T12:00:00';
    const name = data.jobs.at(-1)?.primary_rep?.name ?? '';
    const rep = { name, known: true, roles: ['rep' as const] };
    const found = await changes({ since, rep, kinds: ['sales_orders'] });
    const wanted = data.salesOrders.filter(({ last_modified_date: at, job_number }) => {
      const job = data.jobs.find(({ id }) => id === job_number);
      return at.replace(' ', 'T') >= since && [job?.primary_rep?.name, job?.secondary_rep?.name].includes(name);
    });
    expect(found.changes.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
  });
});
