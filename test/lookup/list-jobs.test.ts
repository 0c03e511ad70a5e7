import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../src/sandbox/data/types.js';
import { missing } from '../../src/sandbox/odd-shapes.js';
import { daysAgo, firstDayOfWindow, today } from '../support/days.js';
import { total } from '../support/exact.js';
import { jobRow, newestFirst, type Row } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantJob, plantSalesOrder } from '../support/plants.js';
import { expectWhole } from '../support/whole.js';

let desk: Lookup;

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 240 } });
  plantJob(desk.data, { date: `${daysAgo(12)}T23:59:30`, description: 'Late-evening zebra mugs' });
  plantJob(desk.data, { estimated_delivery_date: null, store: null, secondary_rep: null, primary_rep: null });
  plantJob(desk.data, { status: 'Submitted', job_class: 'Dropship', customer_service_rep_name: null });
  plantJob(desk.data, { status: 'Closed', job_class: 'Store' });
  plantJob(desk.data, { status: 'Pending' });
});

afterAll(() => desk[Symbol.asyncDispose]());

const rowsOf = (fits: (job: Job) => boolean): Row[] =>
  newestFirst(desk.data.jobs.filter(fits)).map((job) => ({
    ...jobRow(desk.data, job),
    date: job.date.slice(0, 10),
  }));

/** Jobs of the last 40 days, which fit one answer. */
const recent = { date_from: daysAgo(40), date_to: today() };
const isRecent = (job: Job) => job.date.slice(0, 10) >= recent.date_from;

const expectJobs = (args: Row, fits: (job: Job) => boolean) => expectWhole(desk, 'list_jobs', args, rowsOf(fits));

describe('list_jobs', () => {
  it('gives the jobs of a period, both days included, newest first, with every field and the money added up', async () => {
    const args = { date_from: daysAgo(33), date_to: daysAgo(12) };
    const wanted = rowsOf(({ date }) => date.slice(0, 10) >= args.date_from && date.slice(0, 10) <= args.date_to);
    const part = await expectWhole(desk, 'list_jobs', args, wanted);
    expect(part.items.map(({ description }) => description)).toContain('Late-evening zebra mugs');
    expect(part.totals).toEqual({ sales_total_value: total(wanted.map((row) => Number(row.sales_total_value))) });
    expect(part.url_template).toBe('https://www.ateasesystems.net/Job/Details/{job_id}');
    expect(part.notes).toEqual([`Jobs dated ${args.date_from} to ${args.date_to}.`]);
  });

  it('says null for what a job does not have, and adds up the totals of its orders', async () => {
    const bare = plantJob(desk.data, { date: daysAgo(41), primary_rep: null, customer_service_rep_name: null });
    const two = plantJob(desk.data, { date: daysAgo(41) });
    plantSalesOrder(desk.data, { job_number: two.id, total_value: 0.1 });
    plantSalesOrder(desk.data, { job_number: two.id, total_value: 0.2 });
    const { items } = await desk.list('list_jobs', { date_from: daysAgo(41), date_to: daysAgo(41) });
    const row = (id: number) => items.find((item) => item.job_id === id);
    expect(row(bare.id)).toMatchObject({ primary_rep: null, customer_service_rep: null, sales_total_value: 0 });
    expect(row(two.id)).toMatchObject({ sales_total_value: 0.3 });
  });

  it('says null, and not a part of it, where Syncore did not give the totals of all orders', async () => {
    const job = plantJob(desk.data, { date: daysAgo(42) });
    plantSalesOrder(desk.data, { job_number: job.id, total_value: 100 });
    plantSalesOrder(desk.data, { job_number: job.id, total_value: 77.77 });
    for (const [given, instead] of [
      ['"sales_orders"', '"sales_orders_not_given"'],
      ['"total_value":77.77', '"total_value":null'],
    ] as const) {
      desk.sandbox.faults.add({
        kind: 'shape',
        match: { path: '/orders/jobs' },
        shape: (json) => JSON.parse(JSON.stringify(json).replaceAll(given, instead)),
      });
      const part = await desk.list('list_jobs', { date_from: daysAgo(42), date_to: daysAgo(42) });
      expect(part.items).toContainEqual(expect.objectContaining({ job_id: job.id, sales_total_value: null }));
      expect(part.notes.join(' ')).toContain('have no sales_total_value');
    }
  });

  it('filters by the days of the estimated delivery', async () => {
    const args = { ...recent, delivery_from: daysAgo(15), delivery_to: daysAgo(-30) };
    await expectJobs(args, (job) => {
      const due = job.estimated_delivery_date;
      return isRecent(job) && due !== null && due >= args.delivery_from && due <= args.delivery_to;
    });
    await expectJobs({ ...recent, delivery_from: daysAgo(-10) }, (job) => {
      return isRecent(job) && job.estimated_delivery_date !== null && job.estimated_delivery_date >= daysAgo(-10);
    });
  });

  it('filters by status: one, several with commas, any letter case', async () => {
    await expectJobs({ ...recent, status: 'WIP' }, (job) => isRecent(job) && job.status === 'WIP');
    await expectJobs({ ...recent, status: 'closed' }, (job) => isRecent(job) && job.status === 'Closed');
    const both = ['Pending', 'Submitted'];
    await expectJobs(
      { ...recent, status: ' pending ,SUBMITTED,' },
      (job) => isRecent(job) && both.includes(job.status),
    );
  });

  it('takes Open for every status but Closed, and says so', async () => {
    const open = await expectJobs({ ...recent, status: 'open' }, (job) => isRecent(job) && job.status !== 'Closed');
    expect(open.notes.join(' ')).toMatch(/Open.*every status but Closed/);
    await expectJobs({ ...recent, status: 'Open, Closed' }, isRecent);
  });

  it('refuses a misspelt status with the nearest one', async () => {
    const refused = await desk.refused('list_jobs', { status: 'Clsed' });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'status', nearest: 'Closed' }] });
  });

  it('finds a status that nobody had met, and refuses one that is on no job', async () => {
    plantJob(desk.data, { status: 'Quarantined' });
    await expectJobs({ status: 'quarantined' }, (job) => job.status === 'Quarantined');
    const refused = await desk.refused('list_jobs', { status: 'Reopened' });
    expect(refused).toMatchObject({ code: 'invalid_input', fields: [{ field: 'status' }] });
    expect(refused.message).toMatch(/WIP.*Pending.*Submitted.*Closed/);
  });

  it.each(['program', 'store', 'dropship'])('filters by class: %s', async (name) => {
    await expectJobs({ ...recent, class: name }, (job) => isRecent(job) && job.job_class.toLowerCase() === name);
  });

  it.each(['Zebra MUGS', 'acme', 'dana whitf', '32255', '#32255', '225'])('finds text: %s', async (text) => {
    const wanted = text.toLowerCase().replace('#', '');
    await expectJobs({ ...recent, text }, (job) => {
      const places = [job.description, job.client.business_name, job.client.name, String(job.id)];
      return isRecent(job) && places.some((place) => place?.toLowerCase().includes(wanted));
    });
  });

  it.each([
    ['class', 'store', 'job_class'],
    ['client', 4101, 'client'],
    ['rep', 'Priya Raman', 'primary_rep'],
    ['delivery_from', daysAgo(30), 'estimated_delivery_date'],
  ])(
    'says that it cannot filter by %s where Syncore gives it nowhere, and never nothing',
    async (filter, value, field) => {
      desk.sandbox.faults.add({ kind: 'shape', times: Number.POSITIVE_INFINITY, shape: missing(field) });
      const refused = await desk.refused('list_jobs', { ...recent, [filter]: value });
      desk.sandbox.faults.clear();
      expect(refused).toMatchObject({ code: 'upstream_invalid', fields: [{ field }] });
    },
  );

  it('keeps to all filters at once', async () => {
    const args = { ...recent, status: 'open', class: 'program', text: 'acme', delivery_to: daysAgo(-60) };
    await expectJobs(args, (job) => {
      const due = job.estimated_delivery_date;
      const fits = job.status !== 'Closed' && job.job_class === 'Program' && due !== null && due <= daysAgo(-60);
      const places = [job.description, job.client.business_name];
      return isRecent(job) && fits && places.some((place) => place?.toLowerCase().includes('acme'));
    });
  });
});

