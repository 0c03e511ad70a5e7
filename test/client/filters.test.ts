import { describe, expect, it } from 'vitest';
import {
  allHere,
  contactFilter,
  isJobOverdue,
  isPurchaseOrderOverdue,
  jobFilter,
  purchaseOrderFilter,
  referenceFilter,
  salesOrderFilter,
  sentStatus,
} from '../../src/client/filters.js';
import type {
  ContactQuery,
  JobQuery,
  PartyFit,
  PurchaseOrderQuery,
  SalesOrderQuery,
} from '../../src/client/queries.js';
import { readContact } from '../../src/records/contact.js';
import { readJob } from '../../src/records/job.js';
import { readPurchaseOrder } from '../../src/records/purchase-order.js';
import { readSalesOrder } from '../../src/records/sales-order.js';

const anyDay = { from: null, to: null };
const party = (ids: number[], name: string | null = null): PartyFit => ({ ids: new Set(ids), name, whole: true });

const job = (fields: Record<string, unknown> = {}) =>
  readJob({
    id: 32255,
    status: 'WIP',
    job_class: 'Program',
    date: '2026-11-03',
    estimated_delivery_date: '2026-11-20',
    description: 'Spring  polo reorder',
    client: { id: 7, business_name: 'Acme Outdoor', name: 'Dana Whitfield' },
    ...fields,
  });
const keepsJob = (query: Partial<JobQuery>, fields?: Record<string, unknown>) =>
  jobFilter({ date: anyDay, ...query }).keep(job(fields));

describe('jobs', () => {
  it.each(['polo REORDER', 'spring polo', 'acme', 'whitfield', '322', '#32255', '# 32255', 'Acme, outdoor'])(
    'are found by the text %s',
    (text) => {
      expect(keepsJob({ text })).toBe(true);
    },
  );

  it.each(['polos', '999', '...', '3225-5'])('are not found by the text %s', (text) => {
    expect(keepsJob({ text })).toBe(false);
  });

  it('are found by text as an answer shows it, without what cannot be seen', () => {
    const hidden = { description: 'Navy po\u200Blos', client: { business_name: 'Ac\u200Bme Tools' } };
    expect(keepsJob({ text: 'navy polos' }, hidden)).toBe(true);
    expect(keepsJob({ client: party([], 'acme tools') }, hidden)).toBe(true);
  });

  it('are found by text without a client or description to look in', () => {
    expect(keepsJob({ text: 'acme' }, { client: null, description: null })).toBe(false);
  });

  it('are filtered by class, status, client and delivery', () => {
    expect(keepsJob({ jobClass: 'program' })).toBe(true);
    expect(keepsJob({ jobClass: 'store' })).toBe(false);
    expect(keepsJob({ status: { names: ['wip ', 'Closed'], not: false } })).toBe(true);
    expect(keepsJob({ status: { names: ['Closed'], not: true } })).toBe(true);
    expect(keepsJob({ status: { names: ['Closed'], not: true } }, { status: null })).toBe(true);
    // Syncore was asked for this one itself: it knows better than an answer that leaves the status out.
    expect(keepsJob({ status: { names: ['Closed'], not: false } }, { status: null })).toBe(true);
    expect(keepsJob({ status: { names: ['Closed', 'WIP'], not: false } }, { status: null })).toBe(false);
    expect(keepsJob({ client: party([7]) })).toBe(true);
    expect(keepsJob({ client: party([8], 'acme outdoor') })).toBe(true);
    expect(keepsJob({ client: party([8]) })).toBe(false);
    expect(keepsJob({ client: party([7]) }, { client: null })).toBe(false);
    expect(keepsJob({ client: party([], 'dana whitfield') }, { client: { name: 'Dana Whitfield' } })).toBe(true);
    expect(keepsJob({ delivery: { from: '2026-11-20', to: '2026-11-20' } })).toBe(true);
    expect(keepsJob({ delivery: { from: '2026-11-21', to: null } })).toBe(false);
    expect(keepsJob({ delivery: { from: null, to: '2026-11-19' } })).toBe(false);
    expect(keepsJob({ delivery: { from: '2020-01-01', to: null } }, { estimated_delivery_date: null })).toBe(false);
  });

  it('are overdue on the days after their delivery, unless closed or completed', () => {
    expect(isJobOverdue(job(), '2026-11-20')).toBe(false);
    expect(isJobOverdue(job(), '2026-11-21')).toBe(true);
    expect(isJobOverdue(job({ status: 'closed' }), '2026-11-21')).toBe(false);
    expect(isJobOverdue(job({ completed_date: '2026-11-19' }), '2026-11-21')).toBe(false);
    expect(isJobOverdue(job({ estimated_delivery_date: null }), '2026-11-21')).toBe(false);
    expect(keepsJob({ overdueOn: '2026-11-21' })).toBe(true);
    expect(keepsJob({ overdueOn: '2026-11-20' })).toBe(false);
  });

  it('outside of what Syncore was asked for are told apart; one without a date may be in it', () => {
    const asked = jobFilter({ date: { from: '2026-11-01', to: '2026-11-30' }, status: { names: ['WIP'], not: false } });
    expect(asked.asked(job())).toBe(true);
    expect(asked.asked(job({ date: '2026-12-01' }))).toBe(false);
    expect(asked.asked(job({ date: null }))).toBe(true);
    expect(asked.asked(job({ status: 'Closed' }))).toBe(false);
  });
});

