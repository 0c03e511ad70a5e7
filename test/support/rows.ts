import type { CallResult } from './connect.js';
import type { Answerer, Asked } from './upstream.js';

export type Row = Record<string, unknown>;

/** A day within every period that the tools take when none is given: UTC is never a day behind US Pacific. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** A job as Syncore shows it, with the fields that rows of lists need. */
export function job(id: number, more: Row = {}): Row {
  return {
    id,
    job_class: 'Program',
    status: 'WIP',
    date: `${daysAgo(5)}T00:00:00`,
    description: `Job number ${id}`,
    client: { id: 4101, business_name: 'Northwind Traders', name: 'Ada Long', email: 'ada@northwind.example' },
    primary_rep: { name: 'Rae Cole' },
    sales_orders: [{ id: id * 10, number: 1, status: 'Open', total_value: 100 }],
    ...more,
  };
}

/** Jobs with the ids from `first` on. */
export function jobs(count: number, first = 40_001): Row[] {
  return Array.from({ length: count }, (_, index) => job(first + index));
}

export function salesOrder(id: number, more: Row = {}): Row {
  return {
    id,
    number: 1,
    job_number: 32_255,
    date: daysAgo(5),
    status: 'Open',
    client: { id: 4101, business_name: 'Northwind Traders' },
    description: 'Spring kit',
    sub_total_value: 120,
    tax_value: 0,
    total_value: 120,
    last_modified_date: `${daysAgo(4)} 10:00:00`,
    line_items: [
      { line_id: 1, parent_id: 0, type: 'Asi', description: 'Tee', sku: 'T1', quantity: 0 },
      { line_id: 2, parent_id: 1, type: 'Color', description: 'Navy' },
      { line_id: 3, parent_id: 2, type: 'Size', description: 'M', quantity: 10, price_value: 12, cost_value: 7 },
    ],
    ...more,
  };
}

/** What one page of a list is made of. */
export type PageParts = { name: string; rows: Row[]; all: readonly Row[]; page: number; count: number; asked: Asked };

/** The envelope as Syncore sends it. */
export function envelope({ name, rows, all, page, count, asked }: PageParts): Row {
  const link = (target: number) => `${asked.target.replace(/page=\d+/, `page=${target}`)}`;
  const links = {
    prev: page > 1 ? link(page - 1) : null,
    self: link(page),
    next: page * count < all.length ? link(page + 1) : null,
  };
  return { [name]: rows, total_results: all.length, links };
}

/** A list that pages by offset over rows that may change between pages, in the shape that `shape` gives it. */
export function listOf(
  name: string,
  all: readonly Row[],
  shape: (parts: PageParts) => unknown = envelope,
  size?: number,
): Answerer {
  return (asked) => {
    const page = Number(asked.query.get('page') ?? 1);
    const count = size ?? Number(asked.query.get('count') ?? 25);
    const rows = all.slice((page - 1) * count, page * count);
    return { json: shape({ name, rows, all, page, count, asked }) };
  };
}

/** The rows of a list result. */
export function itemsOf({ structuredContent }: CallResult): Row[] {
  const { items } = structuredContent;
  if (!Array.isArray(items)) throw new Error(`no list: ${JSON.stringify(structuredContent).slice(0, 500)}`);
  return items;
}

/** The jobs of a list result, lowest first. */
export function jobIds(result: CallResult): number[] {
  return itemsOf(result)
    .map((item) => Number(item.job_id))
    .sort((a, b) => a - b);
}

/** The notes of a result, as one text. */
export function notesOf({ structuredContent }: CallResult): string {
  const { notes } = structuredContent;
  return Array.isArray(notes) ? notes.join('\n') : '';
}

/** What an error result says. */
export function errorOf(result: CallResult): Row {
  if (!result.isError) throw new Error(`no error: ${result.text.slice(0, 500)}`);
  return Object(result.structuredContent.error);
}
