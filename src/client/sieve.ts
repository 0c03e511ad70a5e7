import { Failure, invalidInput } from '../failure.js';
import type { Filter, Need } from './filters.js';
import { nearestCandidates, normalName } from './names.js';
import type { Position, Sieve } from './paging.js';
import type { PersonFilter } from './queries.js';

/** A person that a row must name, and the names that it has in those roles. */
export type PersonTest<R> = { field: 'rep' | 'csr'; filter: PersonFilter; names: (row: R) => (string | null)[] };

type Kept<R> = { row: R; at: Position; exact: boolean };

/**
 * Keeps the rows that a query wants. People are known by the names on the rows alone: a name that fits exactly ends
 * the question at once, a part of a name is only good when the whole list holds one person that it fits.
 */
export class RowSieve<R> implements Sieve<R> {
  /** Rows that Syncore should not have sent, by its own filter. */
  outside = 0;
  readonly #want: number;
  readonly #filter: Filter<R>;
  readonly #people: PersonTest<R>[];
  readonly #seen: Map<string, string>[];
  readonly #kept: Kept<R>[] = [];
  #unmet: readonly Need<R>[];
  #taken = 0;
  #exact = 0;

  constructor(want: number, filter: Filter<R>, people: PersonTest<R>[]) {
    this.#want = want;
    this.#filter = filter;
    this.#people = people;
    this.#unmet = filter.needs ?? [];
    this.#seen = people.map(() => new Map());
  }

  take(row: R, at: Position): void {
    this.#taken += 1;
    if (this.#unmet.length > 0) this.#unmet = this.#unmet.filter(({ given }) => !given(row));
    if (!this.#filter.asked(row)) {
      this.outside += 1;
      return;
    }
    const fits = this.#people.map((person, index) => this.#look(person, index, row));
    if (fits.includes('none') || !this.#filter.keep(row)) return;
    const exact = !fits.includes('partial');
    if (exact) this.#exact += 1;
    this.#kept.push({ row, at, exact });
  }

  /** Rows judged, wanted or not. */
  get taken(): number {
    return this.#taken;
  }

  /** Fields that the filter rests on and no record had. */
  unmet(): string[] {
    return this.#taken === 0 ? [] : this.#unmet.map(({ field }) => field);
  }

  full(): boolean {
    return this.#exact >= this.#want;
  }

  wanted(): number {
    return this.#want - this.#exact;
  }

  kept(): number {
    return this.#exact;
  }

  /**
   * The rows kept, in the order in which they came, and the full names that the people turned out to have.
   * @param readOn whether nothing but the end or enough rows ended the reading.
   * @throws Failure `invalid_input` with candidates when a name fits nobody, or several; `timeout` when too little was
   * read to tell.
   */
  result(readOn: boolean): { rows: Kept<R>[]; people: Partial<Record<'rep' | 'csr', string>> } {
    const people: Partial<Record<'rep' | 'csr', string>> = {};
    let rows = this.#kept;
    for (const [index, person] of this.#people.entries()) {
      const name = settlePerson(person.field, person.filter, this.#seen[index] ?? new Map(), readOn);
      people[person.field] = name;
      const normal = normalName(name);
      rows = rows.filter(({ row }) =>
        person.names(row).some((other) => other !== null && normalName(other) === normal),
      );
    }
    return { rows, people };
  }

  #look(person: PersonTest<R>, index: number, row: R): 'exact' | 'partial' | 'none' {
    const wanted = normalName(person.filter.name);
    let best: 'exact' | 'partial' | 'none' = 'none';
    for (const name of person.names(row)) {
      if (name === null) continue;
      const normal = normalName(name);
      this.#seen[index]?.set(normal, name);
      if (normal === wanted) best = 'exact';
      else if (best === 'none' && !person.filter.known && wanted !== '' && normal.includes(wanted)) best = 'partial';
    }
    return best;
  }
}

/**
 * The full name that a filter means among the names that were seen, by their normal names.
 * @throws Failure `invalid_input` with candidates when it fits nobody, or several; `timeout` when no name fits exactly
 * and not all that there is was read (`readOn`): whoever is on the rest may fit as well, or better.
 */
export function settlePerson(
  field: 'rep' | 'csr',
  filter: PersonFilter,
  seen: ReadonlyMap<string, string>,
  readOn: boolean,
): string {
  const wanted = normalName(filter.name);
  const exact = seen.get(wanted);
  if (exact !== undefined) return exact;
  if (filter.known) return filter.name;
  if (!readOn) throw unsure(field);
  const partial = [...seen.entries()].filter(([normal]) => wanted !== '' && normal.includes(wanted));
  const [only] = partial;
  if (only !== undefined && partial.length === 1) return only[1];
  const names = (partial.length === 0 ? [...seen.values()] : partial.map(([, name]) => name)).map((name) => ({
    id: null,
    name,
  }));
  const near = nearestCandidates(filter.name, names);
  const candidates = near.length > 0 ? near : names.slice(0, 10);
  throw partial.length === 0
    ? ambiguous(field, 'fits nobody on the jobs of this period; give the name as Syncore has it', candidates)
    : ambiguous(field, 'fits several people; give the full name', candidates);
}

function unsure(field: string): Failure {
  const message = `${field}: the list could not be read far enough to tell whose name this is.`;
  return new Failure('timeout', `${message} Give the full name, or ask for a shorter period.`, { retryable: true });
}

/** A name that is not one: the candidates travel as data, because people typed them into Syncore. */
export function ambiguous(field: string, message: string, candidates: { id: number | null; name: string }[]): Failure {
  const refusal = invalidInput(field, message);
  return new Failure(refusal.code, refusal.message, { fields: [{ field, message, candidates }] });
}
