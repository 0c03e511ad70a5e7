/** Below this length a word that merely occurs in another says too little: `to` is in `status_tool`. */
const SHORTEST_PART = 3;
/** Longer words are not compared: the table below grows with the product of both lengths. */
const LONGEST_WORD = 64;

/**
 * The candidate that was most likely meant by `word`: letter case, spaces, `-` and `_` do not count, and about one
 * letter in three may differ. A candidate that holds the word (or is held by it) comes next.
 * @returns undefined when nothing is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word.slice(0, LONGEST_WORD));
  if (wanted === '') return undefined;
  let best: string | undefined;
  // One letter in three may differ: in a word of one or two letters, none.
  let bestDistance = Math.floor(wanted.length / 3) + 1;
  let part: string | undefined;
  for (const candidate of candidates) {
    const name = fold(candidate);
    const distance = editDistance(wanted, name);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
    const shorter = Math.min(name.length, wanted.length);
    if (part === undefined && shorter >= SHORTEST_PART && (name.includes(wanted) || wanted.includes(name))) {
      part = candidate;
    }
  }
  return best ?? part;
}

/** What two spellings of one name have in common: `Setup charge`, `setup_charge` and `SetupCharge` fold alike. */
export function fold(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '');
}

/** Letters to insert, delete, replace or swap with a neighbour to get from one word to the other. */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      let distance = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + cost);
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && swapped) distance = Math.min(distance, at(beforePrevious, column - 2) + 1);
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
