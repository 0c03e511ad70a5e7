import { type Business, businesses, storeNames } from './businesses.js';
import { paymentTerms } from './catalog.js';
import { createRandom, type Random } from './random.js';
import type { Address, ClientBrief, Contact, Named } from './types.js';

/** Jobs name their reps; Syncore shows no id and no e-mail of them. */
export const reps = [
  'Morgan Ellis',
  'Priya Raman',
  'Tom Okafor',
  'Jenna Castellano',
  'Luis Herrera',
  'Katie Brandt',
  'Sam Whitaker',
] as const;

export const csrs = ['Alicia Nguyen', 'Ben Sorensen', 'Dawn Pickett', 'Marcus Lee'] as const;

const firstNames =
  'Aaron Abby Andre Anita Beth Brian Carla Chris Dana Derek Elena Eric Fatima Frank Gina Grace Hannah Hector Ingrid Isaac Janet Jamal Karen Kevin Laura Leo Maria Mark Nadia Neil Olivia Owen Paula Pete Quinn Rachel Ray Sofia Steve Tara Theo Uma Victor Wendy Will Yolanda Zach'.split(
    ' ',
  );
const lastNames =
  'Abbott Alvarez Baker Barnes Bishop Bowen Burke Carver Chang Cole Cortez Daniels Dawson Duarte Ellison Farrow Fisher Flores Garner Gibbs Hale Hanley Hobbs Ibarra Jansen Keller Kirby Lam Larson Lowry Maddox Mercer Moss Navarro Nolan Ochoa Osborne Parrish Patel Quigley Ramsey Reyes Rowe Sandoval Shaw Sutton Tran Tucker Vance Vega Walsh Webb Yates York'.split(
    ' ',
  );
const streets = [
  'Foundry Road',
  'Commerce Drive',
  'Main Street',
  'Mill Street',
  'Lakeview Avenue',
  'Industrial Parkway',
  'Second Avenue',
];
const buyerTitles = [
  'Purchasing Manager',
  'Marketing Manager',
  'HR Director',
  'Office Manager',
  'Event Coordinator',
  'Owner',
];
const termsByChance = [1, 1, 1, 2, 3, 5, 4];
const notes = [
  '',
  '',
  '',
  'Prefers e-mail proofs.',
  'Ship all orders to the loading dock, not the front office.',
  'Needs PO number on every invoice.',
];

/** The people of Acme Manufacturing stand still whatever the seed: tests and demonstrations name them. */
const acmePeople: readonly (readonly [first: string, last: string, title: string, contactClass: string])[] = [
  ['Dana', 'Whitfield', 'Purchasing Manager', 'Program'],
  ['Robert', 'Kessler', 'Plant Manager', 'Program'],
  ['Elise', 'Moreau', 'HR Director', 'Program'],
  ['Tina', 'Holbrook', 'Store Administrator', 'Store'],
  ['Gary', 'Lindqvist', 'Store Buyer', 'Store'],
  ['Noah', 'Pritchard', 'Field Technician', 'Dropship'],
  ['Simone', 'Adeyemi', 'Regional Sales', 'Dropship'],
];

/** The contact that ordered 32255-1. */
export const danaWhitfieldId = 4101;

type Person = { first: string; last: string; title: string; contactClass: string };

type Place = { business: Business; address1: string; group: Named | null; term: Named | null; createdOn: string };

