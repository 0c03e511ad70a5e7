import { describe, expect, it } from 'vitest';
import type { FaultMatch, Shape } from '../../src/sandbox/faults.js';
import * as odd from '../../src/sandbox/odd-shapes.js';
import { idsOf } from './moving-list.js';
import { always, call, everything, failureOf, type Opened, openAccount, pagesAsked } from './open-account.js';

const onPage = (page: number): FaultMatch => ({ path: new RegExp(`[?&]page=${page}(&|$)`) });
const allJobs = { date: always };

/** Answers with another page than the one asked for. */
function pageInstead(other: (page: number) => number): Shape {
  return (_json, request, ask) => {
    const url = new URL(request.path, 'http://sandbox.invalid');
    url.searchParams.set('page', String(other(Number(url.searchParams.get('page')))));
    return ask(`${url.pathname}${url.search}`);
  };
}

/** All jobs as they are read without any fault, and then with this shape. */
async function both(opened: Opened, shape: Shape, match: FaultMatch = {}) {
  const plain = await opened.reader.jobs.search(allJobs, everything, call());
  expect(plain).toMatchObject({ complete: true, whole: true });
  expect(plain.rows.length).toBeGreaterThan(30);
  const asked = opened.sandbox.requests.length;
  opened.sandbox.faults.add({ kind: 'shape', shape, match, times: Number.POSITIVE_INFINITY });
  const reading = opened.reader.jobs.search(allJobs, everything, call());
  return { plain, reading, pages: () => pagesAsked(opened.sandbox).slice(asked) };
}

