import * as z from 'zod/v4';
import { normalName } from '../client/names.js';
import type { Figures } from '../insight/figures.js';
import type { GroupField, KeyPart } from '../insight/group-keys.js';
import type { Group, Sums } from '../insight/groups.js';
import type { SumQuestion } from '../insight/summarize.js';
import { e4ToValue } from '../records/money.js';
import { brief } from './list.js';
import { valueOrNull } from './value.js';

/** Fields of the answer that hold text from Syncore. */
export const SUMMARY_TEXTS = ['groups[].key', 'groups[].client_name', 'groups[].commission_splits', 'csv'];

const text = z.string().nullable();
const value = z.number().nullable();
const previous = z.object({ count: z.int(), sub_total_value: value, gross_profit_value: value }).nullable().optional();

const figuresSchema = z.object({
  count: z.int(),
  quantity: z.number().optional(),
  orders_without_cost: z.int().nullable(),
  sub_total_value: value,
  tax_value: value,
  total_value: value,
  cost_value: value,
  gross_profit_value: value,
  margin_percent: value,
  first_date: text,
  last_date: text,
  previous,
});

export const summarySchema = z.object({
  groups: z.array(
    z.object({
      key: z.record(z.string(), text),
      client_name: z.string().optional(),
      ...figuresSchema.shape,
      commission_splits: z.array(z.object({ split: z.string(), orders: z.int() })).optional(),
    }),
  ),
  other: figuresSchema.extend({ groups: z.int() }).nullable(),
  totals: figuresSchema,
  as_of: z.record(z.string(), text),
  definition: z.string(),
  complete: z.boolean(),
  csv: z.string().optional(),
  notes: z.array(z.string()),
});

export type Shape = Pick<SumQuestion, 'record' | 'groupBy'> & {
  byLines: boolean;
  /** Whether a comparison was asked for, also where there is nothing to compare with. */
  compares: boolean;
};

/**
 * Widest first, with what a group may then cost on average, in bytes of JSON: with 20 of them an answer stays below
 * 8 KB. A key is what a group goes by: only the middle of a very long name is
 * given up for room.
 */
const SHAPES = [
  { width: 200, named: 'always', roomPerGroup: 335 },
  { width: 200, named: 'differing', roomPerGroup: 335 },
  // Names that are not long stay whole as far as it goes: people ask on with a key.
  { width: 200, named: 'never', roomPerGroup: 345 },
  { width: 60, named: 'never', roomPerGroup: 345 },
  { width: 36, named: 'never', roomPerGroup: 345 },
  { width: 24, named: 'never', roomPerGroup: 345 },
  { width: 12, named: 'never', roomPerGroup: 345 },
] as const;
type RowShape = (typeof SHAPES)[number];
const USUAL_GROUPS = 20;

/** The groups as rows, with names as far as the room for all of them allows. */
export function groupRows(groups: readonly Group[], shape: Shape): Record<string, unknown>[] {
  const count = Math.max(groups.length, USUAL_GROUPS);
  let rows: Record<string, unknown>[] = [];
  for (const rowShape of SHAPES) {
    rows = rowsOf(groups, shape, rowShape);
    if (Buffer.byteLength(JSON.stringify(rows)) <= count * rowShape.roomPerGroup) return rows;
  }
  return rows;
}

function rowsOf(groups: readonly Group[], shape: Shape, { width, named }: RowShape): Record<string, unknown>[] {
  const shown = new Map<string, number>();
  return groups.map((group) => {
    const keys = shape.groupBy.map(
      (field, at) => [field, clipped(keyText(field, group.key[at] ?? null), width)] as const,
    );
    // What looks the same as another after cutting is told apart by a number.
    const looks = JSON.stringify(keys);
    const count = (shown.get(looks) ?? 0) + 1;
    shown.set(looks, count);
    const key = keys.map(([field, text], at) => [field, count > 1 && at === 0 ? `${text} (${count})` : text]);
    return groupRow(
      group,
      shape,
      Object.fromEntries(key),
      named === 'never' ? {} : clientName(group, shape, width, named),
    );
  });
}

