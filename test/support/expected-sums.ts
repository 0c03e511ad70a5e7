import { BUSINESSES, type RawAccount, type RawLine, type RawOrder, type RawPurchase } from './account-data.js';
import { cents, lineCents, percent } from './exact.js';

/*
 * The sums of interface.md and insight.md, worked out from records as Syncore sends them: slowly, in bigint, order by
 * order and line by line.
 */

export type Question = {
  record: 'sales_orders' | 'purchase_orders';
  groupBy: string[];
  dateField: 'date' | 'invoice_date';
  span: { from: string; to: string };
  compareTo: 'previous_period' | 'previous_year' | undefined;
  status: string | undefined;
  client: string | undefined;
  /** Primary or secondary rep. */
  rep: string | undefined;
  supplier: string | undefined;
};

export type Expected = {
  count: number;
  withoutCost: number;
  quantity: bigint;
  subTotal: bigint | null;
  tax: bigint | null;
  total: bigint | null;
  cost: bigint | null;
  profit: bigint | null;
  margin: number | null;
  first: string | null;
  last: string | null;
};

/** A share of an order, and where it goes. */
type Share = {
  order: number;
  key: (string | null)[];
  day: string;
  before: boolean;
  subTotal: bigint | null;
  tax: bigint | null;
  total: bigint | null;
  cost: bigint | null;
  withoutCost: boolean;
  quantity: bigint;
};

/** By group, and over everything: now and in the period compared to. */
export function expectedSums(account: RawAccount, question: Question) {
  const shares = sharesOf(account, question);
  const groups = new Map<string, { now: Expected; before: Expected }>();
  for (const key of new Set(shares.map((share) => JSON.stringify(share.key)))) {
    groups.set(key, both(shares.filter((share) => JSON.stringify(share.key) === key)));
  }
  return { groups, totals: both(shares) };
}

function both(shares: Share[]) {
  return {
    now: total(shares.filter(({ before }) => !before)),
    before: total(shares.filter(({ before }) => before)),
  };
}

function sharesOf(account: RawAccount, question: Question): Share[] {
  const ofSales = question.record === 'sales_orders';
  const shares: Share[] = [];
  for (const order of ofSales ? account.salesOrders : account.purchaseOrders) {
    if (!fits(account, order, question)) continue;
    const date = ofSales && question.dateField === 'invoice_date' ? invoiceDate(order) : order.date;
    if (date === null) continue;
    if (date >= question.span.from && date <= question.span.to) {
      shares.push(...divided(account, order, question, { day: date, before: false }));
    }
    const day = standsAgainst(date, question);
    if (day !== null) shares.push(...divided(account, order, question, { day, before: true }));
  }
  return shares;
}

const invoiceDate = (order: RawOrder | RawPurchase) => ('invoice_date' in order ? order.invoice_date : null);
const isSale = (order: RawOrder | RawPurchase): order is RawOrder => 'client' in order;
const jobOf = (account: RawAccount, order: RawOrder | RawPurchase) =>
  account.jobs.find(({ id }) => id === order.job_number);
const clientOf = (account: RawAccount, order: RawOrder | RawPurchase) =>
  isSale(order) ? order.client : (jobOf(account, order)?.client ?? null);

/** The business that a client is of, by the list of its spellings. */
function businessOf(client: ReturnType<typeof clientOf>): string | null {
  if (client === null) return null;
  const name = client.business_name ?? client.name;
  const known = Object.entries(BUSINESSES).find(([, spellings]) => name !== null && spellings.includes(name));
  return (
    known?.[0] ??
    name
      ?.toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim() ??
    null
  );
}

/** A filter by a client's name means the contacts of that business, and whoever is called so on the order. */
function isOf(account: RawAccount, client: ReturnType<typeof clientOf>, business: string): boolean {
  const spellings = BUSINESSES[business] ?? [];
  const contact = account.contacts.find(({ id }) => id === client?.id);
  return [contact?.business_name, client?.business_name ?? client?.name].some((name) => spellings.includes(name ?? ''));
}

function fits(account: RawAccount, order: RawOrder | RawPurchase, question: Question): boolean {
  const job = jobOf(account, order);
  const reps = [job?.primary_rep?.name, job?.secondary_rep?.name];
  return (
    (question.status === undefined || order.status === question.status) &&
    (question.client === undefined || isOf(account, clientOf(account, order), question.client)) &&
    (question.rep === undefined || reps.includes(question.rep)) &&
    (question.supplier === undefined || isSale(order) || order.supplier?.name.toLowerCase() === question.supplier)
  );
}