describe('shapes seen in the wild', () => {
  it.each<[string, Shape]>([
    ['total_results is missing', odd.totalMissing],
    ['total_results is negative', odd.totalNegative],
    ['total_results is null', odd.totalIs(null)],
    ['total_results is less than the rows of one page', odd.totalIs(3)],
    ['total_results is a text that is no number', odd.totalIs('many')],
    ['links is missing', odd.linksMissing],
    ['links.next is set on the last page', odd.nextOnLastPage],
    ['links.next repeats its own page for ever', odd.nextRepeats],
    ['links.next points to another host', odd.nextOtherHost],
    ['the list comes as a bare array', odd.bareArray],
    ['the list comes under another name', odd.otherName('results')],
    ['the list comes under a name in another spelling', odd.otherName('Jobs')],
    ['ids come as text', odd.idsAsText],
    ['dates come in another form', odd.otherDateForm],
    ['fields come that nobody has heard of', odd.unknownFields],
    ['the server pages by 7 although asked for 10', odd.serverCount(7)],
    ['the server pages by 25 although asked for 10', odd.serverCount(25)],
    ['every row comes twice', odd.doubledRows],
  ])('reads all jobs when %s', async (_words, shape) => {
    await using opened = await openAccount();
    const { plain, reading } = await both(opened, shape);
    const found = await reading;
    expect(idsOf(found)).toEqual(idsOf(plain));
    expect(found).toMatchObject({ complete: true, total: plain.total, notes: [] });
  });

  it('reads a total that comes as text without a page more', async () => {
    await using opened = await openAccount();
    const total = (await opened.reader.jobs.search(allJobs, everything, call())).rows.length;
    const { reading, pages } = await both(opened, odd.totalIs(String(total)));
    expect(await reading).toMatchObject({ complete: true, total });
    expect(pages()).toHaveLength(Math.ceil(total / 10));
  });

  it('follows no link: an endless or foreign one costs not one request', async () => {
    await using opened = await openAccount();
    const { plain, reading, pages } = await both(opened, odd.nextRepeats);
    await reading;
    expect([...pages()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: Math.ceil(plain.rows.length / 10) }, (_, i) => i + 1),
    );
  });

  it('reads a single object where an array belongs', async () => {
    await using opened = await openAccount();
    const { sandbox, reader } = opened;
    const [order] = sandbox.data.salesOrders;
    const jobId = order?.job_number ?? 0;
    sandbox.data.salesOrders = sandbox.data.salesOrders.filter(
      (other) => other.job_number !== jobId || other === order,
    );
    sandbox.faults.add({ kind: 'shape', shape: odd.objectForArray, times: Number.POSITIVE_INFINITY });
    const found = await reader.salesOrders.search({ jobId }, everything, call());
    expect(found).toMatchObject({ complete: true, total: 1, rows: [{ id: order?.id, jobNumber: jobId }] });
  });

  it('reads a list of one that is the record alone', async () => {
    await using opened = await openAccount();
    const { sandbox, reader } = opened;
    const [order] = sandbox.data.purchaseOrders;
    const alone: Shape = () => order;
    sandbox.faults.add({ kind: 'shape', shape: alone, times: Number.POSITIVE_INFINITY });
    const found = await reader.purchaseOrders.search({ jobId: order?.job_number ?? 0 }, everything, call());
    expect(found).toMatchObject({ complete: true, rows: [{ id: order?.id }] });
  });

  it.each(['client_groups', 'payment_terms', 'product_indices', 'suppliers'] as const)(
    'reads %s, which know no pages, and says that they are whole',
    async (kind) => {
      await using opened = await openAccount();
      const found = await opened.reader.reference({ kind }, everything, call());
      const { clientGroups, paymentTerms, productIndices, suppliers } = opened.sandbox.data;
      const kept = {
        client_groups: clientGroups,
        payment_terms: paymentTerms,
        product_indices: productIndices,
        suppliers,
      };
      expect(found.rows.map(({ name }) => name).sort()).toEqual(kept[kind].map(({ name }) => name).sort());
      expect(found).toMatchObject({ complete: true, whole: true, total: kept[kind].length, notes: [] });
      expect(opened.sandbox.requests.length).toBeLessThanOrEqual(3);
    },
  );

  it('does not take the first 25 of a longer bare list for all of it', async () => {
    await using opened = await openAccount();
    const { sandbox, reader } = opened;
    const [pattern] = sandbox.data.suppliers;
    if (pattern === undefined) throw new Error('the sandbox has suppliers');
    sandbox.data.suppliers = Array.from({ length: 60 }, (_, index) => ({
      ...pattern,
      id: index + 1,
      name: `Mill ${index + 1}`,
    }));
    const pagedBy25: Shape = (json, request) => {
      const page = Number(new URL(request.path, 'http://sandbox.invalid').searchParams.get('page'));
      return Array.isArray(json) ? json.slice((page - 1) * 25, page * 25) : json;
    };
    sandbox.faults.add({ kind: 'shape', shape: pagedBy25, times: Number.POSITIVE_INFINITY });
    const found = await reader.reference({ kind: 'suppliers' }, everything, call());
    expect(found).toMatchObject({ complete: true, total: 60 });
  });

  it('reads a bare list of just one page, which may be a whole list or the first page of one', async () => {
    await using opened = await openAccount();
    opened.sandbox.data.suppliers = opened.sandbox.data.suppliers.slice(0, 10);
    const found = await opened.reader.reference({ kind: 'suppliers' }, everything, call());
    expect(found).toMatchObject({ complete: true, total: 10 });
  });

  it('does not vouch for an envelope of just one page without a total whose pages are all the same', async () => {
    await using opened = await openAccount();
    const [pattern] = opened.sandbox.data.paymentTerms;
    if (pattern === undefined) throw new Error('the sandbox has payment terms');
    opened.sandbox.data.paymentTerms = Array.from({ length: 10 }, (_, index) => ({ ...pattern, id: index + 1 }));
    const found = await opened.reader.reference({ kind: 'payment_terms' }, everything, call());
    expect(found.complete).toBe(false);
    expect(found.rows).toHaveLength(10);
  });

  it('reads one record inside an envelope of its own', async () => {
    await using opened = await openAccount();
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.wrapped('job'), times: Number.POSITIVE_INFINITY });
    expect(await opened.reader.jobs.read(32255, call())).toMatchObject({ id: 32255 });
  });

  it('reads lines that come as one object, and lines that do not come at all', async () => {
    await using opened = await openAccount();
    const { sandbox, reader } = opened;
    const order = sandbox.data.salesOrders.find(({ line_items }) => line_items.length > 0);
    const jobId = order?.job_number ?? 0;
    sandbox.faults.add({ kind: 'shape', shape: odd.objectForLines });
    expect((await reader.salesOrders.read(jobId, order?.id ?? 0, call())).lineItems).toHaveLength(1);
    sandbox.faults.add({ kind: 'shape', shape: odd.linesMissing });
    expect((await reader.salesOrders.read(jobId, order?.id ?? 0, call())).lineItems).toBeNull();
  });

  it('keeps fields that nobody has heard of, and obeys none of their names', async () => {
    await using opened = await openAccount();
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.unknownFields, times: Number.POSITIVE_INFINITY });
    const job = await opened.reader.jobs.read(32255, call());
    expect(job.raw.brand_new_field).toEqual({ a: [1, 2] });
    expect('polluted' in {}).toBe(false);
  });
});

