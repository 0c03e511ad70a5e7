import { type Entry, type Journal, stateOf, stepsOf } from './journal.js';
import { recordIdOf, statusOf } from './result.js';

export type ReviewQuery = {
  key: string | undefined;
  /** Milliseconds since the epoch. */
  since: number | undefined;
  /** Likewise; only what was noted earlier. */
  before: number | undefined;
  status: string | undefined;
  limit: number;
};

export type Review = { entries: Entry[]; more: boolean };

/** What the journal holds of an account, newest first. What sent nothing and made room for another write is no write. */
export async function review(journal: Journal, account: string, query: ReviewQuery): Promise<Review> {
  const { key, since, before, status, limit } = query;
  const entries: Entry[] = [];
  for await (const entry of journal.list(account)) {
    if (stateOf(entry) === 'released') continue;
    if (key !== undefined && keyOf(entry) !== key) continue;
    if (since !== undefined && entry.intent.at < since) continue;
    if (before !== undefined && entry.intent.at >= before) continue;
    if (status !== undefined && statusOf(entry) !== status) continue;
    if (entries.length === limit) return { entries, more: true };
    entries.push(entry);
  }
  return { entries, more: false };
}

/** The key under which a write can be asked for; an entry that cannot be read goes by the name of its file. */
export function keyOf({ intent, torn }: Entry): string {
  return torn && intent.key === '' ? intent.id : intent.key;
}

/** One write as the audit trail shows it. */
export function reviewed(entry: Entry, accountName: string) {
  const { intent, torn } = entry;
  return {
    key: keyOf(entry),
    tool: intent.tool,
    status: statusOf(entry),
    at: new Date(intent.at).toISOString(),
    client: intent.client,
    account: accountName,
    summary: torn ? 'This entry of the journal cannot be read.' : intent.summary,
    recordId: torn ? null : recordIdOf(entry),
    steps: torn ? [] : stepsOf(entry),
  };
}
