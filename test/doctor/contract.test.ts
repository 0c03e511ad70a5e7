import { describe, expect, it } from 'vitest';
import type { Shape } from '../../src/sandbox/faults.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { always, assumption, type Outcome, practice, run, section } from './practice.js';

async function shaped(path: string | RegExp, shape: Shape): Promise<Outcome> {
  await using here = await practice();
  here.sandbox.faults.add(always(path, { kind: 'shape', shape }));
  return await here.doctor(['--contract']);
}

const ENDPOINTS = [
  '/orders/jobs',
  '/orders/jobs/salesorders',
  '/orders/jobs/purchaseorders',
  '/crm/contacts',
  '/crm/client-groups',
  '/crm/payment-terms',
  '/orders/product-indices',
  '/orders/suppliers',
  '/orders/jobs/{job_id}',
  '/orders/jobs/{job_id}/salesorders/{salesorder_id}',
  '/orders/jobs/{job_id}/purchaseorders/{purchaseorder_id}',
  '/crm/contacts/{contact_id}',
  '/orders/jobs/{job_id}/salesorders',
  '/orders/jobs/{job_id}/purchaseorders',
];

describe('doctor --contract, against a Syncore as expected', () => {
  it('finds every endpoint and every assumption that reading can judge as expected', async () => {
    await using here = await practice();
    const found = await here.doctor(['--contract']);
    expect(found).toMatchObject({ code: 0, err: '' });
    for (const endpoint of ENDPOINTS) expect(section(found, endpoint)).toMatch(/^ok /);
    expect(found.out).not.toMatch(/^(warn|fail|NOT) /m);
    const unknown = found.out.split('\n').filter((line) => line.startsWith('? '));
    expect(unknown.every((line) => line.includes('reading cannot tell'))).toBe(true);
    expect(found.out).toMatch(/14 endpoints, 14 as expected/);
  });

  it('reads and never writes, and asks little', async () => {
    await using here = await practice();
    await here.doctor(['--contract']);
    expect(here.asked().filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(here.asked().length).toBeLessThan(40);
  });

  it('fits a terminal of 80 columns', async () => {
    const { out } = await run(['doctor', '--contract', '--sandbox']);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('gives machines all of it in one JSON object', async () => {
    const { code, out } = await run(['doctor', '--contract', '--sandbox', '--json']);
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report.ok).toBe(true);
    expect(report.steps.at(-1)).toMatchObject({ step: 'contract', status: 'ok' });
    expect(report.contract.endpoints).toHaveLength(ENDPOINTS.length);
    expect(report.contract.assumptions).toContainEqual({
      assumption: 'contacts come under `contacts`',
      verdict: 'held',
    });
  });

  it('says what it could not ask in an empty account', async () => {
    await using here = await practice();
    const { data } = here.sandbox;
    for (const list of [data.jobs, data.salesOrders, data.purchaseOrders, data.contacts]) list.length = 0;
    const found = await here.doctor(['--contract']);
    expect(found.code).toBe(0);
    expect(section(found, '/orders/jobs')).toMatch(/^ok .*their fields could not be judged/);
    expect(section(found, '/crm/contacts/{contact_id}')).toMatch(/^warn .*not asked: no record was found/);
    expect(section(found, '/orders/jobs/{job_id}/salesorders')).toMatch(/^warn .*not asked/);
    expect(assumption(found, 'job_class is')).toMatch(/^\? .*no value was seen/);
    expect(assumption(found, 'found by date')).toMatch(/^\? .*nothing of that age/);
  });

  it('looks further back in an account that was quiet lately', async () => {
    await using here = await practice();
    const { data } = here.sandbox;
    const old = new Date(Date.now() - 120 * 86_400_000).toISOString().slice(0, 10);
    data.jobs.splice(0, data.jobs.length, ...data.jobs.filter((job) => job.date < old));
    const found = await here.doctor(['--contract']);
    expect(section(found, '/orders/jobs')).toMatch(/^ok .*200, 10 records/);
  });
});

describe('doctor --contract, where fields differ', () => {
  it('names a field that is missing', async () => {
    const found = await shaped('/orders/jobs', odd.missing('priority', 'client'));
    expect(found.code).toBe(0);
    expect(section(found, '/orders/jobs')).toMatch(/^warn .*missing: priority, client$/);
    expect(section(found, '/orders/jobs/salesorders')).toMatch(/^ok /);
  });

  it('names a field that is missing inside, and in how many', async () => {
    await using here = await practice();
    for (const order of here.sandbox.data.salesOrders) Reflect.deleteProperty(order.ship_to, 'zip');
    const found = await here.doctor(['--contract']);
    expect(section(found, '/orders/jobs/salesorders')).toMatch(/^warn .*missing: ship_to\.zip$/);
  });

  it('names a new field with its type', async () => {
    const found = await shaped('/crm/contacts', odd.unknownFields);
    expect(found.code).toBe(0);
    expect(section(found, '/crm/contacts')).toMatch(/^warn .*new: brand_new_field \(object\), __proto__ \(object\)$/);
  });

  it('names a type that differs, and lives with one that the client can read', async () => {
    const found = await shaped('/orders/jobs/salesorders', odd.numbersAsText);
    expect(found.code).toBe(0);
    expect(section(found, '/orders/jobs/salesorders')).toMatch(
      /^warn .*type: string in place of number: sub_total_value, tax_value, total_value/,
    );
  });

  it('fails where the client cannot read the type', async () => {
    const found = await shaped('/orders/jobs/salesorders', odd.fieldIs('total_value', { amount: 1 }));
    expect(found.code).toBe(1);
    expect(section(found, '/orders/jobs/salesorders')).toMatch(
      /^fail .*the client cannot read it: salesorders\[0\]\.total_value.*type: object in place of number: total_value/,
    );
  });

  it('counts classes and statuses that nobody knew, and does not show them', async () => {
    await using here = await practice();
    for (const job of here.sandbox.data.jobs) Object.assign(job, { job_class: 'Wholesale', status: 'Parked' });
    const found = await here.doctor(['--contract']);
    expect(found.code).toBe(0);
    expect(assumption(found, 'job_class is')).toMatch(/^NOT .*11 of 11 are others/);
    expect(assumption(found, 'the status of a job')).toMatch(/^NOT .*11 of 11/);
    expect(found.out).not.toMatch(/Wholesale|Parked/);
  });

  it('tells a purchase order search without in-hand dates', async () => {
    const found = await shaped('/orders/jobs/purchaseorders', odd.missing('in_hand_date'));
    expect(assumption(found, 'in_hand_date')).toMatch(/^NOT .*missing in 10 of 10/);
  });

  it('counts dates of another form, and names their field', async () => {
    const found = await shaped('/crm/contacts', odd.fieldIs('created_date', '11/02/2026'));
    expect(found.code).toBe(1);
    expect(assumption(found, 'dates have')).toMatch(/^NOT .*10 others, in created_date/);
  });
});

describe('doctor --contract, where envelopes differ', () => {
  const shapes: [string, Shape, RegExp][] = [
    ['a bare array', odd.bareArray, /^warn .*a bare array, without an envelope/],
    ['another name', odd.otherName('results'), /^warn .*the rows stand under results, not under jobs/],
    ['no total', odd.totalMissing, /^warn .*total_results is missing/],
    ['a negative total', odd.totalNegative, /^warn .*total_results is negative/],
    ['a total as text', odd.totalIs('many'), /^warn .*total_results is a string/],
    ['no links', odd.linksMissing, /^warn .*links is missing/],
    ['a link to another host', odd.nextOtherHost, /^warn .*links\.next points to another host/],
    ['one object for the rows', odd.objectForArray, /^warn .*one object where an array belongs/],
    ['a short page', odd.shortPage(3), /^warn .*a short page: 7 rows for count=10/],
    ['a count of its own', odd.serverCount(25), /^warn .*count is not honoured: 25 rows for count=10/],
    ['the same page again', odd.samePage, /^warn .*page 2 is page 1 again/],
    ['rows that are null', odd.rowsNull, /^fail .*the client cannot read it: jobs\[0\]/],
    ['no list at all', () => ({ ready: true }), /^fail .*no list, neither under jobs/],
    ['a bare text', () => 'hello', /^fail .*the answer is a string, no list/],
    ['null', () => null, /^fail .*the answer is null, no list/],
  ];
  it.each(shapes)('tells %s', async (_, shape, words) => {
    const found = await shaped('/orders/jobs', shape);
    expect(section(found, '/orders/jobs')).toMatch(words);
    expect(section(found, '/crm/contacts')).toMatch(/^ok /);
    expect(found.code).toBe(words.source.startsWith('^fail') ? 1 : 0);
  });

  it('judges what was assumed of contacts, single records and the lists of a job', async () => {
    await using here = await practice();
    const { faults } = here.sandbox;
    faults.add(always('/crm/contacts', { kind: 'shape', shape: odd.otherName('people') }));
    faults.add(always(/\/crm\/contacts\/\d+/, { kind: 'shape', shape: odd.wrapped('contact') }));
    faults.add(always(/\/orders\/jobs\/\d+\/salesorders\?/, { kind: 'shape', shape: odd.bareArray }));
    const found = await here.doctor(['--contract']);
    expect(found.code).toBe(0);
    expect(assumption(found, 'contacts come under')).toMatch(/^NOT .*under people/);
    expect(assumption(found, 'single records come bare')).toMatch(
      /^NOT .*GET \/crm\/contacts\/\{contact_id\}: wrapped under contact/,
    );
    expect(assumption(found, 'the sales orders of a job page')).toMatch(/^NOT .*bare array/);
    expect(assumption(found, 'the purchase orders of a job page')).toMatch(/^held/);
  });

  it('tells a service that gives what is older than 13 months', async () => {
    await using here = await practice();
    const { faults, data } = here.sandbox;
    const [job] = data.jobs.filter(({ date }) => date < new Date(Date.now() - 420 * 86_400_000).toISOString());
    const shape: Shape = (json, request) =>
      request.path.includes('date_to') && request.path.includes('count=1') ? { jobs: [job], total_results: 1 } : json;
    faults.add({ ...always('/orders/jobs', { kind: 'shape', shape }) });
    const found = await here.doctor(['--contract']);
    expect(assumption(found, 'found by date')).toMatch(/^NOT .*older records are given/);
    expect(assumption(found, 'found by invoice_date')).toMatch(/^held/);
  });

  it('tells an error body of another shape', async () => {
    await using here = await practice();
    const body = { type: 'about:blank', title: 'Bad Request', detail: 'no' };
    here.sandbox.faults.add(always(/\/orders\/jobs\?page=1&count=1$/, { kind: 'status', status: 400, body }));
    const found = await here.doctor(['--contract']);
    expect(assumption(found, 'an error body')).toMatch(/^NOT .*RFC 9457/);
  });
});
