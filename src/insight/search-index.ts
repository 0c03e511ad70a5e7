import { setImmediate } from 'node:timers/promises';
import MiniSearch, { type Query, type SearchResult } from 'minisearch';
import { compareDates } from '../records/dates.js';
import type { Held, HeldKind } from './held.js';
import {
  CODES,
  dayOf,
  FIELD_WEIGHTS,
  type Findable,
  type FindDocument,
  findableOf,
  findDocument,
  findKey,
  recordsOf,
} from './search-documents.js';
import { type AskedWord, neighbourSwaps, questionWords, searchWords, squeezed } from './search-words.js';

/** A record that was found: the fields in which words of the question stood, and how well it fits. */
export type Match = { findable: Findable; matched: string[]; score: number };

export type SearchFound = {
  /** Best first. */
  matches: Match[];
  /** Words of the question that stand in none of the records that count, nor anything like them. */
  nowhere: string[];
  /** Words that stand in none as they were written, so that parts of them or similar ones were taken. */
  otherwise: string[];
};

/** How many records are indexed before others get a turn. */
const AT_ONCE = 250;
/** A record with more words is found by the first of them. */
const MOST_WORDS = 300;
/** A word of letters may differ by two of them, a short one by one; a number that differs is another number. */
const WITH_SLIPS = /^\p{L}{4,}$/u;
const LONG_WORD = 6;
/** The beginning of a word; a number is no beginning of another. */
const WITH_ENDINGS = /^\p{L}[\p{L}\p{N}]{2,}$/u;
/** What lacks a word of the question and fits so much less than the best is there by chance. */
const FAR_BELOW = 0.15;
const HAS_DIGIT = /[0-9]/;

/** How a word is looked for, and what became of it. */
type Looked = AskedWord & { terms: ReadonlySet<string>; isFound: boolean; query: Query };

/**
 * Finds records by their words. It follows what is held: a record is indexed anew when it is another object than
 * before, so that a question pays for what changed alone.
 */
export class SearchIndex {
  readonly #index = new MiniSearch<FindDocument>({
    fields: Object.keys(FIELD_WEIGHTS),
    tokenize: indexTerms,
    processTerm: (term) => term,
    searchOptions: { boost: FIELD_WEIGHTS, weights: { prefix: 0.4, fuzzy: 0.3 }, combineWith: 'OR' },
  });
  readonly #indexed: Record<HeldKind, Map<number, Findable>> = {
    jobs: new Map(),
    sales_orders: new Map(),
    purchase_orders: new Map(),
    contacts: new Map(),
  };
  readonly #byKey = new Map<string, Findable>();

  /**
   * Takes in what changed where that is much, a part at a time, so that others get their turn between.
   * @returns whether it was: then what is held has to be looked at anew. False leaves the rest to `update`.
   */
  async catchUp(held: Held, kinds: readonly HeldKind[], signal: AbortSignal): Promise<boolean> {
    let taken = 0;
    for (const findable of this.#changed(held, kinds)) {
      this.#take(findable);
      taken += 1;
      if (taken % AT_ONCE > 0) continue;
      await setImmediate();
      signal.throwIfAborted();
    }
    return taken >= AT_ONCE;
  }

  /** Takes in what changed and forgets what is gone, at once. */
  update(held: Held, kinds: readonly HeldKind[]): void {
    for (const findable of this.#changed(held, kinds)) this.#take(findable);
    for (const kind of kinds) {
      const records = recordsOf(held, kind);
      const indexed = this.#indexed[kind];
      if (indexed.size === records.size) continue;
      for (const id of indexed.keys()) if (!records.has(id)) this.#forget(kind, id);
    }
  }

  /** What fits a text; `among` says which records count. */
  find(text: string, among: (findable: Findable) => boolean): SearchFound {
    const filter = (result: SearchResult) => {
      const findable = this.#byKey.get(String(result.id));
      return findable !== undefined && among(findable);
    };
    const words = questionWords(text).map((word) => this.#look(word, filter));
    if (words.length === 0) return { matches: [], nowhere: [], otherwise: [] };
    const results = this.#index.search({ combineWith: 'OR', queries: words.map(({ query }) => query) }, { filter });
    const met = new Set(results.flatMap(({ queryTerms }) => queryTerms));
    const isMet = ({ terms }: Looked) => [...terms].some((term) => met.has(term));
    const matches = notByChance(results, words).flatMap(({ id, match, score }): Match[] => {
      const findable = this.#byKey.get(String(id));
      if (findable === undefined) return [];
      const matched = [...new Set(Object.values(match).flat())];
      return [{ findable, matched, score: Math.round(score * 10) / 10 }];
    });
    const asked = (some: Looked[]) => [...new Set(some.map((word) => word.asked))];
    return {
      matches: matches.sort(bestFirst),
      nowhere: asked(words.filter((word) => !isMet(word) && word.whole.length > 1)),
      otherwise: asked(words.filter((word) => isMet(word) && isOtherwise(word, met))),
    };
  }

  /**
   * How a word is looked for. Beginnings and slips are for what none of the records that count has as it was written:
   * they lead to rarer words, and these would come first.
   */
  #look(word: AskedWord, filter: (result: SearchResult) => boolean): Looked {
    const { spellings } = word;
    const exact: Query = { combineWith: 'OR', queries: spellings, prefix: false, fuzzy: false };
    if (this.#index.search(exact, { filter }).length > 0) {
      return { ...word, terms: new Set(spellings), isFound: true, query: exact };
    }
    const swaps = spellings.flatMap(neighbourSwaps);
    const similar: Query = {
      ...exact,
      prefix: (term) => WITH_ENDINGS.test(term),
      fuzzy: (term) => WITH_SLIPS.test(term) && (term.length >= LONG_WORD ? 2 : 1),
    };
    const query: Query = { combineWith: 'OR', queries: [similar, { ...exact, queries: swaps }] };
    return { ...word, terms: new Set([...spellings, ...swaps]), isFound: false, query };
  }

  /** The records that are not indexed as they are held. */
  *#changed(held: Held, kinds: readonly HeldKind[]): Iterable<Findable> {
    for (const kind of kinds) {
      const indexed = this.#indexed[kind];
      for (const [id, record] of recordsOf(held, kind)) {
        const findable = indexed.get(id)?.record === record ? undefined : findableOf(held, kind, id);
        if (findable !== undefined) yield findable;
      }
    }
  }

  #take(findable: Findable): void {
    const { kind, record } = findable;
    if (this.#indexed[kind].has(record.id)) this.#forget(kind, record.id);
    this.#index.add(findDocument(findable));
    this.#indexed[kind].set(record.id, findable);
    this.#byKey.set(findKey(kind, record.id), findable);
  }

  #forget(kind: HeldKind, id: number): void {
    const key = findKey(kind, id);
    this.#index.discard(key);
    this.#indexed[kind].delete(id);
    this.#byKey.delete(key);
  }
}

