import type { Missing } from './fill.js';
import type { Holdings } from './holdings.js';
import type { Keeper } from './keeper.js';
import type { Window } from './shelf.js';
import { lacking, overlaps, type Span } from './span.js';
import { spanOn } from './windows.js';

type Use = { keepers: readonly Keeper[]; span: Span };

/** Keeps what is held within bounds: windows that no question needs now go, those used longest ago first. */
export class Room {
  readonly #holdings: Holdings;
  readonly #most: number;
  readonly #uses = new Set<Use>();
  /** Counts questions: the higher, the later a window was used. */
  readonly #usedAt = new WeakMap<Window, number>();
  #questions = 0;

  constructor(holdings: Holdings, most: number) {
    this.#holdings = holdings;
    this.#most = most;
  }

  /** A question needs these days until `end`. */
  use(keepers: readonly Keeper[], span: Span): { end(): void } {
    const use = { keepers, span };
    this.#uses.add(use);
    this.#questions += 1;
    return {
      end: () => {
        this.#uses.delete(use);
        for (const { keeper, window } of this.#windows()) {
          if (isUsed(use, keeper, window)) this.#usedAt.set(window, this.#questions);
        }
      },
    };
  }

  /** Makes room for a window. @returns whether there is some. */
  make(missing: Missing): boolean {
    const { holdings, most } = { holdings: this.#holdings, most: this.#most };
    // What is read again takes the place that it has.
    if (lacking(missing.span, missing.keeper.windows()).length === 0) return true;
    while (holdings.weight() >= most) {
      const [unused] = this.#windows()
        .filter(({ keeper, window }) => ![...this.#uses].some((use) => isUsed(use, keeper, window)))
        .filter(({ keeper, window }) => keeper !== missing.keeper || !overlaps(window, missing.span))
        .sort((a, b) => (this.#usedAt.get(a.window) ?? 0) - (this.#usedAt.get(b.window) ?? 0));
      if (unused === undefined) return false;
      unused.keeper.release(unused.window);
      holdings.sweep();
    }
    return true;
  }

  #windows() {
    return Object.values(this.#holdings.keepers).flatMap((keeper) =>
      keeper.windows().map((window) => ({ keeper, window })),
    );
  }
}

function isUsed({ keepers, span }: Use, keeper: Keeper, window: Window): boolean {
  return keepers.includes(keeper) && overlaps(window, spanOn(keeper, span));
}