describe('sales orders', () => {
  const order = (fields: Record<string, unknown> = {}) =>
    readSalesOrder({
      id: 1,
      status: 'Open',
      date: '2026-11-03',
      customer_order_number: 'PO 77-A',
      client: { id: 7 },
      ...fields,
    });
  const keeps = (query: SalesOrderQuery, fields?: Record<string, unknown>) =>
    salesOrderFilter(query).keep(order(fields));

  it('are found by the customer order number, without case and spaces, as a whole', () => {
    expect(keeps({ customerOrderNumber: 'po77-a' })).toBe(true);
    expect(keeps({ customerOrderNumber: 'PO 77' })).toBe(false);
    expect(keeps({ customerOrderNumber: 'PO 77' }, { customer_order_number: null })).toBe(false);
  });

  it('are filtered by client and status', () => {
    expect(keeps({ client: party([7]), status: { names: ['open'], not: false } })).toBe(true);
    expect(keeps({ client: party([9]) })).toBe(false);
  });

  it('with an empty invoice date are in no period of invoices; without the field Syncore is believed', () => {
    const period = { from: '2026-11-01', to: '2026-11-30' };
    expect(salesOrderFilter({ invoiceDate: period }).asked(order({ invoice_date: null }))).toBe(false);
    expect(salesOrderFilter({ invoiceDate: period }).asked(order())).toBe(true);
    expect(salesOrderFilter({ invoiceDate: period }, false).asked(order())).toBe(false);
    expect(salesOrderFilter({ invoiceDate: period }).asked(order({ invoice_date: '2026-11-30 23:00:00' }))).toBe(true);
    expect(salesOrderFilter({ modified: period }).asked(order())).toBe(true);
    expect(salesOrderFilter({ modified: period }, false).asked(order())).toBe(false);
  });

  it('changed since a moment are told to the second, and believed where the field is missing', () => {
    const since = { modifiedSince: '2026-11-20T10:00:00' };
    const asked = (last_modified_date: string) => salesOrderFilter(since).asked(order({ last_modified_date }));
    expect(asked('2026-11-20 10:00:00')).toBe(true);
    expect(asked('2026-11-20 09:59:59')).toBe(false);
    expect(salesOrderFilter(since).asked(order())).toBe(true);
    expect(salesOrderFilter(since, false).asked(order())).toBe(false);
  });
});

