import type { HeldContact, HeldJob, HeldPurchaseOrder } from '../insight/held.js';
import type { ClientRef } from '../records/fields.js';
import { brief } from './list.js';

/*
 * What a record is called in one line, from its own texts: for lists in which kinds stand side by side.
 */

const LONGEST_TITLE = 80;

/** A purchase order has no description: it goes by its supplier and what its job is about. */
export function purchaseOrderTitle({ supplier }: HeldPurchaseOrder, job: HeldJob | undefined): string | null {
  return joined(supplier?.name ?? null, job?.description ?? null);
}

/** A job or a sales order by what it is about, and for whom. */
export function titleFor(description: string | null, client: ClientRef | null): string | null {
  return joined(description, client?.businessName ?? client?.name ?? null);
}

export function contactTitle({ firstName, lastName, businessName }: HeldContact): string | null {
  const person = [firstName, lastName].filter((part) => part !== null).join(' ');
  return joined(person === '' ? null : person, businessName);
}

/** The parts that there are; where both are long, each has half of the room. */
function joined(first: string | null, second: string | null): string | null {
  const end = brief(second, LONGEST_TITLE / 2);
  const beginning = brief(first, LONGEST_TITLE - (end?.length ?? 0));
  const parts = [beginning, end].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' | ');
}
