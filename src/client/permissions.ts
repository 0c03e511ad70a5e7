/** What Syncore's API knows, in the words of its FAQ. */
export const AREAS = [
  'contacts',
  'jobs',
  'sales_orders',
  'sales_order_line_items',
  'sales_order_payments',
  'purchase_orders',
  'purchase_order_line_items',
  'purchase_order_payments',
  'products',
  'inventory',
  'job_logs',
  'quotes',
] as const;
export type Area = (typeof AREAS)[number];

export const ACTIONS = ['read', 'create', 'edit', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

/** Only contacts and jobs differ by class; null stands for all classes. */
export const JOB_CLASSES = ['program', 'store', 'dropship'] as const;
export type JobClass = (typeof JOB_CLASSES)[number];

/** `soon` is on the vendor's list of what comes next; `no` is not in the API; `never` will not be. */
export type Allowed = 'yes' | 'soon' | 'no' | 'never';

export type Permission = { area: Area; class: JobClass | null; action: Action; allowed: Allowed; reason: string };

type Line = readonly [Area, JobClass | null, Allowed, Allowed, Allowed, Allowed];

/**
 * What is permitted, from Syncore's Open API FAQ: read, create, edit, delete. The day the vendor opens an action,
 * one cell changes here. The FAQ's "program" includes store.
 */
const TABLE: readonly Line[] = [
  ['contacts', 'program', 'yes', 'yes', 'yes', 'never'],
  ['contacts', 'store', 'yes', 'yes', 'yes', 'never'],
  ['contacts', 'dropship', 'yes', 'soon', 'soon', 'never'],
  ['jobs', 'program', 'yes', 'yes', 'yes', 'never'],
  ['jobs', 'store', 'yes', 'yes', 'yes', 'never'],
  ['jobs', 'dropship', 'yes', 'soon', 'soon', 'never'],
  ['sales_orders', null, 'yes', 'yes', 'soon', 'never'],
  ['sales_order_line_items', null, 'soon', 'yes', 'soon', 'never'],
  ['sales_order_payments', null, 'soon', 'yes', 'no', 'never'],
  ['purchase_orders', null, 'yes', 'soon', 'soon', 'never'],
  ['purchase_order_line_items', null, 'soon', 'soon', 'soon', 'never'],
  ['purchase_order_payments', null, 'soon', 'soon', 'no', 'never'],
  ['products', null, 'no', 'no', 'no', 'never'],
  ['inventory', null, 'no', 'no', 'no', 'never'],
  ['job_logs', null, 'no', 'no', 'no', 'never'],
  ['quotes', null, 'no', 'no', 'no', 'never'],
];

/** Ways round a refusal that the table alone does not tell. */
const ASIDES: Partial<Record<`${Action} ${Area}`, string>> = {
  'read sales_order_line_items': 'The lines come inside their sales order: get_sales_order shows them.',
  'read purchase_order_line_items': 'The lines come inside their purchase order: get_purchase_order shows them.',
  'edit sales_order_payments': 'A wrong payment is put right by hand in Syncore.',
  'edit purchase_order_payments': 'A wrong payment is put right by hand in Syncore.',
};

/** Every area, class and action with what the vendor permits, in the order of the vendor's table. */
export function permissionRows(): Permission[] {
  return TABLE.flatMap(([area, jobClass, ...cells]) =>
    ACTIONS.map((action, column) => {
      const allowed = cells[column] ?? 'no';
      return { area, class: jobClass, action, allowed, reason: reason(area, jobClass, action, allowed) };
    }),
  );
}

/**
 * What the vendor permits. For contacts and jobs without a class (null) the most permissive class answers: what
 * only dropship records refuse is found out when the record is known.
 */
export function permission(area: Area, jobClass: JobClass | null, action: Action): Permission {
  const rows = permissionRows().filter((row) => row.area === area && row.action === action);
  const exact = rows.find((row) => row.class === jobClass) ?? rows.find((row) => row.class === null) ?? rows[0];
  if (exact === undefined) throw new RangeError(`no permission is known for ${action} on ${area}`);
  // The words must not name a class that nobody spoke of.
  return { ...exact, reason: reason(area, jobClass, action, exact.allowed) };
}

/** Whether some class of the area's records may be dealt with so; the class itself is judged where it is known. */
export function isOpen(area: Area, action: Action): boolean {
  const column = ACTIONS.indexOf(action);
  return TABLE.some(([name, , ...cells]) => name === area && cells[column] === 'yes');
}

/** The area in words: `sales order line items`. */
export function areaName(area: Area): string {
  return area.replace('_line_items', ' line items').replace('_payments', ' payments').replaceAll('_', ' ');
}

function reason(area: Area, jobClass: JobClass | null, action: Action, allowed: Allowed): string {
  const what = `${jobClass === null ? '' : `${jobClass} `}${areaName(area)}`;
  const aside = ASIDES[`${action} ${area}`];
  const words = {
    yes: 'Permitted.',
    soon: `Syncore's API does not let ${what} be ${PAST[action]} yet; the vendor lists it as coming soon.`,
    no: `Syncore's API does not let ${what} be ${PAST[action]}.`,
    never: `Syncore's API deletes, cancels and refunds nothing, ${what} included.`,
  }[allowed];
  if (allowed === 'yes') return words;
  return `${words} ${aside ?? WAY_OUT[allowed][action]}`;
}

const PAST: Record<Action, string> = { read: 'read', create: 'created', edit: 'edited', delete: 'deleted' };

const BY_HAND: Record<Action, string> = {
  read: 'A person can look it up in Syncore.',
  create: 'A person can enter it in Syncore.',
  edit: 'A person can change it in Syncore.',
  delete: 'A person can delete or cancel it by hand in Syncore.',
};

const UNTIL_THEN: Record<Action, string> = {
  read: 'Until then a person looks it up in Syncore.',
  create: 'Until then a person enters it in Syncore.',
  edit: 'Until then a person changes it in Syncore.',
  delete: BY_HAND.delete,
};

const WAY_OUT = { soon: UNTIL_THEN, no: BY_HAND, never: BY_HAND };
