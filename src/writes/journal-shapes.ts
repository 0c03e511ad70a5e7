import type { Intent, JournalEvent, Plan, PlanStep } from './journal.js';

/*
 * What was read from a disk is looked at before it is believed. By hand and not with zod: every claim and every look at
 * a key reads entries, and these checks cost a tenth of the parsing.
 */

type Shape = Record<string, unknown>;

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isIdOrNull = (value: unknown) => value === null || isCount(value);
const isOptional = (value: unknown, is: (value: unknown) => boolean) => value === undefined || is(value);
const areTexts = (shape: Shape, ...names: string[]) => names.every((name) => isText(shape[name]));

const ACTIONS: Record<PlanStep['action'], true> = {
  create_contact: true,
  update_contact: true,
  create_job: true,
  update_job: true,
  create_sales_order: true,
  add_line_item: true,
  add_payment: true,
};

export function isIntent(value: unknown): value is Intent {
  return (
    isShape(value) &&
    areTexts(value, 'id', 'account', 'key', 'fingerprint', 'tool', 'owner', 'summary') &&
    typeof value.keyed === 'boolean' &&
    isCount(value.generation) &&
    isNumber(value.at) &&
    isOptional(value.wall, isNumber) &&
    isOptional(value.consent, isText) &&
    isOptional(value.token, isText) &&
    (value.client === null || (isShape(value.client) && areTexts(value.client, 'name', 'version'))) &&
    isPlan(value.plan)
  );
}

function isPlan(value: unknown): value is Plan {
  return (
    isShape(value) &&
    areTexts(value, 'tool', 'summary') &&
    Array.isArray(value.steps) &&
    value.steps.every(isPlanStep) &&
    (value.payment === undefined || isPayment(value.payment))
  );
}

function isPlanStep(value: unknown): value is PlanStep {
  return (
    isShape(value) &&
    isText(value.name) &&
    isText(value.action) &&
    Object.hasOwn(ACTIONS, value.action) &&
    Array.isArray(value.ids) &&
    value.ids.every((id) => isCount(id) || (isShape(id) && isCount(id.step))) &&
    isShape(value.body) &&
    isOptional(value.basis, isShape)
  );
}

function isPayment(value: unknown): boolean {
  return (
    isShape(value) &&
    isCount(value.orderId) &&
    isCount(value.amountCents) &&
    (value.reference === null || isText(value.reference))
  );
}

const EVENTS: Record<JournalEvent['type'], (event: Shape) => boolean> = {
  sending: (event) =>
    isCount(event.step) &&
    Array.isArray(event.before) &&
    event.before.every(isCount) &&
    isOptional(event.unseen, (value) => value === true) &&
    isOptional(event.filled, (value) => Array.isArray(value) && value.every(isText)),
  done: (event) =>
    isCount(event.step) &&
    isIdOrNull(event.id) &&
    (event.matched === undefined || event.matched === 'reference' || event.matched === 'content') &&
    isOptional(event.differs, (value) => Array.isArray(value) && value.every(isText)),
  refused: (event) => isCount(event.step) && areTexts(event, 'code', 'message'),
  not_done: (event) => isCount(event.step),
  in_doubt: (event) => isCount(event.step) && isText(event.why),
  settled: (event) =>
    isCount(event.step) &&
    (event.outcome === 'entered' || event.outcome === 'not_entered') &&
    isIdOrNull(event.id) &&
    isText(event.by) &&
    isOptional(event.token, isText),
  declined: () => true,
  released: () => true,
  owner: (event) => isText(event.owner),
  finished: () => true,
};

export function isEvent(value: unknown): value is JournalEvent {
  if (!isShape(value) || !isNumber(value.at) || !isOptional(value.wall, isNumber)) return false;
  const { type } = value;
  return isEventType(type) && EVENTS[type](value);
}

function isEventType(type: unknown): type is JournalEvent['type'] {
  return isText(type) && Object.hasOwn(EVENTS, type);
}
