import type { Call } from '../../client/request.js';
import type { Sent, Writer } from '../../client/writer.js';
import { Failure } from '../../failure.js';
import type { Raw } from '../../records/fields.js';
import { differingFields, isNothing, isRecord, type Turned, type WriteForm } from '../../records/write-form.js';
import type { Difference, Resolved, StepKind, StepReading } from './step.js';

export type EditOptions = {
  read(ids: readonly number[], reading: StepReading): Promise<Raw>;
  form(raw: Raw): Turned;
  submit(resolved: Resolved, writer: Writer, call: Call): Promise<Sent>;
};

/** A PUT of the whole record, upon the record that it was made from. */
export function edit({ read, form, submit }: EditOptions): StepKind {
  async function standing({ ids }: Resolved, reading: StepReading): Promise<Turned> {
    return form(await read(ids, reading));
  }

  async function effect(resolved: Resolved, reading: StepReading) {
    const { form: now, own } = await standing(resolved, reading);
    const wiped = reading.filled.filter((field) => isNothing(own[field]));
    const differences = [...differencesOf(resolved, now), ...wiped.map(emptied)];
    if (differences.length === 0) return { kind: 'stands' as const };
    const ignored = wiped.length === 0 && differingFields(basisOf(resolved), now).length === 0;
    return ignored ? { kind: 'ignored' as const } : { kind: 'differs' as const, differences };
  }

  return {
    async before(resolved, reading) {
      const { form: now, own } = await standing(resolved, reading);
      const changed = differingFields(basisOf(resolved), now);
      if (changed.length > 0) throw changedMeanwhile(changed);
      return { ids: [], whole: true, filled: Object.keys(own).filter((field) => !MOVING.has(field)) };
    },
    submit,
    effect,
    async find(resolved, _, reading) {
      const outcome = await effect(resolved, reading);
      switch (outcome.kind) {
        case 'stands':
          return { kind: 'found', id: resolved.ids[0] ?? 0, by: 'content' };
        case 'ignored':
          return { kind: 'none' };
        case 'differs':
          return { kind: 'cannot_tell', why: 'the record is neither as it was nor as it was to become' };
      }
    },
  };
}

/** What Syncore sets anew with each edit, or counts from other records. */
const MOVING = new Set(['id', 'last_modified_date', 'sales_orders', 'purchase_orders']);

const emptied = (field: string): Difference => ({ field, meant: 'what it was', found: null });

const basisOf = ({ step }: Resolved): WriteForm => step.basis ?? {};

/**
 * What the record shows that was written otherwise. A person is written as a name or an e-mail address and always read
 * as a name, so that of an address it can only be seen whether the name has changed.
 */
function differencesOf(resolved: Resolved, now: WriteForm): Difference[] {
  const { body } = resolved;
  const basis = basisOf(resolved);
  return differingFields(body, now)
    .filter((field) => {
      const meant = body[field];
      const changed = now[field] !== undefined && now[field] !== basis[field];
      return !(typeof meant === 'string' && PEOPLE.has(field) && meant.includes('@') && changed);
    })
    .map((field) => ({ field, meant: valueAt(body, field), found: valueAt(now, field) }));
}

const PEOPLE = new Set(['primary_rep', 'secondary_rep', 'customer_service_rep']);

/** The value at a path such as `billing_address.city`; null where there is none. */
export function valueAt(form: WriteForm, path: string): unknown {
  let at: unknown = form;
  for (const name of path.split('.')) at = isRecord(at) ? at[name] : undefined;
  return at ?? null;
}

function changedMeanwhile(fields: string[]): Failure {
  const message =
    'Somebody changed the record between the preview and the write, so nothing was written. Read it again and decide anew.';
  return new Failure('conflict', message, {
    fields: fields.map((field) => ({ field, message: 'is not what it was when this edit was made' })),
  });
}
