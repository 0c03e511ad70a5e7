import { createHash } from 'node:crypto';

/**
 * The content of a write as it is compared: what a caller may write otherwise without meaning anything else (order of
 * names, spaces, letter case, 10 and 10.0, null and not given) makes no difference.
 */
export function canonical(value: unknown, exactText = false): unknown {
  if (typeof value === 'string') return plainText(value, exactText);
  if (typeof value === 'number') return value + 0;
  if (Array.isArray(value)) return value.map((item) => canonical(item, exactText));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value)
    .map(([name, inner]): [string, unknown] => [name, canonical(inner, exactText)])
    .filter(([, inner]) => !isEmpty(inner))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function plainText(text: string, exact: boolean): string {
  const plain = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  return exact ? plain : plain.toLowerCase();
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** What equal contents of one account have in common. */
export function fingerprintOf(account: string, kind: string, content: unknown): string {
  return hash(account, kind, content).toString('hex').slice(0, 40);
}

/** Digits and letters that nobody takes for one another. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const REFERENCE_LENGTH = 8;

/**
 * What a sales order carries in its instructions, so that one whose answer was lost is found for certain. It follows
 * from the content and how often that was entered, so that a preview shows what will be sent.
 */
export function referenceOf(fingerprint: string, generation: number): string {
  const bytes = hash(fingerprint, generation, 'reference');
  const letters = [...bytes.subarray(0, REFERENCE_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]);
  return `Ref ${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A short digest of what an edit was previewed upon. */
export function digestOf(value: unknown): string {
  return hash(canonical(value, true)).toString('hex').slice(0, 24);
}

function hash(...values: unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(values)).digest();
}
