import { normalName } from '../../client/names.js';

/** What companies write behind their name, or leave out. */
const FORMS = new Set(['the', 'inc', 'llc', 'ltd', 'co', 'corp', 'company', 'corporation', 'incorporated', 'limited']);

/** How much of the letter pairs two names must share: one letter more, less or otherwise in a name of ten. */
const ALIKE = 0.8;

/** A test for names that are, to people, most likely the one given: equal, another legal form, or a slip of the pen. */
export function similarTo(name: string): (other: string | null) => boolean {
  const wanted = withoutForm(name);
  const pairs = pairsOf(wanted);
  return (other) => {
    if (wanted === '' || other === null) return false;
    const bare = withoutForm(other);
    if (bare === wanted) return true;
    // Troop 12 and Troop 13 are two.
    if (digitsIn(bare) !== digitsIn(wanted)) return false;
    // Names so different in length share too little.
    if (Math.abs(bare.length - wanted.length) > wanted.length / 4) return false;
    const theirs = pairsOf(bare);
    const shared = [...theirs].filter((pair) => pairs.has(pair)).length;
    return (2 * shared) / (pairs.size + theirs.size) >= ALIKE;
  };
}

function withoutForm(name: string): string {
  const words = normalName(name).split(' ');
  const bare = words.filter((word) => !FORMS.has(word)).join('');
  return bare === '' ? words.join('') : bare;
}

function digitsIn(text: string): string {
  return text.replace(/\P{N}/gu, '');
}

function pairsOf(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
}