function groupRow(
  group: Group,
  shape: Shape,
  key: Record<string, string | null>,
  name: { client_name?: string | null },
) {
  const splits = [...group.noted].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_SPLITS);
  return {
    key,
    ...name,
    ...sumsRow(group, shape),
    ...(splits.length === 0 ? {} : { commission_splits: splits.map(([split, orders]) => ({ split, orders })) }),
  };
}

const MOST_SPLITS = 3;

/** A client goes by the normalised name, so that one client is one key however people spelt it. */
export function keyText(field: GroupField, part: KeyPart): string | null {
  if (part === null) return null;
  return field === 'client' ? part.id : part.name;
}

/** As people write it; where the key lacks no more than capitals, it may be left out: it says the same twice. */
function clientName({ key }: Group, { groupBy }: Shape, width: number, named: 'always' | 'differing') {
  const part = key[groupBy.indexOf('client')];
  if (part === undefined || part === null) return {};
  if (named === 'differing' && part.name.toLowerCase() === normalName(part.name)) return {};
  return { client_name: clipped(part.name, width) };
}

/** One line of at most so many bytes, with its end: names that begin alike differ there. */
function clipped(text: string | null, width: number): string | null {
  const line = brief(text, Number.POSITIVE_INFINITY);
  if (line === null || Buffer.byteLength(line) <= width) return line;
  const letters = [...line];
  const end = fitting([...letters].reverse(), Math.floor(width / 3)).reverse();
  const beginning = fitting(letters, width - Buffer.byteLength(end.join('')) - ELLIPSIS_BYTES);
  return `${beginning.join('').trimEnd()}…${end.join('').trimStart()}`;
}

const ELLIPSIS_BYTES = 3;

/** As many of the first letters as there are bytes for. */
function fitting(letters: readonly string[], width: number): string[] {
  let left = width;
  const count = letters.findIndex((letter) => {
    left -= Buffer.byteLength(letter);
    return left < 0;
  });
  return letters.slice(0, count < 0 ? letters.length : count);
}

/** Sums as an answer gives them, with those of the period compared to where one was asked for. */
export function sumsRow({ figures, previous: before }: Sums, shape: Shape): Record<string, unknown> {
  const compared = shape.compares ? { previous: before === null ? null : previousValues(before) } : {};
  return { ...figureValues(figures, shape), ...compared };
}

type Values = Record<string, string | number | null>;

export function figureValues(figures: Figures, { byLines, groupBy, record }: Shape): Values {
  return {
    count: figures.count,
    ...(groupBy.includes('sku') ? { quantity: e4ToValue(figures.quantityE4) } : {}),
    orders_without_cost: record === 'sales_orders' ? figures.ordersWithoutCost : null,
    sub_total_value: valueOrNull(figures.subTotalCents),
    tax_value: byLines ? null : valueOrNull(figures.taxCents),
    total_value: byLines ? null : valueOrNull(figures.totalCents),
    cost_value: valueOrNull(figures.costCents),
    gross_profit_value: valueOrNull(figures.profitCents),
    margin_percent: figures.marginPercent,
    first_date: figures.firstDay,
    last_date: figures.lastDay,
  };
}

export function previousValues({ count, subTotalCents, profitCents }: Figures): Values {
  return { count, sub_total_value: valueOrNull(subTotalCents), gross_profit_value: valueOrNull(profitCents) };
}

/** The most that an answer holds of groups, in characters of JSON; what does not fit is added up in `other`. */
const MOST_GROUPS = 60_000;

/** How many groups there is room for, the largest first. */
export function roomFor(groups: readonly Group[], shape: Shape): number {
  let used = 0;
  let fitting = 0;
  for (const row of groupRows(groups, shape)) {
    used += JSON.stringify(row).length + 1;
    if (used > MOST_GROUPS) break;
    fitting += 1;
  }
  return fitting;
}