describe('lists that are not what they say', () => {
  it('goes on behind a page that is shorter than was asked for', async () => {
    await using opened = await openAccount();
    const { plain, reading, pages } = await both(opened, odd.shortPage(3), onPage(2));
    const found = await reading;
    expect(pages()).toContain(3);
    // Three rows never come, so that the total stays out of reach: that is said.
    expect(found.rows).toHaveLength(plain.rows.length - 3);
    expect(found.complete).toBe(false);
    expect(found.notes.join(' ')).toMatch(/rows may be missing/);
  });

  it('says that rows are missing when an empty page comes before the end', async () => {
    await using opened = await openAccount();
    const { reading } = await both(opened, odd.emptyPage, onPage(2));
    const found = await reading;
    expect(found).toMatchObject({ complete: false, next: null });
    expect(found.total).toBeGreaterThan(found.rows.length);
  });

  it('says that rows are missing when a total is too low or too high', async () => {
    await using opened = await openAccount();
    const tooHigh = await both(opened, odd.totalIs(1_000));
    expect(await tooHigh.reading).toMatchObject({ complete: false, rows: { length: tooHigh.plain.rows.length } });
    opened.sandbox.faults.clear();
    const tooLow = await both(opened, odd.totalIs(15));
    expect(await tooLow.reading).toMatchObject({ complete: false });
  });

  it('fails on a page 2 that is page 1 again while the total stands', async () => {
    await using opened = await openAccount();
    const { reading, pages } = await both(opened, odd.samePage);
    const failure = await failureOf(reading);
    expect(failure.code).toBe('upstream_invalid');
    expect(failure.message).toContain('GET /orders/jobs');
    expect(failure.fields).toEqual([{ field: 'page', message: expect.any(String) }]);
    expect(new Set(pages()).size).toBeLessThan(10);
  });

  it('notices pages that are all the same also where each part of an answer needs only one', async () => {
    await using opened = await openAccount();
    const { sandbox, reader } = opened;
    sandbox.faults.add({ kind: 'shape', shape: odd.samePage, times: Number.POSITIVE_INFINITY });
    const first = await reader.jobs.search(allJobs, { limit: 10 }, call());
    expect(first).toMatchObject({ complete: true, rows: { length: 10 } });
    const failure = await failureOf(reader.jobs.search(allJobs, { limit: 10, from: first.next ?? undefined }, call()));
    expect(failure.code).toBe('upstream_invalid');
  });

  it('ends with a list that goes in circles', async () => {
    await using opened = await openAccount();
    const { reading, pages } = await both(
      opened,
      pageInstead((page) => 2 - (page % 2)),
    );
    expect(await reading).toMatchObject({ complete: false, rows: { length: 20 } });
    expect(pages().length).toBeLessThan(40);
  });

  it('takes rows that move for a shift and not for the same page, and reads again', async () => {
    await using opened = await openAccount({ env: { SYNCORE_MAX_CONCURRENCY: '1', SYNCORE_PAGE_SIZE: '5' } });
    const { sandbox, reader } = opened;
    const [pattern] = sandbox.data.jobs;
    if (pattern === undefined) throw new Error('the sandbox has jobs');
    sandbox.faults.onRequest = (n) => {
      if (n !== 2) return;
      for (let added = 0; added < 5; added += 1)
        sandbox.data.jobs.push({ ...pattern, id: 90_000 + added, date: always.to });
    };
    const found = await reader.jobs.search(allJobs, everything, call());
    expect(found).toMatchObject({ complete: true, total: found.rows.length });
    expect(idsOf(found)).toEqual(expect.arrayContaining([90_000, 90_004]));
  });

  it('joins what two readings gave where each hid some rows of a list that stands', async () => {
    await using opened = await openAccount({ env: { SYNCORE_MAX_CONCURRENCY: '1' } });
    const { sandbox, reader } = opened;
    const plain = await reader.jobs.search(allJobs, everything, call());
    sandbox.faults.add(
      { kind: 'shape', shape: pageInstead(() => 3), match: onPage(2), times: 1 },
      { kind: 'shape', shape: pageInstead(() => 2), match: onPage(3), skip: 1, times: 1 },
    );
    const asked = sandbox.requests.length;
    const found = await reader.jobs.search(allJobs, everything, call());
    expect(found).toMatchObject({ complete: true, total: plain.rows.length });
    expect(idsOf(found)).toEqual(idsOf(plain));
    expect(
      pagesAsked(sandbox)
        .slice(asked)
        .filter((page) => page === 1),
    ).toHaveLength(2);
  });

  it('keeps rows out that Syncore was asked to leave out, and says so', async () => {
    await using opened = await openAccount();
    const status = { names: ['Closed'], not: false };
    const plain = await opened.reader.jobs.search({ ...allJobs, status }, everything, call());
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.ignoreFilter('status'), times: Number.POSITIVE_INFINITY });
    const found = await opened.reader.jobs.search({ ...allJobs, status }, everything, call());
    expect(idsOf(found)).toEqual(idsOf(plain));
    expect(found.notes).toEqual([expect.stringMatching(/^Left out: \d+ rows outside the filter/)]);
    expect(found.total).toBe(plain.rows.length);
  });

  it('keeps days out that were not asked for', async () => {
    await using opened = await openAccount();
    const date = { from: '2026-09-01', to: '2026-09-30' };
    const plain = await opened.reader.jobs.search({ date }, everything, call());
    opened.sandbox.faults.add({
      kind: 'shape',
      shape: odd.ignoreFilter('date_from', 'date_to'),
      times: Number.POSITIVE_INFINITY,
    });
    const found = await opened.reader.jobs.search({ date }, everything, call());
    expect(plain.rows).not.toEqual([]);
    expect(idsOf(found)).toEqual(idsOf(plain));
    expect(found.notes).not.toEqual([]);
  });

  it("never passes another job's order for one of this job", async () => {
    await using opened = await openAccount();
    const { sandbox, reader } = opened;
    const ofAllJobs: Shape = (_json, request, ask) => {
      const { search } = new URL(request.path, 'http://sandbox.invalid');
      return ask(`/v2/orders/jobs/salesorders${search}&date_from=2025-12-01`);
    };
    const jobId = sandbox.data.salesOrders.find(({ date }) => date > '2026-01-01')?.job_number ?? 0;
    sandbox.faults.add({ kind: 'shape', shape: ofAllJobs, times: Number.POSITIVE_INFINITY });
    const { rows, notes } = await reader.salesOrders.search({ jobId }, everything, call());
    expect([...new Set(rows.map(({ jobNumber }) => jobNumber))]).toEqual([jobId]);
    expect(notes).toEqual([expect.stringMatching(/outside the filter/)]);
  });

  it('never passes another record for the one that was asked for', async () => {
    await using opened = await openAccount();
    opened.sandbox.faults.add({ kind: 'shape', shape: odd.fieldIs('id', 4711), times: Number.POSITIVE_INFINITY });
    const failure = await failureOf(opened.reader.jobs.read(32255, call()));
    expect(failure).toMatchObject({ code: 'upstream_invalid', fields: [{ field: 'id' }] });
  });

  it.each<[string, Shape, string]>([
    ['rows are null', odd.rowsNull, 'jobs[0]'],
    ['fields have types that nobody expects', odd.wrongTypes, 'jobs[0].'],
    ['an id is missing', odd.missing('id'), 'jobs[0].id'],
    ['the list is a text', () => ({ jobs: 'none', total_results: 3 }), 'jobs'],
    ['the list is null and nothing counts it', () => ({ jobs: null }), 'jobs'],
    ['the answer is empty', () => ({}), 'jobs'],
    ['the answer is null', () => null, 'jobs'],
    ['the answer is a number', () => 5, 'jobs'],
    ['the answer tells of errors under status 200', () => ({ message: 'no', errors: [] }), 'jobs'],
    ['the answer holds two lists, neither of them known', () => ({ a: [], b: [] }), 'jobs'],
  ])('fails and names the field when %s', async (_words, shape, field) => {
    await using opened = await openAccount();
    opened.sandbox.faults.add({ kind: 'shape', shape, times: Number.POSITIVE_INFINITY });
    const failure = await failureOf(opened.reader.jobs.search(allJobs, { limit: 20 }, call()));
    expect(failure).toMatchObject({ code: 'upstream_invalid', written: 'no' });
    expect(failure.message).toContain('GET /orders/jobs');
    expect(failure.fields?.[0]?.field).toContain(field);
  });

  it('fails where a filter rests on a field that no record has any more, and not where there is no record', async () => {
    await using opened = await openAccount();
    const { reader, sandbox } = opened;
    sandbox.faults.add({
      kind: 'shape',
      shape: odd.missing('customer_service_rep_name'),
      times: Number.POSITIVE_INFINITY,
    });
    const csr = { name: 'Dana', known: true, roles: ['csr' as const] };
    const failure = await failureOf(reader.jobs.search({ ...allJobs, csr }, everything, call()));
    expect(failure).toMatchObject({ code: 'upstream_invalid', fields: [{ field: 'customer_service_rep_name' }] });
    sandbox.data.jobs = [];
    expect(await reader.jobs.search({ ...allJobs, csr }, everything, call())).toMatchObject({
      rows: [],
      complete: true,
    });
  });

  it('takes no list for an empty one where Syncore counts none', async () => {
    await using opened = await openAccount();
    opened.sandbox.faults.add({ kind: 'shape', shape: () => ({ jobs: null, total_results: 0 }) });
    expect(await opened.reader.jobs.search(allJobs, { limit: 20 }, call())).toMatchObject({ complete: true, rows: [] });
    opened.sandbox.faults.add({ kind: 'shape', shape: () => ({ jobs: null, total_results: 9 }), times: 9 });
    expect(await opened.reader.jobs.search(allJobs, { limit: 20 }, call())).toMatchObject({
      complete: false,
      rows: [],
    });
  });
});
