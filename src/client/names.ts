import type { Candidate } from '../failure.js';

/** Characters that nobody sees, and that no answer shows: a name is asked for as it was shown. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** A text without what cannot be seen, in lower case. */
export function plainText(text: string): string {
  return text.replace(UNSEEN, '').toLowerCase();
}

/**
 * A name as people compare it: case, accents, punctuation and spaces do not count. "Acme, Inc." and "ACME Inc" are
 * the same.
 */
export function normalName(name: string): string {
  const known = normalNames.get(name);
  if (known !== undefined) return known;
  if (normalNames.size >= MOST_NAMES) normalNames.clear();
  const normal = normalize(name);
  normalNames.set(name, normal);
  return normal;
}

/** Lists of thousands of records repeat some hundred names, and are asked for again and again. */
const normalNames = new Map<string, string>();
const MOST_NAMES = 30_000;

function normalize(name: string): string {
  return name
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Names that fit: `exact` beats `partial`; the keys are normal names, so that one name met twice is one fit. */
export type NameFits = { exact: Map<string, string>; partial: Map<string, string> };

export function fitNames(query: string, names: Iterable<string>): NameFits {
  const wanted = normalName(query);
  const fits: NameFits = { exact: new Map(), partial: new Map() };
  for (const name of names) {
    const normal = normalName(name);
    if (wanted === '' || normal === '') continue;
    if (normal === wanted) fits.exact.set(normal, name);
    else if (normal.includes(wanted)) fits.partial.set(normal, name);
  }
  return fits;
}

/** How many names are offered where one fits none or several. */
export const MOST_CANDIDATES = 10;

/**
 * Up to ten names to offer when a query fits none or several: those that fit, else those that share a word or look
 * alike, nearest first.
 */
export function nearestCandidates(query: string, candidates: Iterable<Candidate>): Candidate[] {
  const wanted = normalName(query);
  const pairs = letterPairs(wanted);
  const scored: { candidate: Candidate; score: number }[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const normal = normalName(candidate.name);
    if (normal === '' || seen.has(normal)) continue;
    seen.add(normal);
    const score = likeness(wanted, pairs, normal);
    if (score > 0) scored.push({ candidate, score });
  }
  scored.sort((a, b) => b.score - a.score || a.candidate.name.localeCompare(b.candidate.name));
  return scored.slice(0, MOST_CANDIDATES).map(({ candidate }) => candidate);
}

/** From 0 to 2: one for holding the other, and what part of the letter pairs both share. */
function likeness(a: string, pairs: ReadonlySet<number>, b: string): number {
  if (a === '' || b === '') return 0;
  const within = b.includes(a) || a.includes(b) ? 1 : 0;
  if (a.length < 2 || b.length < 2) return within;
  const shared = sharedPairs(pairs, b);
  const dice = (2 * shared) / (pairs.size + b.length - 1);
  return within === 0 && dice < 0.3 ? 0 : within + dice;
}

/** How many of the pairs are in the text. Whoever is not found is compared with thousands of names: nothing is copied. */
function sharedPairs(pairs: ReadonlySet<number>, text: string): number {
  let shared: Set<number> | undefined;
  for (let at = 0; at < text.length - 1; at++) {
    const pair = pairAt(text, at);
    if (!pairs.has(pair)) continue;
    shared ??= new Set();
    shared.add(pair);
  }
  return shared?.size ?? 0;
}

function letterPairs(text: string): Set<number> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => pairAt(text, at)));
}

/** Two letters as one number. */
function pairAt(text: string, at: number): number {
  return text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1);
}