describe('list_jobs, overdue', () => {
  const isOverdue = (job: Job) =>
    job.status !== 'Closed' &&
    job.completed_date === null &&
    job.estimated_delivery_date !== null &&
    job.estimated_delivery_date < today();

  it('reads all 13 months for jobs past their delivery that are neither closed nor completed', async () => {
    const old = { date: daysAgo(330), completed_date: null, estimated_delivery_date: daysAgo(300), status: 'WIP' };
    const late = plantJob(desk.data, old);
    plantJob(desk.data, { ...old, status: 'Closed' });
    plantJob(desk.data, { ...old, completed_date: daysAgo(299) });
    plantJob(desk.data, { ...old, estimated_delivery_date: today() });
    const yesterday = plantJob(desk.data, { ...old, estimated_delivery_date: daysAgo(1) });
    plantJob(desk.data, { ...old, date: daysAgo(430) });
    const inWindow = (job: Job) => isOverdue(job) && job.date.slice(0, 10) >= firstDayOfWindow();
    const part = await expectJobs({ overdue: true }, inWindow);
    expect(part.items.map(({ job_id }) => job_id)).toEqual(expect.arrayContaining([late.id, yesterday.id]));
    expect(part.notes.join(' ')).toContain(firstDayOfWindow());
  });

  it('keeps to the dates where they are given', async () => {
    plantJob(desk.data, { completed_date: null, estimated_delivery_date: daysAgo(2), status: 'Pending' });
    await expectJobs({ ...recent, overdue: true }, (job) => isRecent(job) && isOverdue(job));
  });

  it('means nothing where it is false', async () => {
    await expectJobs({ ...recent, overdue: false }, isRecent);
  });
});
