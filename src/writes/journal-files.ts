import { createHash } from 'node:crypto';
import { type Entry, type Intent, type JournalEvent, recordEdited } from './journal.js';
import { isEvent, isIntent } from './journal-shapes.js';

/*
 * An entry is one file of JSON lines under several names: the intent first, then its events, then empty lines. The
 * empty lines are room that is on the disk already: an event overwrites them, so that an outcome can be noted on a
 * disk that has become full (but for file systems that copy on write), and syncing it changes neither size nor names.
 * Names are hashes, since letter case and length differ between file systems.
 */

const NEWLINE = 10;
const BLOCK_BYTES = 4096;
const ROOM_PER_STEP_BYTES = 256;
/** What stays free after a `sending`: enough for any outcome of that step. */
export const OUTCOME_ROOM_BYTES = 1024;
/**
 * The first byte of an entry whose time is over. One byte cannot tear, and the file keeps its names: a name that became
 * free could be claimed by one process while another goes by what it read before.
 */
export const PRUNED = Buffer.from('-');
/** Stands before the intent, so that a later form of the file is not misread. */
const FORM = 1;

/** A short name for some values, the same in every process. */
export function hashOf(...values: (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 40);
}

/** What a generation's name begins with; `.<n>.jsonl` follows. */
export const stems = {
  content: (account: string, fingerprint: string) => `content-${hashOf('content', account, fingerprint)}`,
  key: (account: string, key: string) => `key-${hashOf('key', account, key)}`,
  payments: (account: string, orderId: number) => `payments-${hashOf('payments', account, orderId)}`,
  edits: (account: string, record: string) => `edits-${hashOf('edits', account, record)}`,
};

export const generationName = (stem: string, generation: number) => `${stem}.${generation}.jsonl`;

export const contentName = ({ account, fingerprint, generation }: Intent) =>
  generationName(stems.content(account, fingerprint), generation);

const KINDS: readonly [string, RegExp][] = [
  ['content', /^content-[0-9a-f]{40}\.[1-9]\d{0,8}\.jsonl$/],
  ['key', /^key-[0-9a-f]{40}\.[1-9]\d{0,8}\.jsonl$/],
  ['payments', /^payments-[0-9a-f]{40}\.[1-9]\d{0,8}\.jsonl$/],
  ['edits', /^edits-[0-9a-f]{40}\.[1-9]\d{0,8}\.jsonl$/],
  ['owner', /^owner-[0-9a-f]{40}\.json$/],
  ['account', /^account-[0-9a-f]{40}\.json$/],
  ['temporary', /^temporary-[0-9a-f]{40}-\d+$/],
  ['swept', /^swept$/],
];

/** Stands in for an intent that cannot be read: what is known of it comes from where it was looked for. */
export function unknownIntent(id: string, known: Partial<Intent>): Intent {
  return {
    account: '',
    key: '',
    keyed: false,
    fingerprint: '',
    tool: '',
    at: 0,
    client: null,
    owner: '',
    summary: '',
    plan: { tool: '', steps: [], content: null, summary: '' },
    ...known,
    id,
    generation: generationIn(id),
  };
}

const generationIn = (name: string) => Number(/\.(\d+)\.jsonl$/.exec(name)?.[1] ?? 1);

/** Whether an intent belongs under a name: a copied or renamed file must not settle another's write. */
export function fitsName(name: string, intent: Intent): boolean {
  if (name.startsWith('content-')) return name === contentName(intent);
  const { account, key, plan } = intent;
  if (name.startsWith('key-')) return name.startsWith(`${stems.key(account, key)}.`);
  if (name.startsWith('edits-')) {
    const record = recordEdited(plan);
    return record !== null && name.startsWith(`${stems.edits(account, record)}.`);
  }
  // The order of a payment may have been made by the entry itself: then its intent cannot name it.
  if (plan.payment === undefined) return plan.steps.some(({ action }) => action === 'add_payment');
  return name.startsWith(`${stems.payments(account, plan.payment.orderId)}.`);
}