/** `Acme Tool & Die` becomes `acme-tool-die.example`, a domain that cannot exist. */
function domain(business: Business): string {
  const slug = business.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${slug}.example`;
}

function makeContact(id: number, person: Person, place: Place, random: Random): Contact {
  const { business, address1, group } = place;
  const name = `${person.first} ${person.last}`;
  const { city, state, zip } = business;
  const billing: Address = {
    business_name: business.name,
    name,
    address1,
    address2: '',
    city,
    state,
    zip,
    country: 'United States',
  };
  const home = person.contactClass === 'Dropship';
  const shipping = home
    ? {
        ...billing,
        address1: `${random.int(100, 9900)} ${random.pick(streets)}`,
        address2: random.chance(0.3) ? `Apt ${random.int(1, 40)}` : '',
      }
    : { ...billing, address2: random.chance(0.3) ? 'Receiving Dock B' : '' };
  const line = () => `(${business.areaCode}) 555-01${String(random.int(0, 99)).padStart(2, '0')}`;
  return {
    id,
    business_name: business.name,
    client_group: group === null ? null : { ...group },
    contact_class: person.contactClass,
    first_name: person.first,
    last_name: person.last,
    title: person.title,
    email: `${person.first}.${person.last}@${domain(business)}`.toLowerCase(),
    phone: line(),
    mobile: random.chance(0.4) ? line() : '',
    website: home ? '' : `https://www.${domain(business)}`,
    payment_term: place.term === null ? null : { ...place.term },
    tax_exempt: /School|University|Church|City of|Fire Department|Museum/.test(business.name),
    billing_address: billing,
    shipping_address: shipping,
    notes: random.pick(notes),
    created_date: place.createdOn,
    last_modified_date: `${place.createdOn} ${String(random.int(8, 17)).padStart(2, '0')}:${random.int(10, 59)}:${random.int(10, 59)}`,
  };
}

/** Names are drawn apart, so that a full name is nobody's in particular. */
function invented(random: Random, title: string, contactClass: string): Person {
  return { first: random.pick(firstNames), last: random.pick(lastNames), title, contactClass };
}

/** Whoever runs a store has store buyers and people at home who are sent things; the others have buyers. */
function peopleOf(business: Business, random: Random): Person[] {
  const people: Person[] = [];
  for (let buyers = random.int(1, 4); buyers > 0; buyers -= 1) {
    people.push(invented(random, random.pick(buyerTitles), 'Program'));
  }
  if (storeNames[business.name] !== undefined) {
    for (let i = 0; i < 3; i += 1) people.push(invented(random, 'Store Buyer', 'Store'));
    for (let i = random.int(3, 5); i > 0; i -= 1) people.push(invented(random, 'Team Member', 'Dropship'));
  } else if (random.chance(0.2)) {
    people.push(invented(random, 'Recipient', 'Dropship'));
  }
  return people;
}

/** The business's client group, added to `groups` at first sight; small businesses stand without one. */
function groupOf(business: Business, groups: Named[]): Named | null {
  if (business.group === '') return null;
  let group = groups.find(({ name }) => name === business.group);
  if (group === undefined) {
    group = { id: 700 + groups.length, name: business.group };
    groups.push(group);
  }
  return { ...group };
}

export type People = { contacts: Contact[]; clientGroups: Named[] };

/** All contacts, Acme's first, and the client groups they belong to. `createdOn(age)` gives a day by its age. */
export function makePeople(random: Random, createdOn: (ageInDays: number) => string): People {
  const contacts: Contact[] = [];
  const clientGroups: Named[] = [];
  const mails = new Set<string | null>();
  for (const business of businesses) {
    const acme = business.name === 'Acme Manufacturing';
    const source = acme ? createRandom(1) : random;
    const group = groupOf(business, clientGroups);
    const termId = source.pick(termsByChance);
    const term = paymentTerms.find(({ id }) => id === termId) ?? null;
    const address1 = `${source.int(100, 9900)} ${source.pick(streets)}`;
    const people = acme
      ? acmePeople.map(([first, last, title, contactClass]) => ({ first, last, title, contactClass }))
      : peopleOf(business, random);
    for (const person of people) {
      const place: Place = { business, address1, group, term, createdOn: createdOn(source.int(500, 2600)) };
      const contact = makeContact(danaWhitfieldId + contacts.length, person, place, source);
      // Two people of one business with one name would share an address, which no real account does.
      if (mails.has(contact.email)) continue;
      mails.add(contact.email);
      contacts.push(contact);
    }
  }
  return { contacts, clientGroups };
}

/** First and last name as Syncore shows them: joined, null where there is neither. */
export function fullName(first: string | null, last: string | null): string | null {
  return [first, last].filter((part) => part !== null && part !== '').join(' ') || null;
}

/** A contact as jobs and orders show their client. */
export function clientBrief(contact: Contact): ClientBrief {
  return {
    id: contact.id,
    business_name: contact.business_name,
    name: fullName(contact.first_name, contact.last_name),
    email: contact.email,
  };
}