/** The day of the period that a day of the one before stands against; null where it is not in the one before. */
function standsAgainst(date: string, { span, compareTo }: Question): string | null {
  if (compareTo === 'previous_year') {
    return date >= atYear(span.from, -1) && date <= atYear(span.to, -1) ? atYear(date, 1) : null;
  }
  if (compareTo === undefined || date >= span.from) return null;
  const months = wholeMonths(span);
  if (months === null) {
    const day = plus(date, daysOf(span.from, span.to) + 1);
    return day >= span.from ? day : null;
  }
  const month = monthsLater(`${date.slice(0, 7)}-01`, months);
  const lastDay = plus(monthsLater(month, 1), -1);
  const day = `${month.slice(0, 7)}${date.slice(7)}`;
  // The last days of a month that was longer stand against the last day of the shorter one.
  return month >= span.from ? (day > lastDay ? lastDay : day) : null;
}

/** The same date in another year; 29 February stands with the 28th. */
function atYear(date: string, years: number): string {
  const same = `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
  return same.endsWith('02-29') && plus(same, 0) !== same ? same.replace('02-29', '02-28') : same;
}

function wholeMonths({ from, to }: Question['span']): number | null {
  if (!from.endsWith('-01') || !plus(to, 1).endsWith('-01')) return null;
  let months = 0;
  while (monthsLater(from, months) <= to) months += 1;
  return months;
}

const DAY_MS = 86_400_000;
const plus = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const daysOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS;
const monthsLater = (first: string, months: number) =>
  new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);

function divided(
  account: RawAccount,
  order: RawOrder | RawPurchase,
  question: Question,
  { day, before }: { day: string; before: boolean },
): Share[] {
  const { groupBy, supplier } = question;
  const ofSales = isSale(order);
  const share = {
    order: order.id,
    day,
    before,
    subTotal: inCents(order.sub_total_value),
    tax: inCents(order.tax_value),
    total: inCents(order.total_value),
    cost: null,
    withoutCost: false,
    quantity: 0n,
  };
  const keyed = (line: { supplier: string | null; sku: string | null }) =>
    groupBy.map((field) => {
      if (field === 'sku') return line.sku;
      if (field === 'supplier') return ofSales ? line.supplier : (order.supplier?.name.toLowerCase() ?? null);
      return keyOf(account, order, field, day);
    });
  const none = { supplier: null, sku: null };
  const byLines = groupBy.includes('sku') || (ofSales && (groupBy.includes('supplier') || supplier !== undefined));
  const lines = order.line_items;
  if (!byLines || lines === undefined) {
    if (byLines && ofSales && supplier !== undefined) return [];
    return [{ ...share, key: keyed(none), ...(ofSales && !byLines ? costs(lines ?? []) : {}) }];
  }
  const bought = !ofSales;
  const counted = lines.filter(
    ({ quantity, price_value: price, cost_value: cost }) =>
      quantity && ((price ?? null) !== null || (cost ?? null) !== null),
  );
  const shares = counted.map((line): Share => {
    const { quantity, price_value: price, cost_value: cost } = line;
    const paid = bought ? (cost ?? price) : price;
    const number = quantity ?? 0;
    const isCharge = !['Asi', 'Color', 'Size', 'Pricing', 'Comment'].includes(line.type);
    const isPiece = (paid ?? null) !== null && !(isCharge && (inProduct(line, lines) || line.sku === ''));
    return {
      ...share,
      key: keyed({ supplier: supplierOf(line, lines), sku: skuOf(line, lines) }),
      subTotal: (paid ?? null) === null ? 0n : lineCents(number, paid ?? 0),
      cost: bought || (cost ?? null) === null ? null : lineCents(number, cost ?? 0),
      withoutCost: !bought && (cost ?? null) === null && number > 0 && (price ?? 0) > 0,
      quantity: isPiece ? BigInt(Math.round(number * 100)) : 0n,
    };
  });
  const wanted = counted.map((line) => !ofSales || supplier === undefined || supplierOf(line, lines) === supplier);
  const kept = shares.filter((_, index) => wanted[index]);
  if (kept.length > 0 || (ofSales && supplier !== undefined)) return kept;
  return [{ ...share, key: keyed(none), subTotal: 0n }];
}

function keyOf(account: RawAccount, order: RawOrder | RawPurchase, field: string, day: string): string | null {
  const job = jobOf(account, order);
  const client = clientOf(account, order);
  switch (field) {
    case 'client':
      return businessOf(client);
    case 'client_group':
      return account.contacts.find(({ id }) => id === client?.id)?.client_group?.name.toLowerCase() ?? null;
    case 'rep':
      return job?.primary_rep?.name.toLowerCase() ?? null;
    case 'csr':
      return job?.customer_service_rep_name?.toLowerCase() ?? null;
    case 'status':
      return order.status.toLowerCase();
    case 'class':
      return job?.job_class.toLowerCase() ?? null;
    case 'month':
      return day.slice(0, 7);
    case 'week':
      return isoWeek(day);
    default:
      throw new Error(`no such field: ${field}`);
  }
}

/** By counting the weeks from the one that holds 4 January, as ISO 8601 defines the first. */
export function isoWeek(day: string): string {
  const monday = (of: string) => plus(of, -((new Date(`${of}T00:00:00Z`).getUTCDay() + 6) % 7));
  const year = Number(day.slice(0, 4));
  const starts = [year + 1, year, year - 1].map((of) => ({ of, first: monday(`${of}-01-04`) }));
  const start = starts.find(({ first }) => day >= first);
  if (start === undefined) throw new Error('no week');
  return `${start.of}-W${String(daysOf(start.first, monday(day)) / 7 + 1).padStart(2, '0')}`;
}

function above(line: RawLine, lines: RawLine[]): RawLine | undefined {
  return lines.find(({ line_id }) => line_id === line.parent_id);
}

function supplierOf(line: RawLine, lines: RawLine[]): string | null {
  for (let at: RawLine | undefined = line; at !== undefined; at = above(at, lines)) {
    if (at.supplier !== null) return at.supplier.name.toLowerCase();
  }
  return null;
}

function skuOf(line: RawLine, lines: RawLine[]): string | null {
  const own = line.sku.trim().toLowerCase();
  const parent = above(line, lines);
  const upper = parent === undefined ? null : skuOf(parent, lines);
  if (own === '') return upper;
  const isCharge = !['Asi', 'Color', 'Size', 'Pricing', 'Comment'].includes(line.type);
  if (upper !== null && isCharge && inProduct(line, lines)) return upper;
  return upper !== null && own.startsWith(`${upper}-`) ? upper : own;
}

function inProduct(line: RawLine, lines: RawLine[]): boolean {
  const parent = above(line, lines);
  return parent !== undefined && (parent.type === 'Asi' || inProduct(parent, lines));
}

function inCents(value: number | null): bigint | null {
  return value === null ? null : cents(value);
}

function costs(lines: RawLine[]): { cost: bigint | null; withoutCost: boolean } {
  const costed = lines.filter(({ quantity, cost_value: cost }) => quantity && (cost ?? null) !== null);
  return {
    cost:
      costed.length === 0
        ? null
        : costed.reduce((sum, line) => sum + lineCents(line.quantity ?? 0, line.cost_value ?? 0), 0n),
    withoutCost: lines.some(
      ({ quantity, price_value: price, cost_value: cost }) =>
        (quantity ?? 0) > 0 && (price ?? 0) > 0 && (cost ?? null) === null,
    ),
  };
}

function total(shares: Share[]): Expected {
  const days = shares.map(({ day }) => day).sort();
  const add = (values: (bigint | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0n);
  };
  const empty = shares.length === 0 ? 0n : null;
  const subTotal = add(shares.map((share) => share.subTotal)) ?? empty;
  // What an order without a sub-total cost is no loss.
  const cost = add(shares.map((share) => (share.subTotal === null ? null : share.cost)));
  const profit = subTotal === null || cost === null ? null : subTotal - cost;
  return {
    count: new Set(shares.map(({ order }) => order)).size,
    withoutCost: new Set(shares.filter(({ withoutCost }) => withoutCost).map(({ order }) => order)).size,
    quantity: shares.reduce((sum, { quantity }) => sum + quantity, 0n),
    subTotal,
    tax: add(shares.map(({ tax }) => tax)) ?? empty,
    total: add(shares.map((share) => share.total)) ?? empty,
    cost,
    profit,
    margin: profit === null || subTotal === null ? null : percent(profit, subTotal),
    first: days[0] ?? null,
    last: days.at(-1) ?? null,
  };
}
