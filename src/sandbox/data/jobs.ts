import { addDays, daysBetween, workday } from '../pacific.js';
import type { JobWithOrders } from './acme-order.js';
import { fillBasket } from './baskets.js';
import { storeNames } from './businesses.js';
import { type Product, productIndices } from './catalog.js';
import { makeJobOrders, type Stage } from './job-orders.js';
import { clientBrief, csrs, reps } from './people.js';
import type { Random } from './random.js';
import type { Contact, Job, Named } from './types.js';

/** What all jobs of one account have in common while they are made. */
export type World = {
  random: Random;
  /** Now in US Pacific, `YYYY-MM-DDTHH:MM:SS`: nothing in the account is later. */
  now: string;
  contactsByClass: Readonly<Record<string, readonly Contact[]>>;
  /** Takes `count` line ids of the account and gives the first. */
  takeLineIds: (count: number) => number;
};

const occasions = [
  'Spring trade show',
  'Safety week',
  'New-hire kits',
  'Customer appreciation',
  'Golf outing',
  'Open house',
  'Company picnic',
  'Holiday gifts',
  'Staff uniforms',
  'Fundraiser',
  'Conference giveaways',
  'Summer interns',
];

/** The company stores that jobs name; Syncore has no list of them. */
export const stores: readonly Named[] = Object.values(storeNames).map((name, index) => ({ id: 51 + index, name }));

/** Program, store and dropship jobs in about 70, 20 and 10 of a hundred. */
function pickClass(random: Random): string {
  const draw = random.next();
  if (draw < 0.7) return 'Program';
  return draw < 0.9 ? 'Store' : 'Dropship';
}

/** A few clients order most: the square draws from the front of the list more often. */
function pickClient(contacts: readonly Contact[], random: Random): Contact {
  const contact = contacts[Math.floor(random.next() ** 1.25 * contacts.length)];
  if (contact === undefined) throw new Error('The sandbox has no contact of a class that a job needs.');
  return contact;
}

/** Where a job stands follows from its age; now and then one is forgotten, as in any real account. */
function stageOf(random: Random, today: string, date: string, delivery: string): Stage {
  const late = daysBetween(delivery, today);
  const forgotten = random.chance(0.035);
  if (late > 10) {
    if (forgotten) return { status: 'WIP', completed: null };
    return { status: 'Closed', completed: workday(addDays(delivery, random.int(-3, 4))) };
  }
  if (late > 0) {
    if (random.chance(0.3)) return { status: 'WIP', completed: null };
    return { status: random.chance(0.6) ? 'Closed' : 'WIP', completed: workday(addDays(delivery, random.int(-4, 0))) };
  }
  const age = daysBetween(date, today);
  if (age < 4) return { status: random.pick(['Pending', 'Submitted', 'WIP']), completed: null };
  if (age > 12 && forgotten) return { status: 'Pending', completed: null };
  return { status: random.chance(0.8) ? 'WIP' : 'Submitted', completed: null };
}

/** An upstream form is not known for certain: a number, a percentage and a pair have all to be expected. */
function commissionSplit(random: Random, shared: boolean): number | string | null {
  if (!shared) return null;
  return random.pick([50, '50%', '60/40']);
}

/** The job's product index: that of its products, or `Mixed Products` where they differ. */
function productIndexOf(chosen: readonly Product[]): Named | null {
  const ids = new Set(chosen.map(({ indexId }) => indexId));
  const mixed = ids.size === 1 ? chosen[0]?.indexId : 7;
  const index = productIndices.find(({ id }) => id === mixed);
  return index === undefined ? null : { ...index };
}

/** One job of `date` with its sales orders and purchase orders, all consistent with each other. */
export function makeJob(world: World, id: number, date: string): JobWithOrders {
  const { random, now } = world;
  const jobClass = pickClass(random);
  const client = pickClient(world.contactsByClass[jobClass] ?? [], random);
  const delivery = workday(addDays(date, random.int(12, 45)));
  const stage = stageOf(random, now.slice(0, 10), date, delivery);
  const habits = {
    sizeInSku: random.chance(0.15),
    visibleAsText: random.chance(0.1),
    zerosForEmpty: random.chance(0.2),
  };
  const orderCount = jobClass === 'Dropship' ? 1 : 1 + Math.floor(random.next() ** 3 * 3);
  const baskets = Array.from({ length: orderCount }, () => fillBasket(habits, random));
  const chosen = baskets.flatMap(({ products }) => products.map(({ product }) => product));
  const shared = random.chance(0.2);
  const storeName = storeNames[client.business_name ?? ''];
  const store = stores.find(({ name }) => name === storeName);
  const rep = random.pick(reps);
  const job: Job = {
    id,
    store: jobClass === 'Store' && store !== undefined ? { ...store } : null,
    job_class: jobClass,
    status: stage.status,
    date,
    estimated_delivery_date: random.chance(0.03) ? null : delivery,
    completed_date: stage.completed,
    description: `${random.pick(occasions)} ${[...new Set(chosen.map(({ noun }) => noun))].slice(0, 2).join(' and ')}`,
    job_type: random.pick(['Order', 'Order', 'Order', 'Reorder', 'Sample']),
    priority: random.pick(['Normal', 'Normal', 'Normal', 'High', 'Rush']),
    product_index: productIndexOf(chosen),
    client: clientBrief(client),
    primary_rep: { name: rep },
    secondary_rep: shared ? { name: random.pick(reps.filter((name) => name !== rep)) } : null,
    commission_split: commissionSplit(random, shared),
    customer_service_rep_name: random.chance(0.04) ? null : random.pick(csrs),
  };
  const orders = makeJobOrders(world, job, client, delivery, stage, baskets);
  return { job, ...orders };
}
