import type { Owner } from '../../src/writes/journal.js';

/** Processes that live until a test says otherwise, in place of sockets. */
export class SimOwners {
  readonly #alive = new Set<string>();
  #count = 0;

  open(): Owner & { die(): void } {
    this.#count += 1;
    const name = `process ${this.#count}`;
    this.#alive.add(name);
    const die = () => {
      this.#alive.delete(name);
    };
    return {
      name,
      isAlive: async (other) => (this.#alive.has(other) ? 'alive' : 'dead'),
      close: async () => die(),
      die,
    };
  }

  /** The machine goes down. */
  dieAll(): void {
    this.#alive.clear();
  }
}
