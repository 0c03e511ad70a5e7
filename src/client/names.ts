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
  const scored: { candidate: Candidate; score: number }[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const normal = normalName(candidate.name);
    if (normal === '' || seen.has(normal)) continue;
    seen.add(normal);
    const score = likeness(wanted, normal);
    if (score > 0) scored.push({ candidate, score });
  }
  scored.sort((a, b) => b.score - a.score || a.candidate.name.localeCompare(b.candidate.name));
  return scored.slice(0, MOST_CANDIDATES).map(({ candidate }) => candidate);
}

/** From 0 to 2: one for holding the other, and what part of the letter pairs both share. */
function likeness(a: string, b: string): number {
  const pairs = (text: string) => new Set(Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2)));
  if (a === '' || b === '') return 0;
  if (a.length < 2 || b.length < 2) return b.includes(a) || a.includes(b) ? 1 : 0;
  const left = pairs(a);
  const right = pairs(b);
  const shared = [...left].filter((pair) => right.has(pair)).length;
  const dice = (2 * shared) / (left.size + right.size);
  const within = b.includes(a) || a.includes(b) ? 1 : 0;
  return within === 0 && dice < 0.3 ? 0 : within + dice;
}