describe('purchase orders', () => {
  const order = (fields: Record<string, unknown> = {}) =>
    readPurchaseOrder({
      id: 1,
      status: 'Open',
      date: '2026-11-03',
      in_hand_date: '2026-11-20',
      supplier: { id: 3, name: 'SanMar' },
      ...fields,
    });
  const keeps = (query: PurchaseOrderQuery, fields?: Record<string, unknown>) =>
    purchaseOrderFilter(query).keep(order(fields));

  it('are filtered by supplier and in-hand date', () => {
    expect(keeps({ supplier: party([3]) })).toBe(true);
    expect(keeps({ supplier: party([], 'sanmar') })).toBe(true);
    expect(keeps({ supplier: party([4], 'other') })).toBe(false);
    expect(keeps({ inHand: { from: '2026-11-20', to: '2026-11-20' } })).toBe(true);
    expect(keeps({ inHand: { from: '2026-11-20', to: null } }, { in_hand_date: null })).toBe(false);
  });

  it('are overdue when open behind their in-hand date: the other statuses speak of the invoice', () => {
    expect(isPurchaseOrderOverdue(order(), '2026-11-21')).toBe(true);
    expect(isPurchaseOrderOverdue(order(), '2026-11-20')).toBe(false);
    expect(isPurchaseOrderOverdue(order({ status: 'Approved' }), '2026-11-21')).toBe(false);
    expect(keeps({ overdueOn: '2026-11-21' })).toBe(true);
  });

  it('outside of what Syncore was asked for are told apart', () => {
    const { asked } = purchaseOrderFilter({
      date: { from: '2026-11-01', to: null },
      status: { names: ['Open'], not: false },
    });
    expect(asked(order())).toBe(true);
    expect(asked(order({ date: '2026-10-31' }))).toBe(false);
  });
});

describe('contacts and reference data', () => {
  const contact = readContact({
    id: 501,
    business_name: 'Acme Outdoor',
    contact_class: 'Store',
    first_name: 'Dana',
    last_name: 'Whitfield',
    email: 'dana@acme.example',
    phone: '555-0100',
    client_group: { id: 9, name: 'Acme Group' },
  });
  const keeps = (query: ContactQuery) => contactFilter(query).keep(contact);

  it.each(['dana whitfield', 'ACME.example', '0100', 'acme group', '501'])('are found by the text %s', (text) => {
    expect(keeps({ text })).toBe(true);
  });

  it('are filtered by class and by group', () => {
    expect(keeps({ contactClass: 'store' })).toBe(true);
    expect(keeps({ contactClass: 'program' })).toBe(false);
    const group = (ids: number[], name: string | null) => ({ ids: new Set(ids), name, whole: true });
    expect(keeps({ clientGroup: group([9], null) })).toBe(true);
    expect(keeps({ clientGroup: group([10], null) })).toBe(false);
    expect(keeps({ clientGroup: group([], 'acme group') })).toBe(true);
    expect(keeps({ clientGroup: group([], 'acme') })).toBe(false);
  });

  it('are found by a part of the name or the id', () => {
    const item = { id: 12, name: 'Net 30', raw: {} };
    expect(referenceFilter(undefined).keep(item)).toBe(true);
    expect(referenceFilter('net').keep(item)).toBe(true);
    expect(referenceFilter('12').keep(item)).toBe(true);
    expect(referenceFilter('60').keep({ ...item, name: null })).toBe(false);
  });
});

it('asks Syncore for one status only: it knows no lists', () => {
  expect(sentStatus({ names: ['WIP'], not: false })).toBe('WIP');
  expect(sentStatus({ names: ['WIP', 'Closed'], not: false })).toBeNull();
  expect(sentStatus({ names: ['Closed'], not: true })).toBeNull();
  expect(sentStatus(undefined)).toBeNull();
});

it('makes of what Syncore was not asked for what only we filter', () => {
  const { asked, keep } = allHere({ asked: (n: number) => n > 1, keep: (n: number) => n < 5 });
  expect([0, 3, 7].map(asked)).toEqual([true, true, true]);
  expect([0, 3, 7].map(keep)).toEqual([false, true, false]);
});
