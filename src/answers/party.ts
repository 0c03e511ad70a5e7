import * as z from 'zod/v4';
import type { ClientRef, Ref } from '../records/fields.js';
import { brief } from './list.js';

/** A client, supplier or group in a row. */
export const party = z.object({ id: z.int().nullable(), name: z.string().nullable() }).nullable();

/** People know a client by its business name; a person without a business goes by their own. */
export function clientAnswer(client: ClientRef | null) {
  return client === null ? null : { id: client.id, name: client.businessName ?? client.name };
}

/** The client as a row of a list shows it; what is cut from a name can still be asked for by the id. */
export function briefClient(client: ClientRef | null, width: number) {
  const whole = clientAnswer(client);
  return whole === null ? null : { ...whole, name: brief(whole.name, width) };
}

export function refAnswer(ref: Ref | null) {
  return ref === null ? null : { id: ref.id, name: ref.name };
}
