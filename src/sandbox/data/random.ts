/** A small seeded source of chance, so that one seed always gives the same account. */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Several different items, in the list's order; all of them when it holds fewer. */
  some<T>(list: readonly T[], count: number): T[];
};

/** mulberry32: 32 bits of state are plenty for sample data, and it needs no library. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  function int(min: number, max: number): number {
    return min + Math.floor(next() * (max - min + 1));
  }
  function pick<T>(list: readonly T[]): T {
    const item = list[int(0, list.length - 1)];
    if (item === undefined) throw new Error('The sandbox cannot pick from an empty list.');
    return item;
  }
  function some<T>(list: readonly T[], count: number): T[] {
    let needed = Math.min(count, list.length);
    let left = list.length;
    return list.filter(() => {
      const taken = next() < needed / left;
      left -= 1;
      if (taken) needed -= 1;
      return taken;
    });
  }
  return { next, int, chance: (probability) => next() < probability, pick, some };
}
