import type { Body } from '../../client/writer.js';
import { Failure, type FieldProblem } from '../../failure.js';
import {
  differingFields,
  isNothing,
  isRecord,
  sameValue,
  type Turned,
  type WriteForm,
} from '../../records/write-form.js';
import { digestOf } from '../fingerprint.js';
import type { PlanStep } from '../journal.js';
import type { FieldChange, Prepared } from '../plan.js';
import type { Standing } from '../standing.js';
import { valueAt } from '../steps/edit.js';
import type { Problems } from './problems.js';

/** A field as the tool names it, and the value that it is to have in the form of a write; null clears it. */
export type Wanted = { field: string; formField: string; value: unknown };

export type EditPlan = {
  step: Pick<PlanStep, 'name' | 'action' | 'ids'>;
  standing: Standing;
  turned: Turned;
  wanted: readonly Wanted[];
  expected: readonly Wanted[];
  problems: Problems;
  /** The record in words: `contact 4101`. */
  words: string;
  notes: string[];
};

/**
 * An edit of a record as it stands: read, merged, to be written whole. Nothing is to be written where nothing would
 * change.
 * @throws Failure `conflict` where the caller believes that something else stands there; `invalid_input` for a field
 * that cannot go back as it was read, since leaving it out would wipe it.
 */
export function prepareEdit(edit: EditPlan): Prepared {
  const { step, standing, turned, wanted, expected, problems, words, notes } = edit;
  const basis = turned.form;
  noteUnexpected(basis, expected, problems);
  const untouched = turned.problems.filter(({ field }) => !wanted.some((one) => replaces(one, field)));
  if (untouched.length > 0) problems.addWhole(cannotEdit(untouched), untouched);
  problems.refuse();
  const body = merged(basis, wanted);
  const changed = new Set(differingFields(basis, body).map(outermost));
  const changes = wanted
    .filter(({ formField }) => changed.has(formField))
    .map(
      ({ field, formField }): FieldChange => ({
        field,
        before: valueAt(basis, formField),
        after: valueAt(body, formField),
      }),
    );
  const back = { standing, read: true, gone: false, differences: [] };
  return {
    steps: [{ ...step, body, basis }],
    summary: `Change ${words}: ${changes.map(({ field }) => field).join(', ')}.`,
    details: changes.flatMap(changeInWords),
    notes,
    changes,
    basis: digestOf(basis),
    standing: back,
  };
}

/** What a read names otherwise than a write. */
const READ_NAMES: Readonly<Record<string, string>> = {
  client_id: 'client',
  store_id: 'store',
  product_index_id: 'product_index',
  customer_service_rep: 'customer_service_rep_name',
};

/** Whether a change leaves nothing of a field as it was read: of an address, the rest goes back. */
function replaces({ formField, value }: Wanted, read: string): boolean {
  const isPart = isRecord(value) && !('id' in value);
  if (read === formField || read === READ_NAMES[formField]) return !isPart;
  const within = `${formField}.`;
  return read.startsWith(within) && (!isPart || read.slice(within.length) in value);
}

function merged(basis: WriteForm, wanted: readonly Wanted[]): Body {
  const body: Body = { ...basis };
  for (const { formField, value } of wanted) {
    const before = body[formField];
    const next =
      isRecord(value) && isRecord(before) && !('id' in value) ? withoutNulls({ ...before, ...value }) : value;
    const whole = isRecord(next) ? withoutNulls(next) : next;
    if (isNothing(whole)) delete body[formField];
    else body[formField] = whole;
  }
  return body;
}

function withoutNulls(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
}

const outermost = (field: string) => field.split('.')[0] ?? field;

function noteUnexpected(basis: WriteForm, expected: readonly Wanted[], problems: Problems): void {
  const wrong = expected.filter(({ formField, value }) => !stands(basis[formField], value));
  if (wrong.length === 0) return;
  const message =
    'What stands in Syncore is not what was expected, so nothing was written. Read it again and decide anew.';
  const fields = wrong.map(({ field, formField }) => {
    const now = valueAt(basis, formField);
    const problem: FieldProblem = { field: `expected.${field}`, message: 'is not what stands there now' };
    return isNothing(now) ? problem : { ...problem, nearest: told(now) };
  });
  problems.addWhole(new Failure('conflict', message, { fields }), fields);
}

/** Of an address, or something with an id, only what is expected counts. */
function stands(found: unknown, expected: unknown): boolean {
  if (!isRecord(expected)) return sameValue(found, expected);
  const inner = isRecord(found) ? found : {};
  if ('id' in expected) return sameValue(inner.id, expected.id);
  return Object.entries(expected).every(([name, value]) => sameValue(inner[name], value));
}

function cannotEdit(fields: readonly FieldProblem[]): Failure {
  const names = fields.map(({ field }) => field).join(', ');
  const message = `Syncore replaces the whole record when it is edited, and these fields cannot go back as they were read: ${names}.`;
  return new Failure('invalid_input', `${message} Nothing was written. Edit this record in Syncore.`, {
    fields: [...fields],
  });
}

/** Of an address each part that changes: a person who is asked must see all of what will stand there. */
function changeInWords({ field, before, after }: FieldChange): string[] {
  const isWhole = (value: unknown) => isNothing(value) || (isRecord(value) && !('id' in value) && !('name' in value));
  if (!isWhole(before) || !isWhole(after) || !(isRecord(before) || isRecord(after))) {
    return [`${field}: ${told(before)} becomes ${told(after)}`];
  }
  const [from, to] = [before, after].map((value) => (isRecord(value) ? value : {}));
  const parts = Object.keys({ ...from, ...to }).filter((part) => !sameValue(from?.[part], to?.[part]));
  return parts.map((part) => `${field}.${part}: ${told(from?.[part])} becomes ${told(to?.[part])}`);
}

const LONGEST_TOLD = 120;

function told(value: unknown): string {
  if (isNothing(value)) return 'nothing';
  const text =
    typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(isRecord(value) ? (value.name ?? value) : value);
  return text.length <= LONGEST_TOLD ? text : `${text.slice(0, LONGEST_TOLD - 1)}…`;
}
