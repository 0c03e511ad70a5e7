import { type Action, type Area, areaName, JOB_CLASSES, permission } from '../client/permissions.js';
import { Failure } from '../failure.js';
import { nearest } from '../nearest.js';

/** A tool of ours that a setting keeps from this caller, and the setting in words. */
export type HiddenTool = { name: string; why: string };

const VERBS = new Map<string, Action>([
  ['delete', 'delete'],
  ['remove', 'delete'],
  ['void', 'delete'],
  ['cancel', 'delete'],
  ['refund', 'delete'],
  ['update', 'edit'],
  ['edit', 'edit'],
  ['change', 'edit'],
  ['create', 'create'],
  ['add', 'create'],
  ['list', 'read'],
  ['get', 'read'],
  ['read', 'read'],
  ['find', 'read'],
  ['search', 'read'],
]);

/** Words in the singular and the area they mean; the first rule whose words all occur counts. */
const AREA_WORDS: readonly (readonly [words: string[], area: Area])[] = [
  [['purchase', 'line'], 'purchase_order_line_items'],
  [['po', 'line'], 'purchase_order_line_items'],
  [['purchaseorder', 'line'], 'purchase_order_line_items'],
  [['line'], 'sales_order_line_items'],
  [['lineitem'], 'sales_order_line_items'],
  [['purchase', 'payment'], 'purchase_order_payments'],
  [['po', 'payment'], 'purchase_order_payments'],
  [['payment'], 'sales_order_payments'],
  [['purchase', 'order'], 'purchase_orders'],
  [['purchaseorder'], 'purchase_orders'],
  [['salesorder'], 'sales_orders'],
  [['po'], 'purchase_orders'],
  [['job', 'log'], 'job_logs'],
  [['quote'], 'quotes'],
  [['inventory'], 'inventory'],
  [['stock'], 'inventory'],
  [['order'], 'sales_orders'],
  [['invoice'], 'sales_orders'],
  [['product'], 'products'],
  [['job'], 'jobs'],
  [['project'], 'jobs'],
  [['contact'], 'contacts'],
  [['client'], 'contacts'],
  [['customer'], 'contacts'],
];

/** Names that hold a word of an area and mean a list of reference data. */
const REFERENCE = new Set(['index', 'indice', 'group', 'term', 'supplier']);

/**
 * The answer to a call of a tool that is not there, where the reason is worth more than "unknown tool": a setting
 * hides it, or it asks for what Syncore's API does not permit.
 * @returns undefined for any other name.
 */
export function refusal(name: string, hidden: readonly HiddenTool[]): Failure | undefined {
  const ours = hidden.find((tool) => tool.name === name);
  if (ours !== undefined) return new Failure('not_permitted', `The tool ${name} is switched off here: ${ours.why}`);
  const wish = wishOf(name);
  if (wish === undefined) return undefined;
  const { allowed, reason } = permission(wish.area, wish.jobClass, wish.action);
  if (allowed === 'yes') return undefined;
  return new Failure('not_permitted', `There is no tool to ${wish.action} ${areaName(wish.area)}. ${reason}`);
}

/** The message of the protocol error for a name that means nothing here. */
export function unknownToolMessage(name: string, tools: Iterable<string>): string {
  const shown = name.slice(0, 64);
  const near = nearest(name, tools);
  return near === undefined ? `Unknown tool: ${shown}` : `Unknown tool: ${shown}. Did you mean ${near}?`;
}

function wishOf(name: string) {
  const words = wordsOf(name);
  const verb = words.find((word) => VERBS.has(word));
  const action = verb === undefined ? undefined : VERBS.get(verb);
  if (action === undefined || words.some((word) => REFERENCE.has(word))) return undefined;
  const area = AREA_WORDS.find(([needed]) => needed.every((word) => words.includes(word)))?.[1];
  if (area === undefined) return undefined;
  const jobClass = JOB_CLASSES.find((candidate) => words.includes(candidate)) ?? null;
  return { action, area, jobClass };
}

/** `deleteJob`, `delete-job`, `DELETE_JOBS` and `syncore.delete_job` are the same words, in the singular. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 128)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (word.length > 2 ? word.replace(/s$/, '') : word));
}
