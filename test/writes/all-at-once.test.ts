import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../support/expected-rows.js';
import { openWriting, type Writing } from '../support/writing.js';

/* Names, types, references, targets, rules: whatever is wrong with a write, one refusal tells all of it. */

let at: Writing;
beforeAll(async () => {
  at = await openWriting();
});
afterEach(() => expect(at.sent()).toEqual([]));
afterAll(() => at[Symbol.asyncDispose]());

const line = { description: 'Mug', supplier: 'Cascade Aparel Supply', quantity: -1, price_value: 0.12345, sizez: 1 };
const wrongInLine = ['supplier', 'quantity', 'price_value', 'sizez'];
const inLine = (within: string) => wrongInLine.map((field) => `${within}.${field}`);

const contact = {
  business_name: '  ',
  email: 'ana at acme',
  client_group: 'No such group',
  payment_term: 'Net 03',
  tax_exempt: 'perhaps',
  billing_address: { country: 'Frnace', town: 'Paris' },
};
const wrongInContact = [
  'business_name',
  'email',
  'client_group',
  'payment_term',
  'tax_exempt',
  'billing_address.country',
  'billing_address.town',
];

const job = {
  description: ' ',
  primary_rep: 'me',
  estimated_delivery_date: '2026-02-30',
  product_index: 'Aparel',
  rush: true,
};
const wrongInJob = Object.keys(job);

const order = {
  date: 'tomorrow',
  ship_to: { country: 'Frnace' },
  products: [line, { description: 'Cap', charges: [{ type: 'Setup', quantity: 1 }], colors: 'red' }],
};
const wrongInOrder = [
  'date',
  'ship_to.country',
  ...inLine('products[0]'),
  'products[1].charges[0].type',
  'products[1].colors',
];

const within = (name: string, fields: string[]) => fields.map((field) => `${name}.${field}`);

const cases: [tool: string, args: Row, fields: string[]][] = [
  ['create_contact', { ...contact, dryrun: true }, [...wrongInContact, 'dryrun']],
  [
    'update_contact',
    {
      contact_id: 999_999,
      changes: { ...contact, class: null, title: ' ' },
      expected: { payment_term: 'Net 03', email: 7 },
      allow_duplicate: true,
    },
    [
      'contact_id',
      ...within('changes', [...wrongInContact, 'class', 'title']),
      'expected.payment_term',
      'expected.email',
      'allow_duplicate',
    ],
  ],
  ['create_job', { client_id: 999_999, ...job }, ['client_id', ...wrongInJob]],
  [
    'update_job',
    {
      job_id: 999_999,
      changes: {
        description: null,
        client_id: 999_999,
        estimated_delivery_date: '2026-02-30',
        product_index: 'Aparel',
      },
      expectd: {},
    },
    [
      'job_id',
      ...within('changes', ['description', 'client_id', 'estimated_delivery_date', 'product_index']),
      'expectd',
    ],
  ],
  ['create_sales_order', { job_id: 999_999, ...order }, ['job_id', ...wrongInOrder]],
  ['create_sales_order', { job_id: 'the first', ...order }, ['job_id', ...wrongInOrder]],
  ['create_sales_order', order, ['job_id', ...wrongInOrder]],
  [
    'add_line_items',
    { order: '32255-77', products: [line], dry_run: 'maybe' },
    ['order', ...inLine('products[0]'), 'dry_run'],
  ],
  ['add_line_items', { products: [line] }, ['order', ...inLine('products[0]')]],
  [
    'add_payment',
    { order: '32255-77', amount_value: 10.005, date: '2026-02-30', by: 'Check' },
    ['order', 'amount_value', 'date', 'by'],
  ],
  [
    'add_payment',
    { order: 'the last one', amount_value: 'ten', allow_overpayment: 'no' },
    ['order', 'amount_value', 'allow_overpayment'],
  ],
  [
    'enter_order',
    { new_contact: contact, new_job: job, sales_order: order, payment: { amount_value: 0, date: 'today' } },
    [
      ...within('new_contact', wrongInContact),
      ...within('new_job', wrongInJob),
      ...within('sales_order', wrongInOrder),
      'payment.amount_value',
      'payment.date',
    ],
  ],
  [
    'enter_order',
    { client_id: 999_999, job_id: 999_999, new_job: job, new_contact: { email: 'x' }, payment: { amount_value: -1 } },
    [
      'client_id',
      'job_id',
      'new_job',
      ...within('new_job', wrongInJob),
      'new_contact',
      'new_contact.business_name',
      'new_contact.email',
      'sales_order',
      'payment.amount_value',
    ],
  ],
];

describe('what is wrong with a write is told at once', () => {
  it.each(cases.map(([tool, args, fields], index) => [tool, index, args, fields] as const))(
    'by %s (%i)',
    async (tool, _, args, fields) => {
      const error = await at.refused(tool, args);
      expect(error).toMatchObject({ code: 'invalid_input', written: 'no', retryable: false });
      expect((error.fields ?? []).map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
      // Short, whatever there is: the rest stands in fields.
      expect(error.message.length).toBeLessThan(1_000);
    },
  );

  it('also where one expects something else than what stands there', async () => {
    const error = await at.refused('update_contact', {
      contact_id: 4101,
      changes: { email: 'no address', client_group: 'No such group' },
      expected: { title: 'Astronaut' },
    });
    expect(error.code).toBe('invalid_input');
    expect(error.fields?.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['changes.email', 'changes.client_group', 'expected.title']),
    );
  });

  it('and what is not permitted stays so, beside the rest', async () => {
    const dropship = at.data.contacts.find((one) => one.contact_class === 'Dropship');
    const error = await at.refused('create_job', { client_id: dropship?.id, description: ' ', primary_rep: 'me' });
    expect(error).toMatchObject({ code: 'not_permitted', written: 'no' });
    expect(error.fields?.map(({ field }) => field).toSorted()).toEqual(['client_id', 'description', 'primary_rep']);
  });
});
