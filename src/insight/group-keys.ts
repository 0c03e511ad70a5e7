import { normalName, plainText } from '../client/names.js';
import type { ClientRef, Ref } from '../records/fields.js';
import type { Held, HeldJob, HeldPurchaseOrder, HeldSalesOrder } from './held.js';
import { monthOf, weekOf } from './periods.js';

export const GROUP_FIELDS = [
  'client',
  'client_group',
  'supplier',
  'sku',
  'rep',
  'csr',
  'status',
  'class',
  'month',
  'week',
] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];

/** What a record falls under: `id` is what makes two the same, `name` how this record spells it. null: nothing given. */
export type KeyPart = { id: string; name: string } | null;

export type HeldOrder = HeldSalesOrder | HeldPurchaseOrder;

/** Tells a sales order, which names its client, from a purchase order, which names its supplier. */
export function isSale(order: HeldOrder): order is HeldSalesOrder {
  return 'client' in order;
}

/** The part of a key that the whole order has; a sales order's lines have `supplier` and `sku` each for themselves. */
export class OrderKeys {
  readonly #held: Held;
  readonly #names = new Map<string, KeyPart>();
  readonly #weeks = new Map<string, KeyPart>();

  constructor(held: Held) {
    this.#held = held;
  }

  of(order: HeldOrder, field: GroupField, day: string): KeyPart {
    switch (field) {
      case 'client':
        return this.client(clientOf(order, this.jobOf(order)));
      case 'client_group':
        return this.ref(this.#groupOf(clientOf(order, this.jobOf(order))));
      case 'supplier':
        return isSale(order) ? null : this.ref(order.supplier);
      case 'sku':
        return null;
      case 'rep':
        return this.#name(this.jobOf(order)?.primaryRep ?? null);
      case 'csr':
        return this.#name(this.jobOf(order)?.csr ?? null);
      case 'status':
        return plainKey(order.status);
      case 'class':
        return plainKey(this.jobOf(order)?.jobClass ?? null);
      case 'month':
        return timeKey(monthOf(day));
      case 'week':
        return this.#week(day);
    }
  }

  /** The part of a key that lines have each for themselves. */
  ofLine({ supplier, sku }: { supplier: Ref | null; sku: string | null }, field: GroupField): KeyPart {
    return field === 'supplier' ? this.ref(supplier) : plainKey(sku);
  }

  jobOf({ jobNumber }: HeldOrder): HeldJob | undefined {
    return jobNumber === null ? undefined : this.#held.jobs.get(jobNumber);
  }

  /** A company has many contacts: those of one business name are one client. A person without one goes by their own. */
  client(client: ClientRef | null): KeyPart {
    return this.#name(client?.businessName ?? client?.name ?? null);
  }

  /** Several ids of one name are one; what has no name goes by its id. */
  ref(ref: Ref | null): KeyPart {
    if (ref === null) return null;
    return this.#name(ref.name) ?? (ref.id === null ? null : { id: `#${ref.id}`, name: `#${ref.id}` });
  }

  #groupOf(client: ClientRef | null): Ref | null {
    const contact = client?.id == null ? undefined : this.#held.contacts.get(client.id);
    return contact?.clientGroup ?? null;
  }

  #week(day: string): KeyPart {
    const known = this.#weeks.get(day) ?? timeKey(weekOf(day));
    this.#weeks.set(day, known);
    return known;
  }

  /** Thousands of orders name the same few hundred. */
  #name(name: string | null): KeyPart {
    if (name === null) return null;
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const id = normalName(name);
    const part = id === '' ? plainKey(name) : { id, name: name.trim() };
    this.#names.set(name, part);
    return part;
  }
}

/** A sales order names its client; a purchase order is for the client of its job. */
export function clientOf(order: HeldOrder, job: HeldJob | undefined): ClientRef | null {
  return isSale(order) ? order.client : (job?.client ?? null);
}

/** A key of which only letter case and what nobody sees do not count. */
export function plainKey(text: string | null): KeyPart {
  const id = plainText(text ?? '').trim();
  return text === null || id === '' ? null : { id, name: text.trim() };
}

function timeKey(text: string): KeyPart {
  return { id: text, name: text };
}
