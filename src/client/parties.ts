import type { Candidate } from '../failure.js';
import { parseId } from '../records/order-name.js';
import { fitNames, MOST_CANDIDATES, nearestCandidates, normalName } from './names.js';
import type { NameFit } from './queries.js';
import { ambiguous } from './sieve.js';

/** A client as names are looked up: a contact stands for its business, its person and its client group. */
export type ClientEntry = { id: number; business: string | null; person: string | null; group: string | null };

/** A supplier or a client group of its reference list. */
export type ListedName = { id: number | null; name: string };

/**
 * The clients that a name means. A business name in full comes first, then a client group in full, then a person;
 * only then parts of names. All contacts of one business name are one fit.
 * @throws Failure `invalid_input` with up to ten candidates when none fits, or several different ones do.
 */
export function fitClient(query: string, entries: readonly ClientEntry[]): NameFit {
  const wanted = normalName(query);
  const named = (of: (entry: ClientEntry) => string | null) =>
    entries.filter((entry) => normalName(of(entry) ?? '') === wanted);
  const business = (entry: ClientEntry) => entry.business ?? entry.person;

  if (wanted !== '') {
    const exact = named(business);
    if (exact.length > 0) return { ids: idsOf(exact), name: wanted };
    const group = named((entry) => entry.group);
    if (group.length > 0) return { ids: idsOf(group), name: null };
    const people = named((entry) => entry.person);
    const [firstPerson] = people;
    if (firstPerson !== undefined && new Set(people.map((entry) => normalName(business(entry) ?? ''))).size === 1) {
      return { ids: idsOf(people), name: null };
    }
    if (people.length > 0) throw several('client', query, asCandidates(people, entries));
  }

  const groups = present(entries.map((entry) => entry.group)).map((name) => ({
    id: null,
    name,
    kind: 'client_group' as const,
  }));
  const partial = fitNames(query, present(entries.map(business))).partial;
  const [only] = partial.keys();
  if (only !== undefined && partial.size === 1) {
    return { ids: idsOf(entries.filter((entry) => normalName(business(entry) ?? '') === only)), name: only };
  }
  if (partial.size > 1) {
    const fitting = entries.filter((entry) => partial.has(normalName(business(entry) ?? '')));
    const fittingGroups = groups.filter(({ name }) => normalName(name).includes(wanted));
    throw several('client', query, [...asCandidates(fitting, entries), ...fittingGroups]);
  }
  const persons = entries.flatMap((entry) => (entry.person === null ? [] : [{ id: entry.id, name: entry.person }]));
  throw none('client', query, [...asCandidates(entries, entries), ...groups, ...persons]);
}

/**
 * The suppliers or client groups that a name or an id means; several entries of one name are one fit.
 * @throws Failure `invalid_input` with up to ten candidates when none fits, or several different ones do.
 */
export function fitListed(field: 'supplier' | 'client_group', query: string, entries: readonly ListedName[]): NameFit {
  const id = parseId(query);
  const byId = entries.filter((entry) => entry.id !== null && entry.id === id);
  if (id !== null && byId.length > 0) return { ids: new Set([id]), name: null };
  const names = entries.map((entry) => entry.name);
  const { exact, partial } = fitNames(query, names);
  // A number was meant as an id: that it stands somewhere in a name is chance.
  const fits = exact.size > 0 || id !== null ? exact : partial;
  const [only] = fits.keys();
  const fitting = entries.filter((entry) => fits.has(normalName(entry.name)));
  if (only !== undefined && fits.size === 1) {
    return { ids: new Set(fitting.flatMap((entry) => (entry.id === null ? [] : [entry.id]))), name: only };
  }
  throw fits.size > 1 ? several(field, query, fitting) : none(field, query, entries);
}

function several(field: string, query: string, candidates: readonly Candidate[]) {
  const near = nearestCandidates(query, candidates);
  // Businesses that a person's name led to need not look like that name.
  const shown = near.length > 0 ? near : distinct(candidates).slice(0, MOST_CANDIDATES);
  return ambiguous(field, `fits several ${words(field)}s; say which, by full name or id`, shown);
}

function none(field: string, query: string, candidates: readonly Candidate[]) {
  const near = nearestCandidates(query, candidates);
  return ambiguous(field, `fits no ${words(field)} in Syncore; give the name or the id as Syncore has it`, near);
}

/** Names to choose from. A business with several contacts is offered without an id, which would stand for one of them. */
function asCandidates(offered: readonly ClientEntry[], entries: readonly ClientEntry[]): Candidate[] {
  const contacts = new Map<string, number>();
  for (const entry of entries) {
    const normal = normalName(entry.business ?? '');
    contacts.set(normal, (contacts.get(normal) ?? 0) + 1);
  }
  return offered.map(({ id, business, person }) => ({
    id: business !== null && contacts.get(normalName(business)) !== 1 ? null : id,
    name: business ?? person ?? '',
  }));
}

/** An argument's name as people say it. */
function words(field: string): string {
  return field.replace('_', ' ');
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((candidate) => [normalName(candidate.name), candidate])).values()];
}

function idsOf(entries: readonly ClientEntry[]): Set<number> {
  return new Set(entries.map((entry) => entry.id));
}

/** The names that there are, each once: thousands of contacts share some hundred. */
function present(names: (string | null)[]): string[] {
  return [...new Set(names)].filter((name) => name !== null);
}
