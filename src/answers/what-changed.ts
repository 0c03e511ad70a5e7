import * as z from 'zod/v4';
import type { Held, HeldKind } from '../insight/held.js';
import type { ChangesFound, KnownChange } from '../insight/working-set.js';
import { pacificMoment } from '../records/pacific-time.js';
import { brief } from './list.js';
import { nameOf } from './sales-order.js';
import { contactTitle, purchaseOrderTitle } from './titles.js';
import { valueOrNull } from './value.js';

/** Fields of an answer that hold text from Syncore. */
export const CHANGE_TEXTS = ['title', 'status', 'client', 'fields[].before', 'fields[].after'];

const plain = z.union([z.string(), z.number(), z.boolean()]).nullable();
const text = z.string().nullable();

const changeSchema = z.object({
  kind: z.string(),
  id: z.int(),
  order: z.string().optional(),
  change: z.enum(['new', 'changed', 'gone']),
  title: z.string().optional(),
  status: z.string().optional(),
  total_value: z.number().optional(),
  client: text,
  fields: z.array(z.object({ field: z.string(), before: plain, after: plain })).optional(),
  more_fields: z.int().optional(),
  at: z.string(),
});

export const changesSchema = z.object({
  items: z.array(changeSchema),
  returned: z.int(),
  total: z.int(),
  since: z.string(),
  complete: z.boolean(),
  as_of: z.record(z.string(), text),
  notes: z.array(z.string()),
});

/** What the fields of all items may come to: an answer of a hundred items is still read by a model. */
const FIELDS_IN_ALL = 400;
const MOST_FIELDS = 12;
const LONGEST_TEXT = 80;
const LONGEST_NAME = 40;
const LONGEST_TITLE = 60;

/** The changes as an answer, the newest `limit` of them. */
export function changesAnswer(
  { changes, complete, notes, asOf, held }: ChangesFound,
  since: string,
  kinds: readonly HeldKind[],
  limit: number,
) {
  const shown = changes.slice(0, limit);
  const most = Math.min(MOST_FIELDS, Math.max(3, Math.floor(FIELDS_IN_ALL / Math.max(1, shown.length))));
  const changed = changes.filter(({ change }) => change === 'changed');
  const unknown = changed.filter(({ fields }) => fields === null).length;
  const unseen = changed.filter(isUnseen).length;
  const left = changes.length - shown.length;
  const unlooked = kinds.filter((kind) => wasBefore(asOf[kind], since));
  return {
    items: shown.map((change) => itemOf(change, held, most)),
    returned: shown.length,
    total: changes.length,
    since,
    complete: complete && unlooked.length === 0,
    as_of: Object.fromEntries(kinds.map((kind) => [kind, asOf[kind]])),
    notes: [
      ...(unlooked.length > 0
        ? [
            `Not looked at since then yet, so that no change can be told: ${unlooked.join(', ')} (see as_of). Ask later.`,
          ]
        : []),
      ...(left > 0
        ? [`${left} older changes are left out: ask by kinds, client or rep, or with a higher limit (up to 100).`]
        : []),
      ...(unknown > 0
        ? [`Of ${unknown} changed records it is not known what they were before: they have no fields.`]
        : []),
      ...(unseen > 0
        ? [
            `Of ${unseen} changed orders the lines and long texts are not compared, and nothing else differs: no fields.`,
          ]
        : []),
      ...notes,
    ],
  };
}

/** Whether a kind was looked at last before the moment that is asked from. */
function wasBefore(asOf: string | null, since: string): boolean {
  return asOf !== null && pacificMoment(Date.parse(asOf)) < since;
}

function itemOf(known: KnownChange, held: Held, most: number) {
  const { kind, id, change, jobId, number, client, fields, at } = known;
  const order = nameOf({ jobNumber: jobId, number });
  const of = client ?? held.jobs.get(jobId ?? 0)?.client ?? null;
  const seen = change === 'changed' && fields !== null && !isUnseen(known);
  return {
    kind,
    id,
    ...(order === null ? {} : { order }),
    change,
    ...about(known, held),
    client: brief(of?.businessName ?? of?.name ?? null, LONGEST_NAME),
    ...(seen ? { fields: fields.slice(0, most).map(fieldOf) } : {}),
    ...(seen && fields.length > most ? { more_fields: fields.length - most } : {}),
    at,
  };
}

/** Whether nothing that was compared differs, and a list left out the rest: its lines may be what changed. */
function isUnseen({ fields, now }: KnownChange): boolean {
  return fields?.length === 0 && now !== undefined && 'lineItems' in now.record && now.record.lineItems === null;
}

/** What the record is, as it is now; what is not given is left out. */
function about({ now }: KnownChange, held: Held) {
  if (now === undefined) return {};
  const title = titleOf(now, held);
  const status = now.kind === 'contacts' ? null : now.record.status;
  const total = 'totalCents' in now.record ? valueOrNull(now.record.totalCents) : null;
  return {
    ...(title === null ? {} : { title }),
    ...(status === null ? {} : { status }),
    ...(total === null ? {} : { total_value: total }),
  };
}

/** Its client stands beside it. */
function titleOf({ kind, record }: NonNullable<KnownChange['now']>, held: Held): string | null {
  switch (kind) {
    case 'contacts':
      return brief(contactTitle({ ...record, businessName: null }), LONGEST_TITLE);
    case 'purchase_orders':
      return brief(purchaseOrderTitle(record, held.jobs.get(record.jobNumber ?? 0)), LONGEST_TITLE);
    default:
      return brief(record.description, LONGEST_TITLE);
  }
}

function fieldOf({ field, before, after }: NonNullable<KnownChange['fields']>[number]) {
  return { field, before: short(before), after: short(after) };
}

function short<T>(value: T): T | string | null {
  return typeof value === 'string' ? brief(value, LONGEST_TEXT) : value;
}
