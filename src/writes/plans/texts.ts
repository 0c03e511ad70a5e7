import type { Contact } from '../../records/contact.js';
import type { ClientRef } from '../../records/fields.js';
import { centsToValue } from '../../records/money.js';

/* Texts of others within what a person is asked: quoted, on one line, and clipped. */

const LONGEST_QUOTE = 60;

export function quoted(text: string | null | undefined, longest: number = LONGEST_QUOTE): string {
  const line = (text ?? '').replace(/[\p{Cc}\s"“”]+/gu, ' ').trim();
  return `"${line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`}"`;
}

/** Made once: making it takes a hundred times as long as using it. */
let format: Intl.NumberFormat | undefined;

/** `3,720.13`, in the account's currency. */
export function money(cents: number): string {
  format ??= new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return format.format(centsToValue(cents));
}

/** `24.50`, `0.895`: a unit price has up to four decimals. */
export function unitPrice(value: number): string {
  const decimals = (String(value).split('.')[1] ?? '').length;
  return value.toFixed(Math.min(4, Math.max(2, decimals)));
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** What is given of some parts, in one line. */
export function listed(...parts: (string | null | undefined | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(', ');
}

/** The client of a record, as people know it: the business, the person, the contact's id. */
export function clientName(client: ClientRef | null): string {
  if (client === null) return 'no client';
  return partyName(client.businessName, client.name, client.id);
}

/** A contact as people know it. */
export function contactName({ id, businessName, firstName, lastName }: Contact): string {
  return partyName(businessName, [firstName, lastName].filter((part) => part !== null).join(' '), id);
}

function partyName(business: string | null, person: string | null, id: number | null): string {
  const names = [business, person === business ? null : person].filter((name) => name !== null && name.trim() !== '');
  const told = names.length === 0 ? quoted(null) : names.map((name) => quoted(name)).join(', ');
  return id === null ? told : `${told} (contact ${id})`;
}

/** ` (Open)`: the status of what is there already, where Syncore gave one. */
export function statusOf({ status }: { status: string | null }): string {
  return status === null ? '' : ` (${/^[\p{L} @]{1,24}$/u.test(status) ? status : quoted(status, 24)})`;
}
