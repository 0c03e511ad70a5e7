import type { Entry, Intent, PlanStep } from '../../src/writes/journal.js';

export const ACCOUNT = 'api.syncore.app/acme';
const START_MS = Date.UTC(2026, 10, 23);
let made = 0;

export type IntentOptions = Partial<Omit<Intent, 'plan'>> & {
  steps?: number;
  payment?: Intent['plan']['payment'];
  /** The contact that it edits; without one, it adds lines. */
  edits?: number;
};

/** An intent of its own, in everything that is not given. */
export function intentOf({ steps = 2, payment, edits, ...given }: IntentOptions = {}): Intent {
  made += 1;
  const id = `intent-${process.pid}-${made}`;
  const summary = 'Add lines to order 32255-1 of Élan Größe 日本';
  const step = (_: unknown, index: number): PlanStep => ({
    name: `line ${index + 1}`,
    action: 'add_line_item',
    ids: [5120, index === 0 ? 7 : { step: index - 1 }],
    body: { description: 'Mug "Élan"\nred', quantity: 10 * index, parent_id: index === 0 ? null : { step: 0 } },
  });
  return {
    id,
    account: ACCOUNT,
    key: `key of ${id}`,
    keyed: true,
    fingerprint: `content of ${id}`,
    generation: 1,
    tool: 'add_line_items',
    at: START_MS + made,
    client: { name: 'claude-ai', version: '0.1.0' },
    owner: 'nobody in particular',
    summary,
    ...given,
    plan: {
      tool: 'add_line_items',
      steps: edits === undefined ? Array.from({ length: steps }, step) : [editOf(edits)],
      content: { order: '32255-1', lines: steps },
      summary,
      ...(payment === undefined ? {} : { payment }),
    },
  };
}

function editOf(contactId: number): PlanStep {
  const basis = { first_name: 'Ida', title: 'Buyer' };
  const body = { ...basis, title: 'Owner' };
  return { name: 'contact', action: 'update_contact', ids: [contactId], body, basis };
}

/** All of a list. */
export async function all(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}