/** What a file in the journal's folder is, by its name; null for one that is not the journal's. */
export function kindOf(name: string): string | null {
  return KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/** `end`: where the next event goes; `size`: where the room for events ends. */
export type Room = { end: number; size: number };

export type EntryFile = { entry: Entry; room: Room };

/** The file of a new entry, with room for its outcome. */
export function formatIntent(intent: Intent): Buffer {
  const line = `${JSON.stringify({ journal: FORM, intent })}\n`;
  const room = OUTCOME_ROOM_BYTES + ROOM_PER_STEP_BYTES * intent.plan.steps.length;
  const bytes = Buffer.byteLength(line);
  const file = Buffer.alloc(blocks(bytes + room), NEWLINE);
  file.write(line);
  return file;
}

/** The room of a new file. */
export function roomOf(file: Buffer): Room {
  return { end: endOfText(file), size: file.length };
}

/** Empty lines for at least so many bytes, whole blocks of them. */
export function moreRoom(bytes: number): Buffer {
  return Buffer.alloc(blocks(bytes), NEWLINE);
}

const blocks = (bytes: number) => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;

/** One event as it stands in the file. */
export function formatEvent(event: JournalEvent, torn: boolean): Buffer {
  // What is left of a torn intent, which may be half a line, stays: it is all that a person has to go by.
  return Buffer.from(`${torn ? '\n' : ''}${JSON.stringify(event)}\n`);
}

/**
 * Reads an entry's file; null when its time was over. `ifTorn` stands in for an intent that cannot be read, or that
 * belongs under another name. A last line that cannot be read is an append that did not come to its end: nothing
 * followed from it, it does not count, and the next event goes over it. One in the middle cannot come from that, and
 * makes the whole doubtful.
 */
export function readEntry(name: string, bytes: Buffer, ifTorn: Intent): EntryFile | null {
  if (bytes[0] === PRUNED[0]) return null;
  const textEnd = endOfText(bytes);
  const firstEnd = lineEnd(bytes, 0);
  const intent = intentIn(bytes.subarray(0, Math.max(0, firstEnd - 1)));
  const events: JournalEvent[] = [];
  let torn = intent === null || !fitsName(name, intent);
  let end = firstEnd;
  let unreadable = false;
  for (let at = firstEnd; at < textEnd; ) {
    const next = lineEnd(bytes, at);
    const line = bytes.subarray(at, next - 1);
    const event = parse(line);
    if (isEvent(event)) {
      if (unreadable) torn = true;
      events.push(event);
      end = next;
    } else if (!isBlank(line)) unreadable = true;
    at = next;
  }
  const entry = { intent: torn || intent === null ? ifTorn : intent, events, torn };
  return { entry, room: { end: torn ? Math.max(end, textEnd) : end, size: bytes.length } };
}

/** Zeros are room as well: a file that grew shows them where a crash lost the rest. */
function endOfText(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === NEWLINE || bytes[end - 1] === 0)) end -= 1;
  return end === 0 ? 0 : Math.min(end + 1, bytes.length);
}

const isBlank = (line: Buffer) => line.every((byte) => byte === 0);

function lineEnd(bytes: Buffer, from: number): number {
  const newline = bytes.indexOf(NEWLINE, from);
  // One past the end, as if the newline were there: what lacks it is not whole, and its last byte is cut off below.
  return newline < 0 ? bytes.length : newline + 1;
}

function intentIn(line: Buffer): Intent | null {
  const value = parse(line);
  if (typeof value !== 'object' || value === null || !('journal' in value) || !('intent' in value)) return null;
  return value.journal === FORM && isIntent(value.intent) ? value.intent : null;
}

function parse(line: Buffer): unknown {
  if (line.length === 0) return undefined;
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