/** The words by which a field is found. */
function indexTerms(text: string, field?: string): string[] {
  const terms = new Set<string>();
  for (const spelling of searchWords(text).flat()) {
    if (terms.size >= MOST_WORDS) break;
    terms.add(spelling);
  }
  if (field !== undefined && CODES.has(field)) for (const code of text.split('\n')) terms.add(squeezed(code));
  terms.delete('');
  return [...terms];
}

/** A number or code of which only parts were met, or a word of which only something similar was. */
function isOtherwise({ whole, isFound }: Looked, met: ReadonlySet<string>): boolean {
  return !isFound || (HAS_DIGIT.test(whole) && !met.has(whole));
}

/**
 * What has more than half as many words of the question as the best has, or one of its numbers. A number that was
 * asked for alone is found alone; and nothing that lacks a word stands far below the best.
 */
function notByChance(results: readonly SearchResult[], words: readonly Looked[]): SearchResult[] {
  const rows = results.map((result) => {
    const terms = new Set(result.queryTerms);
    const wholes = words.filter(({ whole }) => terms.has(whole));
    const hits = words.filter((word) => [...word.terms].some((term) => terms.has(term))).length;
    const hasNumber = wholes.some(({ whole }) => HAS_DIGIT.test(whole));
    return { result, hits, hasNumber, hasAll: wholes.length === words.length };
  });
  const most = rows.reduce((best, { hits }) => Math.max(best, hits), 0);
  const least = rows.reduce((best, { result }) => Math.max(best, result.score), 0) * FAR_BELOW;
  const isAlone = words.length === 1 && rows.some(({ hasNumber }) => hasNumber);
  return rows
    .filter(({ hits, hasNumber }) => (isAlone ? hasNumber : hasNumber || hits * 2 > most))
    .filter(({ result, hasAll }) => hasAll || result.score >= least)
    .map(({ result }) => result);
}

/** Of what fits as well, the newest; then by id, so that an answer repeats itself. */
function bestFirst(a: Match, b: Match): number {
  if (a.score !== b.score) return b.score - a.score;
  return compareDates(dayOf(b.findable), dayOf(a.findable)) || b.findable.record.id - a.findable.record.id;
}
