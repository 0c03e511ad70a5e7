import type { FieldProblem } from '../failure.js';
import { countryCode } from './countries.js';
import { readDateTime } from './dates.js';
import type { Raw } from './fields.js';
import { readId } from './order-name.js';

/*
 * A record in the form in which Syncore takes it. PUT replaces the whole resource (seen: what was left out was wiped),
 * so that every field goes back: those that a write names otherwise are turned, those that Syncore sets itself are left
 * out, and what nobody has heard of goes back as it came, because leaving it out could wipe it.
 */

export type WriteForm = Record<string, unknown>;

/**
 * `problems`: fields that cannot be turned. With any of them the record must not be written. `own`: what Syncore sets
 * itself and is not written; it has to stand all the same when the record was written.
 */
export type Turned = { form: WriteForm; problems: FieldProblem[]; own: WriteForm };

/** How one field of a read stands in a write; `null` for a field that Syncore sets itself. */
export type Turn = ((value: unknown, field: string, problems: FieldProblem[]) => WriteForm) | null;

export function turned(raw: Raw, turns: Readonly<Record<string, Turn>>): Turned {
  const form: WriteForm = {};
  const own: WriteForm = {};
  const problems: FieldProblem[] = [];
  for (const [field, value] of Object.entries(raw)) {
    // A blank text goes back as it came: whether it and nothing are the same to Syncore is not known.
    if (value === undefined || value === null || field === '__proto__') continue;
    const turn = Object.hasOwn(turns, field) ? turns[field] : asItIs;
    if (turn === undefined) continue;
    if (turn === null) {
      if (!isNothing(value)) own[field] = value;
      continue;
    }
    Object.assign(form, turn(value, field, problems));
  }
  return { form, problems, own };
}

const asItIs: Turn = (value, field) => ({ [field]: value });

/** A reference that a write names by its id under another name: `client` as `client_id`. */
export function idAs(name: string): Turn {
  return (value, field, problems) => {
    const id = readId(part(value, 'id'));
    if (id !== null) return { [name]: id };
    if (saysNothing(value)) return {};
    problems.push(cannotGoBack(field, 'Syncore did not give its id'));
    return {};
  };
}

/** A reference that goes back as it came, as far as its id and name. */
export const idAndName: Turn = (value, field, problems) => {
  const [id, name] = [readId(part(value, 'id')), part(value, 'name')];
  if (id !== null) return { [field]: typeof name === 'string' ? { id, name } : { id } };
  if (saysNothing(value)) return {};
  problems.push(cannotGoBack(field, 'Syncore did not give its id'));
  return {};
};

/** A person, read as `{ name }` or as the name alone, and written as the name. */
export function nameAs(name: string): Turn {
  return (value, field, problems) => {
    const given = typeof value === 'string' ? value : part(value, 'name');
    if (typeof given === 'string') return isNothing(given) ? {} : { [name]: given };
    if (isNothing(given)) return {};
    problems.push(cannotGoBack(field, 'it is no name'));
    return {};
  };
}

/** A read shows one name and the country's display name; a write wants both names apart and the country's code. */
export const address: Turn = (value, field, problems) => {
  if (typeof value !== 'object' || value === null) {
    if (!isNothing(value)) problems.push(cannotGoBack(field, 'it is no address'));
    return {};
  }
  const form: WriteForm = {};
  for (const [name, given] of Object.entries(value)) {
    if (given === undefined || given === null || name === '__proto__') continue;
    if (isNothing(given) && (name === 'name' || name === 'country')) continue;
    if (name === 'name') Object.assign(form, nameParts(String(given)));
    else if (name !== 'country') form[name] = given;
    else {
      const code = countryCode(String(given));
      if (code === null) problems.push(cannotGoBack(`${field}.country`, 'it is no country that is known here'));
      else form.country = code;
    }
  }
  return Object.keys(form).length === 0 ? {} : { [field]: form };
};

/** "Mary Ann Smith" as two names that are hers again when they are joined, wherever they are parted. */
export function nameParts(name: string): { first_name?: string; last_name?: string } {
  const space = name.indexOf(' ');
  if (space < 0) return { first_name: name };
  return { first_name: name.slice(0, space), last_name: name.slice(space + 1) };
}

/** What makes no difference between two records: nothing, blank text and a missing field are the same. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isNothing);
}

/** The fields in which two forms differ, outermost names only for what is missing on one side: `billing_address.city`. */
export function differingFields(a: WriteForm, b: WriteForm, within = ''): string[] {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].flatMap((field) => {
    const [left, right] = [a[field], b[field]];
    if (sameValue(left, right)) return [];
    if (isRecord(left) && isRecord(right)) return differingFields(left, right, `${within}${field}.`);
    return [`${within}${field}`];
  });
}

/** Whether two values of a field say the same: 10 and "10.0", a day and its midnight, text apart from its outer blanks. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isNothing(a) && isNothing(b)) return true;
  if (isRecord(a) && isRecord(b)) return differingFields(a, b).length === 0;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => sameValue(item, b[at]));
  if (typeof a === 'number' || typeof b === 'number') return sameNumber(a, b);
  if (typeof a === 'boolean' || typeof b === 'boolean') return String(a) === String(b);
  return plain(a) === plain(b);
}

function plain(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  const text = value.trim();
  return /^\d{4}-/.test(text) ? (readDateTime(text)?.replace(/T00:00:00$/, '') ?? text) : text;
}

/** A number that came as text is one all the same; two texts are not compared as numbers: zip 04401 is not 4401. */
function sameNumber(a: unknown, b: unknown): boolean {
  const [left, right] = [a, b].map((value) => (isNothing(value) ? Number.NaN : Number(value)));
  return left === right;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{ id: 0, name: "" }` is how some answers spell that there is none. */
function saysNothing(value: unknown): boolean {
  if (!isRecord(value)) return isNothing(value);
  return Object.values(value).every((inner) => isNothing(inner) || inner === 0);
}

function part(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

export function cannotGoBack(field: string, why: string): FieldProblem {
  return { field, message: `cannot be written back as it was read: ${why}. Edit this record in Syncore.` };
}
