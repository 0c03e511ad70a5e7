import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Found, Part, Reader } from '../../src/client/reader.js';
import { Failure } from '../../src/failure.js';
import type { SandboxData } from '../../src/sandbox/handler.js';
import { call, failureOf, today } from '../client/open-account.js';
import {
  expectedContacts,
  expectedJobs,
  expectedPurchaseOrders,
  expectedSalesOrders,
  type Span,
} from '../support/expected-lists.js';

/** A reader over an account that the test holds. */
export type ReaderBench = {
  reader: Reader;
  data: SandboxData;
  /** Called when the suite is through. */
  close(): Promise<void>;
};

const OLDEST = '2025-10-23';
const RUNS = 30;
const PART = 6;
const everything: Part = { limit: Number.POSITIVE_INFINITY };
const known = (name: string) => ({ name, known: false, roles: ['rep' as const] });

/** Asked in a third of all cases: what is asked by everything at once is seldom anything. */
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.integer({ min: 0, max: 2 }).chain((dice) => (dice === 0 ? value : fc.constant(undefined)));
/** A period around a day, within the 13 months; some are single days, and some miss it. */
function around(date: string | null): fc.Arbitrary<Span> {
  const day = (days: number) =>
    new Date(Date.parse((date ?? today).slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10);
  const clip = (text: string) => (text < OLDEST ? OLDEST : text > today ? today : text);
  return fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -3, max: 200 }))
    .map(([before, after]) => ({ from: clip(day(-before)), to: clip(day(Math.max(after, -before))) }));
}
const statuses = (own: string, names: readonly string[]) =>
  fc.oneof(
    fc.constant(own).map((name) => ({ names: [name], not: false })),
    fc.subarray([...names], { minLength: 1 }).map((some) => ({ names: some, not: false })),
    fc.constantFrom(...names).map((name) => ({ names: [name], not: true })),
  );
const wordOf = (text: string | null | undefined) =>
  fc
    .constantFrom(...(text ?? 'polo').split(/\s+/).filter((word) => /^[A-Za-z]{3,}$/.test(word)), 'a')
    .map((word) => word.toUpperCase());
const recordOf = <T extends { date: string }>(records: readonly T[]) =>
  fc.constantFrom(...records.filter(({ date }) => date.slice(0, 10) >= OLDEST));

/** Without what was not asked: the two are the same to a reader, and to the rules of the test. */
function given<T extends object>(ask: T): Required<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  return JSON.parse(JSON.stringify(ask));
}

