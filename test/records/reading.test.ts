import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContact } from '../../src/records/contact.js';
import { Unreadable } from '../../src/records/fields.js';
import { readJob } from '../../src/records/job.js';
import { readLineItem } from '../../src/records/line-items.js';
import { readPurchaseOrder } from '../../src/records/purchase-order.js';
import { readReferenceItem } from '../../src/records/reference.js';
import { readSalesOrder } from '../../src/records/sales-order.js';

function refusal(read: () => unknown): Unreadable {
  try {
    read();
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('a record as documented', () => {
  it('reads a job', () => {
    const raw = {
      id: 32_255,
      store: { id: 4, name: 'Acme Store' },
      job_class: 'Program',
      status: 'WIP',
      date: '2026-11-03',
      estimated_delivery_date: '2026-11-30T00:00:00',
      completed_date: '0001-01-01T00:00:00',
      description: 'Polos',
      job_type: 'Order',
      priority: 'High',
      product_index: { id: 9, name: 'Apparel' },
      client: { id: 7, business_name: 'Acme', name: 'Ann', email: 'ann@example.com' },
      primary_rep: { name: 'Rita Rep' },
      secondary_rep: { name: '' },
      commission_split: '60/40',
      customer_service_rep_name: 'Cleo',
      sales_orders: [{ id: 1, number: 1, status: 'Open', total_value: 10.5 }],
      purchase_orders: { id: 2, number: '1', status: 'Open', total_value: '8', supplier: { id: 3, name: 'Sanmar' } },
    };
    expect(readJob(raw)).toEqual({
      id: 32_255,
      jobClass: 'program',
      status: 'WIP',
      date: '2026-11-03',
      estimatedDeliveryDate: '2026-11-30',
      completedDate: null,
      description: 'Polos',
      jobType: 'Order',
      priority: 'High',
      store: { id: 4, name: 'Acme Store' },
      productIndex: { id: 9, name: 'Apparel' },
      client: { id: 7, businessName: 'Acme', name: 'Ann', email: 'ann@example.com' },
      primaryRep: 'Rita Rep',
      secondaryRep: null,
      csr: 'Cleo',
      commissionSplit: '60/40',
      salesOrders: [{ id: 1, number: 1, status: 'Open', totalCents: 1050 }],
      purchaseOrders: [{ id: 2, number: 1, status: 'Open', totalCents: 800, supplier: { id: 3, name: 'Sanmar' } }],
      raw,
    });
  });

  it('reads a job whose split has a form that nobody knows', () => {
    const split = { primary: 60, secondary: 40 };
    expect(readJob({ id: 7, commission_split: split })).toMatchObject({ commissionSplit: JSON.stringify(split) });
    expect(readJob({ id: 7, commission_split: [60, 40] }).commissionSplit).toBe('[60,40]');
    expect(readJob({ id: 7, commission_split: null }).commissionSplit).toBeNull();
  });

  it('reads a sales order with its lines', () => {
    const order = readSalesOrder({
      id: '5',
      number: 1,
      job_number: '32255',
      date: '2026-11-03 08:00:00',
      client: { id: 0, business_name: '', name: '', email: '' },
      ship_to: { business_name: 'Acme', zip: 2134 },
      bill_to: { business_name: '', name: null },
      sub_total_value: 89.5,
      tax_value: '',
      last_modified_date: '2026-11-04 09:10:11',
      line_items: [
        {
          line_id: 11,
          parent_id: 0,
          type: 'Asi',
          sku: '',
          product_id: 0,
          quantity: '1000',
          price_value: 0.895,
          cost_value: '0.5',
          supplier: { id: 3, name: 'Sanmar', type: 'Preferred', class: 'A', asi_id: 84_863 },
          visible: 'false',
          from_stock: 1,
        },
      ],
    });
    expect(order).toMatchObject({
      id: 5,
      jobNumber: 32_255,
      date: '2026-11-03',
      client: null,
      shipTo: { businessName: 'Acme', zip: '2134', city: null },
      billTo: null,
      soldTo: null,
      subTotalCents: 8950,
      taxCents: null,
      lastModified: '2026-11-04T09:10:11',
    });
    expect(order.lineItems?.[0]).toMatchObject({
      lineId: 11,
      parentId: 0,
      sku: null,
      productId: null,
      quantity: 1000,
      unitPriceE4: 8950,
      unitCostE4: 5000,
      supplier: { id: 3, name: 'Sanmar', asiId: '84863' },
      visible: false,
      fromStock: true,
    });
  });

  it('reads a brief purchase order, and knows that it did not speak of the in-hand date', () => {
    const brief = readPurchaseOrder({ id: 1, supplier: 'Sanmar', total_value: 5 });
    expect(brief).toMatchObject({
      supplier: { id: null, name: 'Sanmar' },
      totalCents: 500,
      inHandDate: null,
      inHandDateGiven: false,
      lineItems: null,
      invoiceDetails: null,
    });
    const whole = readPurchaseOrder({
      id: 1,
      in_hand_date: null,
      csr_instructions_from_so: 'Call first',
      invoice_details: { supplier_invoice_number: 77, approval_date: '2026-11-01' },
      line_items: [],
    });
    expect(whole).toMatchObject({ inHandDateGiven: true, csrInstructions: 'Call first', lineItems: [] });
    expect(whole.invoiceDetails).toEqual({
      supplierInvoiceNumber: '77',
      supplierInvoiceDate: null,
      approvalDate: '2026-11-01',
      postingDate: null,
    });
  });

  it('reads a contact and an entry of reference data', () => {
    expect(
      readContact({
        id: 8,
        contact_class: 'Dropship',
        client_group: { id: 2, name: 'Acme' },
        tax_exempt: 'Yes',
        phone: 5_551_234,
        created_date: '2026-01-02',
      }),
    ).toMatchObject({
      id: 8,
      contactClass: 'dropship',
      clientGroup: { id: 2, name: 'Acme' },
      taxExempt: true,
      phone: '5551234',
      createdDate: '2026-01-02T00:00:00',
      paymentTerm: null,
    });
    const raw = { id: 3, name: 'Net 30', days: 30 };
    const item = readReferenceItem(raw);
    expect(item).toEqual({ id: 3, name: 'Net 30', raw });
    expect(item.raw).toBe(raw);
  });
});

describe('what is forgiven', () => {
  it('reads a record that has nothing but its id', () => {
    const { raw, ...job } = readJob({ id: 1 });
    expect(raw).toEqual({ id: 1 });
    expect(Object.values({ ...job, id: null }).every((value) => value === null)).toBe(true);
    expect(readLineItem({})).toMatchObject({ lineId: null, parentId: 0, quantity: null, unitPriceE4: null });
  });

  it('takes one object for a list of one, and no list for null', () => {
    expect(readSalesOrder({ id: 1, line_items: { line_id: 4 } }).lineItems).toHaveLength(1);
    expect(readSalesOrder({ id: 1, line_items: null }).lineItems).toBeNull();
    expect(readSalesOrder({ id: 1 }).lineItems).toBeNull();
    expect(readSalesOrder({ id: 1, line_items: [] }).lineItems).toEqual([]);
  });

  it.each([
    [true, true],
    ['TRUE', true],
    ['1', true],
    [1, true],
    ['yes', true],
    [false, false],
    ['False', false],
    ['0', false],
    [0, false],
    ['no', false],
    ['', null],
    [null, null],
    [undefined, null],
  ])('reads the boolean %j as %j', (visible, read) => {
    expect(readLineItem({ visible }).visible).toBe(read);
  });

  it('keeps the record untouched, with the keys it does not know', () => {
    const value: unknown = JSON.parse('{"id":1,"novel":{"a":[1]},"__proto__":{"status":"Paid","polluted":true}}');
    const order = readSalesOrder(value);
    expect(order.raw).toBe(value);
    expect(order.status).toBeNull();
    expect(order.raw.novel).toEqual({ a: [1] });
    expect(Object.hasOwn({}, 'polluted') || 'polluted' in order).toBe(false);
  });
});

describe('what is not', () => {
  it.each<[string, unknown, string]>([
    ['sub_total_value', { sub_total_value: 'ten' }, 'an amount of money'],
    ['sub_total_value', { sub_total_value: 1e11 }, 'an amount of money'],
    ['sub_total_value', { sub_total_value: true }, 'an amount of money'],
    ['sub_total_value', { sub_total_value: [1] }, 'an amount of money'],
    ['status', { status: { id: 1 } }, 'text'],
    ['status', { status: ['Open'] }, 'text'],
    ['date', { date: '2026-02-30' }, 'a date'],
    ['date', { date: 1_764_000_000 }, 'a date'],
    ['number', { number: 1.5 }, 'an id from 1'],
    ['client', { client: 'Acme' }, 'an object'],
    ['client.id', { client: { id: -4 } }, 'an id from 1'],
    ['ship_to.city', { ship_to: { city: {} } }, 'text'],
    ['line_items', { line_items: 'none' }, 'a list'],
    ['line_items', { line_items: 3 }, 'a list'],
    ['line_items[1]', { line_items: [{}, null] }, 'an object'],
    ['line_items[0]', { line_items: [[{}]] }, 'an object'],
    ['line_items[3].price_value', { line_items: [{}, {}, {}, { price_value: '1,50' }] }, 'an amount of money'],
    ['line_items[0].quantity', { line_items: [{ quantity: 'dozen' }] }, 'a number'],
    ['line_items[0].visible', { line_items: [{ visible: 'maybe' }] }, 'true or false'],
    ['line_items[0].supplier.name', { line_items: [{ supplier: { name: {} } }] }, 'text'],
    ['line_items.type', { line_items: { type: [] } }, 'text'],
    [
      'line_items[0].cost_value',
      { line_items: [{ quantity: 1e9, cost_value: 1e9 }] },
      'an amount that a line can come to',
    ],
  ])('names %s when it does not fit', (field, fields, expected) => {
    const error = refusal(() => readSalesOrder(Object.assign({ id: 1 }, fields)));
    expect(error).toMatchObject({ field, expected });
    expect(error.message).toBe(`${field}: expected ${expected}`);
  });

  it.each([undefined, null, 0, -1, 1.5, '', 'x', '0', 2 ** 53, {}, true])('needs an id of its own, not %j', (id) => {
    for (const read of [readJob, readSalesOrder, readPurchaseOrder, readContact]) {
      expect(refusal(() => read({ id })).field).toBe('id');
    }
  });

  it.each([null, undefined, 5, 'job', [], [{ id: 1 }]])('is no record: %j', (value) => {
    const error = refusal(() => readJob(value));
    expect(error).toMatchObject({ field: '', expected: 'an object' });
    expect(error.within('jobs[2]')).toMatchObject({ field: 'jobs[2]', message: 'jobs[2]: expected an object' });
  });
});

describe('junk', () => {
  const leaf = fc.oneof(
    fc.anything(),
    fc.constantFrom('', '0', '12.50', '2026-01-01', 'yes', 0, -1, 1e300, Number.NaN, {}, [], null),
  );
  const keys = [
    'id',
    'number',
    'job_number',
    'store',
    'job_class',
    'status',
    'date',
    'completed_date',
    'client',
    'primary_rep',
    'commission_split',
    'sales_orders',
    'purchase_orders',
    'ship_to',
    'sub_total_value',
    'last_modified_date',
    'supplier',
    'in_hand_date',
    'invoice_details',
    'tax_exempt',
    'client_group',
    'billing_address',
    'line_id',
    'parent_id',
    'type',
    'quantity',
    'price_value',
    'cost_value',
    'line_total_value',
    'visible',
    'business_name',
    'name',
  ];
  const record = fc.dictionary(fc.constantFrom(...keys), leaf);
  const junk = fc
    .tuple(record, fc.option(fc.array(fc.oneof(record, leaf))), fc.integer({ min: 0, max: 3 }))
    .map(([fields, lines, id]) => ({
      id,
      ...fields,
      ...(lines === null ? {} : { line_items: lines, sales_orders: lines }),
    }));

  it('is read or refused by name, never anything else', () => {
    const readers = [readJob, readSalesOrder, readPurchaseOrder, readContact, readReferenceItem, readLineItem];
    fc.assert(
      fc.property(fc.oneof(junk, leaf), fc.constantFrom(...readers), (value, read) => {
        const before = JSON.stringify(value);
        try {
          expect(read(value).raw).toBe(value);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
        expect(JSON.stringify(value)).toBe(before);
      }),
      { numRuns: 3000 },
    );
  });
});
