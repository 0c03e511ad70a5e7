import { addPortion, emptyTally, type Figures, figuresOf, joined, type Portion, type Tally } from './figures.js';
import type { KeyPart } from './group-keys.js';

/** Sums of the period, and of the one compared to; null where none is. */
export type Sums = { figures: Figures; previous: Figures | null };

export type Group = Sums & {
  /** One entry for each of what was grouped by; null where the records say nothing. */
  key: KeyPart[];
  /** How many orders came with which note of the caller's. */
  noted: ReadonlyMap<string, number>;
};

export type Grouped = {
  /** Largest sub-total first. */
  groups: Group[];
  /** What was left out of `groups`; null where nothing was. */
  other: (Sums & { groups: number }) | null;
  totals: Sums;
};

/** Where in time a portion counts: on `day`, or `before`, against it. */
export type Place = { day: string; isNow: boolean };

type Draft = {
  key: readonly KeyPart[];
  spellings: Map<string, number>[];
  now: Tally;
  before: Tally;
  noted: Map<string, Set<number>>;
};

/** Groups while portions come in. */
export class Groups {
  readonly #drafts = new Map<string, Draft>();
  readonly #divided: boolean;

  /** `divided`: one order may have portions in several groups. */
  constructor(divided: boolean) {
    this.#divided = divided;
  }

  put(key: readonly KeyPart[], portion: Portion, { day, isNow }: Place, note: string | null): void {
    const id = idOf(key);
    const draft = this.#drafts.get(id) ?? begin(key, this.#divided);
    this.#drafts.set(id, draft);
    if (note !== null) draft.noted.set(note, (draft.noted.get(note) ?? new Set()).add(portion.orderId));
    for (const [at, part] of key.entries()) {
      const spellings = draft.spellings[at];
      if (part !== null) spellings?.set(part.name, (spellings.get(part.name) ?? 0) + 1);
    }
    addPortion(isNow ? draft.now : draft.before, portion, day);
  }

  totals(compare: boolean): Sums {
    return sumsOf([...this.#drafts.values()], compare);
  }

  /** The `top` largest groups, with what the others come to, and everything. */
  result(top: number, compare: boolean): Grouped {
    const drafts = [...this.#drafts.values()];
    const all = drafts.map((draft) => ({ draft, group: asGroup(draft, compare) }));
    all.sort((a, b) => bySubTotal(a.group, b.group));
    const rest = all.slice(top).map(({ draft }) => draft);
    return {
      groups: all.slice(0, top).map(({ group }) => group),
      other: rest.length === 0 ? null : { groups: rest.length, ...sumsOf(rest, compare) },
      totals: this.totals(compare),
    };
  }
}

function begin(key: readonly KeyPart[], divided: boolean): Draft {
  const [now, before] = [emptyTally(divided), emptyTally(divided)];
  return { key, spellings: key.map(() => new Map()), now, before, noted: new Map() };
}

function asGroup(draft: Draft, compare: boolean): Group {
  const noted = new Map([...draft.noted].map(([note, orders]) => [note, orders.size]));
  const { now, before } = draft;
  return {
    key: nameOf(draft),
    noted,
    figures: figuresOf(now),
    previous: compare ? figuresOf(before) : null,
  };
}

/** A key as one text, the same for keys that are the same. */
function idOf(key: readonly KeyPart[]): string {
  return key.length === 1 ? (key[0]?.id ?? '') : JSON.stringify(key.map((part) => part?.id ?? null));
}

/** The key in the spelling that most records have; of several, the first by its letters, so that answers repeat. */
function nameOf({ key, spellings }: Draft): KeyPart[] {
  return key.map((part, at) => {
    const [commonest] = [...(spellings[at] ?? [])].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return part === null ? null : { id: part.id, name: commonest?.[0] ?? part.name };
  });
}

function sumsOf(drafts: readonly Draft[], compare: boolean): Sums {
  return {
    figures: figuresOf(joined(drafts.map(({ now }) => now))),
    previous: compare ? figuresOf(joined(drafts.map(({ before }) => before))) : null,
  };
}

/** Largest sub-total first, what is not known last; then by key. */
function bySubTotal(a: Group, b: Group): number {
  const left = a.figures.subTotalCents ?? Number.NEGATIVE_INFINITY;
  const right = b.figures.subTotalCents ?? Number.NEGATIVE_INFINITY;
  return left === right ? byKey(a.key, b.key) : right - left;
}

function byKey(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (const [at, part] of a.entries()) {
    const [left, right] = [part?.id, b[at]?.id];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}