/** What every reader promises of lists that Syncore alone cannot filter, wherever its records come from. */
export function readerContract(name: string, open: (seed: number) => Promise<ReaderBench>): void {
  describe(`a reader ${name}`, () => {
    let bench: ReaderBench;
    /** How many questions had an answer: of those that nothing fits little can be learned. */
    let met = 0;
    const enough = () => {
      expect(met).toBeGreaterThan(RUNS / 6);
      met = 0;
    };
    beforeAll(async () => {
      bench = await open(7);
    });
    afterAll(() => bench.close());

    /** The whole answer, and the same in parts of three: no row missing, none twice, each part as long as asked. */
    async function expectAll<R extends { id: number }>(
      search: (part: Part) => Promise<Found<R>>,
      wanted: number[],
    ): Promise<void> {
      if (wanted.length > 0) met += 1;
      const whole = await search(everything);
      expect(whole.rows.map(({ id }) => id)).toEqual(wanted);
      expect(whole).toMatchObject({ total: wanted.length, whole: true, complete: true, next: null });
      const rows: number[] = [];
      let part: Part = { limit: PART };
      for (;;) {
        const found = await search(part);
        expect(found.complete).toBe(true);
        rows.push(...found.rows.map(({ id }) => id));
        if (found.next === null) break;
        expect(found.rows).toHaveLength(PART);
        expect(found.whole).toBe(false);
        part = { limit: PART, from: found.next };
      }
      expect([...rows].sort((a, b) => a - b)).toEqual([...wanted].sort((a, b) => a - b));
    }

    it('keeps jobs by every filter', async () => {
      const { reader, data } = bench;
      const ask = recordOf(data.jobs).chain((job) =>
        fc.record({
          date: around(job.date),
          status: maybe(statuses(job.status, ['WIP', 'Pending', 'Submitted', 'Closed'])),
          jobClass: maybe(fc.constant(job.job_class.toLowerCase())),
          client: maybe(fc.constant(job.client.business_name ?? '')),
          rep: maybe(fc.constantFrom(job.primary_rep?.name ?? '', job.secondary_rep?.name ?? 'Nobody')),
          csr: maybe(fc.constant(job.customer_service_rep_name ?? 'Nobody')),
          delivery: maybe(around(job.estimated_delivery_date)),
          text: maybe(wordOf(job.description)),
          overdueOn: maybe(fc.constant(today)),
        }),
      );
      await fc.assert(
        fc.asyncProperty(ask, async (some) => {
          const asked = given(some);
          const { client, rep, csr } = asked;
          const people = {
            rep: rep === undefined ? undefined : { ...known(rep), known: true },
            csr: csr === undefined ? undefined : { name: csr, known: true, roles: ['csr' as const] },
          };
          const party = client === undefined ? undefined : await reader.client(client, call());
          const query = { ...asked, client: party, ...people };
          await expectAll((part) => reader.jobs.search(query, part, call()), expectedJobs(data, asked));
        }),
        { numRuns: RUNS },
      );
      enough();
    });

    it('keeps sales orders by every filter, also by the rep of their job', async () => {
      const { reader, data } = bench;
      const ask = recordOf(data.salesOrders).chain((order) => {
        const job = data.jobs.find(({ id }) => id === order.job_number);
        return fc.record({
          date: maybe(around(order.date)),
          invoiceDate: maybe(around(order.invoice_date)),
          modified: maybe(around(order.last_modified_date)),
          status: maybe(statuses(order.status, ['Pending', 'Open', 'Invoiced', 'Paid'])),
          client: maybe(fc.constant(order.client.business_name ?? '')),
          customerOrderNumber: maybe(fc.constant(` ${order.customer_order_number ?? 'none'}`.toLowerCase())),
          rep: maybe(fc.constantFrom(job?.primary_rep?.name ?? '', job?.secondary_rep?.name ?? 'Nobody')),
        });
      });
      await fc.assert(
        fc.asyncProperty(ask, async (some) => {
          const asked = given(some);
          const { client, rep } = asked;
          const party = client === undefined ? undefined : await reader.client(client, call());
          const query = {
            ...asked,
            client: party,
            rep: rep === undefined ? undefined : { ...known(rep), known: true },
          };
          await expectAll(
            (part) => reader.salesOrders.search(query, part, call()),
            expectedSalesOrders(data, asked, OLDEST),
          );
        }),
        { numRuns: RUNS },
      );
      enough();
    });

    it('keeps purchase orders by every filter', async () => {
      const { reader, data } = bench;
      const ask = recordOf(data.purchaseOrders).chain((order) =>
        fc.record({
          date: around(order.date),
          modified: maybe(around(order.last_modified_date)),
          inHand: maybe(around(order.in_hand_date)),
          status: maybe(statuses(order.status, ['Open', 'Approved', 'Posted Manually', 'Posted @ease AP'])),
          supplier: maybe(fc.constant(order.supplier.name)),
          overdueOn: maybe(fc.constant(today)),
        }),
      );
      await fc.assert(
        fc.asyncProperty(ask, async (some) => {
          const asked = given(some);
          const { supplier } = asked;
          const party = supplier === undefined ? undefined : await reader.supplier(supplier, call());
          const query = { ...asked, supplier: party };
          await expectAll(
            (part) => reader.purchaseOrders.search(query, part, call()),
            expectedPurchaseOrders(data, asked),
          );
        }),
        { numRuns: RUNS },
      );
      enough();
    });

    it('keeps contacts by every filter', async () => {
      const { reader, data } = bench;
      const ask = fc.constantFrom(...data.contacts).chain((contact) =>
        fc.record({
          text: maybe(wordOf(`${contact.last_name} ${contact.business_name} ${contact.client_group?.name}`)),
          contactClass: maybe(fc.constant(contact.contact_class?.toLowerCase() ?? 'store')),
          clientGroup:
            contact.client_group === null ? fc.constant(undefined) : maybe(fc.constant(contact.client_group.name)),
        }),
      );
      await fc.assert(
        fc.asyncProperty(ask, async (some) => {
          const asked = given(some);
          const { clientGroup } = asked;
          const group = clientGroup === undefined ? undefined : await reader.clientGroup(clientGroup, call());
          const query = { ...asked, clientGroup: group };
          await expectAll((part) => reader.contacts.search(query, part, call()), expectedContacts(data, asked));
        }),
        { numRuns: RUNS },
      );
      enough();
    });

    it('finds out whose name a part of a name is, among the rows that the rest of the question keeps', async () => {
      const { reader, data } = bench;
      const date = { from: '2026-05-01', to: today };
      const full = data.jobs.find((job) => job.date > date.from)?.primary_rep?.name ?? '';
      const part = full.split(' ')[1] ?? '';
      const jobs = await reader.jobs.search({ date, rep: known(part) }, everything, call());
      expect(jobs.people).toEqual({ rep: full });
      expect(jobs.rows.map(({ id }) => id)).toEqual(expectedJobs(data, { date, rep: full }));
      const orders = await reader.salesOrders.search({ date, rep: known(part) }, everything, call());
      expect(orders.people).toEqual({ rep: full });
      expect(orders.rows.map(({ id }) => id)).toEqual(expectedSalesOrders(data, { date, rep: full }, OLDEST));
    });

    it('refuses a name that is nobody, or several, with those that it may mean', async () => {
      const { reader, data } = bench;
      const date = { from: OLDEST, to: today };
      const names = new Set(data.jobs.flatMap((job) => [job.primary_rep?.name ?? '', job.secondary_rep?.name ?? '']));
      for (const search of [
        (name: string) => reader.jobs.search({ date, rep: known(name) }, everything, call()),
        (name: string) => reader.salesOrders.search({ date, rep: known(name) }, everything, call()),
      ]) {
        const nobody = await failureOf(search('Xyzzy'));
        expect(nobody).toBeInstanceOf(Failure);
        expect(nobody).toMatchObject({ code: 'invalid_input', fields: [{ field: 'rep' }] });
        const several = await failureOf(search('a'));
        const candidates = several.fields?.[0]?.candidates?.map((candidate) => candidate.name) ?? [];
        expect(candidates.length).toBeGreaterThan(1);
        for (const name of candidates) expect(names).toContain(name);
      }
    });

    it('cuts a period that is partly older than Syncore gives, and refuses one that is older', async () => {
      const { reader, data } = bench;
      const client = await reader.client(data.jobs.at(-1)?.client.business_name ?? '', call());
      const half = await reader.jobs.search({ date: { from: '2025-01-01', to: today }, client }, everything, call());
      expect(half.complete).toBe(false);
      expect(half.notes.join()).toContain(OLDEST);
      const old = { from: '2024-01-01', to: '2025-10-22' };
      const failure = await failureOf(reader.jobs.search({ date: old, client }, everything, call()));
      expect(failure.code).toBe('out_of_window');
    });
  });
}
