import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientBrief, Job } from '../../src/sandbox/data/types.js';
import { daysAgo } from '../support/days.js';
import { jobRow, newestFirst, salesOrderRow } from '../support/expected-rows.js';
import { type Lookup, openLookup } from '../support/lookup.js';
import { plantContact, plantJob, plantSalesOrder } from '../support/plants.js';
import { expectWhole } from '../support/whole.js';

let desk: Lookup;

/** A job and an order of five days ago for a contact of the test's own. */
function client(business_name: string, group: string | null, person = 'Pat Ferro'): ClientBrief {
  const [first_name = '', last_name = ''] = person.split(' ');
  const client_group = group === null ? null : { id: 9000 + group.length, name: group };
  const { id, email } = plantContact(desk.data, { business_name, client_group, first_name, last_name });
  const brief = { id, business_name, name: person, email };
  const job = plantJob(desk.data, { client: brief });
  plantSalesOrder(desk.data, { job_number: job.id, client: brief });
  return brief;
}

beforeAll(async () => {
  desk = await openLookup({ sandbox: { jobs: 60 } });
  client('Teal Otter Cafe', 'Otter Family');
  client('Teal Otter Cafe', 'Otter Family', 'Ines Faro');
  client('TEAL OTTER, CAFE', null, 'Ugo Lenz');
  client('Teal Otter Cafe Annex', 'Otter Family');
  client('Otter Family', 'Teal Otter Cafe');
  client('Göteborg Rörverk', 'North Pipes');
  client('South Pipes', 'North Pipes');
  client('Lake Pipes', 'North Pipes');
  client('', null, 'Wren Castell');
  plantContact(desk.data, { business_name: 'Quiet Harbor Inn', client_group: null });
  for (let n = 1; n <= 12; n += 1) plantContact(desk.data, { business_name: `Lot Company ${n}`, client_group: null });
});

afterAll(() => desk[Symbol.asyncDispose]());

async function expectClients(given: string | number, fits: (client: ClientBrief) => boolean) {
  const period = { date_from: daysAgo(6), date_to: daysAgo(5) };
  const isRecent = ({ date }: { date: string }) =>
    date.slice(0, 10) >= period.date_from && date.slice(0, 10) <= period.date_to;
  const jobs = newestFirst(desk.data.jobs.filter((job: Job) => isRecent(job) && fits(job.client)));
  const args = { ...period, client: given };
  await expectWhole(
    desk,
    'list_jobs',
    args,
    jobs.map((job) => jobRow(desk.data, job)),
  );
  const orders = newestFirst(desk.data.salesOrders.filter((order) => isRecent(order) && fits(order.client)));
  await expectWhole(desk, 'list_sales_orders', args, orders.map(salesOrderRow));
}

const candidatesOf = async (given: string) => {
  const { code, message, fields } = await desk.refused('list_jobs', { client: given });
  expect(code).toBe('invalid_input');
  // What people typed into Syncore is data, and no part of our sentences.
  expect(message).not.toMatch(/otter|lot company/i);
  expect(fields).toMatchObject([{ field: 'client' }]);
  return fields?.[0]?.candidates ?? [];
};

describe('a client', () => {
  it('is an id: that contact alone, as a number or as text', async () => {
    const [first] = desk.data.contacts.filter(({ business_name }) => business_name === 'Teal Otter Cafe');
    if (first === undefined) throw new Error('not planted');
    await expectClients(first.id, ({ id }) => id === first.id);
    await expectClients(String(first.id), ({ id }) => id === first.id);
    await expectClients(`#${first.id}`, ({ id }) => id === first.id);
  });

  it('is a business name: all its contacts, whatever the case and punctuation, and not its group', async () => {
    const names = ['Teal Otter Cafe', 'TEAL OTTER, CAFE'];
    await expectClients('teal  otter cafe', ({ business_name }) => names.includes(business_name ?? ''));
    await expectClients('Teal Otter, Cafe.', ({ business_name }) => names.includes(business_name ?? ''));
    await expectClients('Otter Family', ({ business_name }) => business_name === 'Otter Family');
  });

  it('is a client group named in full: all its contacts', async () => {
    await expectClients('North Pipes', ({ business_name }) =>
      ['Göteborg Rörverk', 'South Pipes', 'Lake Pipes'].includes(business_name ?? ''),
    );
  });

  it('is a part of one name, with or without its accents', async () => {
    await expectClients('goteborg', ({ business_name }) => business_name === 'Göteborg Rörverk');
    await expectClients('Rörv', ({ business_name }) => business_name === 'Göteborg Rörverk');
    await expectClients('Annex', ({ business_name }) => business_name === 'Teal Otter Cafe Annex');
  });

  it('is a person where there is no business', async () => {
    await expectClients('wren castell', ({ name }) => name === 'Wren Castell');
    const { items } = await desk.list('list_jobs', { client: 'Wren Castell' });
    expect(items[0]?.client).toMatchObject({ name: 'Wren Castell' });
  });

  it('is a person in full, where that is one, and else the businesses that it leads to', async () => {
    await expectClients('ines faro', ({ name }) => name === 'Ines Faro');
    const candidates = await candidatesOf('Pat Ferro');
    expect(candidates.map(({ name }) => name)).toEqual(expect.arrayContaining(['South Pipes', 'Otter Family']));
  });

  it('is never the first of several that fit: they are named instead', async () => {
    const candidates = await candidatesOf('Otter Caf');
    expect(candidates.map(({ name }) => name)).toEqual(
      expect.arrayContaining([expect.stringMatching(/teal otter,? cafe$/i), 'Teal Otter Cafe Annex']),
    );
    expect(candidates.every(({ id }) => id === null || desk.data.contacts.some((contact) => contact.id === id))).toBe(
      true,
    );
  });

  it('that is a client group is told from a business of its name', async () => {
    const candidates = await candidatesOf('Pipes');
    expect(candidates).toContainEqual({ id: null, name: 'North Pipes', kind: 'client_group' });
    expect(candidates).toContainEqual(expect.objectContaining({ name: 'South Pipes', id: expect.any(Number) }));
  });

  it('is named among ten at most', async () => {
    expect(await candidatesOf('lot company')).toHaveLength(10);
  });

  it('is refused with what looks alike where nobody has that name', async () => {
    expect(await candidatesOf('Teel Oter Cafe Anex')).toContainEqual(
      expect.objectContaining({ name: 'Teal Otter Cafe Annex' }),
    );
    expect(await candidatesOf('99999999')).toEqual([]);
  });

  it('is an empty list where it has no records', async () => {
    for (const tool of ['list_jobs', 'list_sales_orders']) {
      const part = await desk.list(tool, { client: 'Quiet Harbor Inn' });
      expect(part).toMatchObject({ items: [], returned: 0, total: 0, next_cursor: null, complete: true });
      expect(Object.values(part.totals ?? {}).every((sum) => sum === 0)).toBe(true);
    }
  });

  it('is known as soon as somebody has entered it', async () => {
    await desk.list('list_jobs', { client: 'Quiet Harbor Inn' });
    client('Brand New Bakery', null);
    // Names are kept a while; one that is missing is looked up again.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expectClients('Brand New Bakery', ({ business_name }) => business_name === 'Brand New Bakery');
  });
});
