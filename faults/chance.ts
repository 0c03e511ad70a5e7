import { createRandom, type Random } from '../src/sandbox/data/random.js';

export type Chance = Random & {
  /** A word that no other scenario of this campaign has. */
  word: string;
};

/** The chance of one scenario: it follows from the campaign's seed and the scenario's name, whatever else is run. */
export function chanceOf(seed: number, name: string): Chance {
  // FNV-1a: names that differ in one letter start far apart.
  let hash = 0x811c9dc5 ^ seed;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  const random = createRandom(hash);
  const word = `${random.int(0, 0x7fffffff).toString(36)}${random.int(0, 0x7fffffff).toString(36)}`;
  return { ...random, word };
}
