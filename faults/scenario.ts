import type { Era } from '../test/support/connect.js';
import type { Act, Told } from './act.js';
import type { TaskMaker } from './task.js';
import { TASKS } from './tasks/index.js';

export type Scenario = {
  /** Parts with slashes: what happens, to which tool, to a client of which era. */
  name: string;
  era: Era;
  make: TaskMaker;
  /** It stops processes or spoils a folder, and is given a world of its own. */
  own: boolean;
  /** Acts, and gives what those who asked were told in the end. */
  run(act: Act): Promise<Told[]>;
  /** The same is asked for once more when all is over, and must be known. Not where the answer is part of the act. */
  askedAgain: boolean;
};

export const ERAS: readonly Era[] = ['2026', '2025'];

export const otherEra = (era: Era): Era => (era === '2026' ? '2025' : '2026');

type Wish = { own?: boolean; askedAgain?: boolean; tools?: readonly string[]; make?: TaskMaker };

/** One scenario for each tool and era. */
export function forAll(name: string, run: Scenario['run'], wish: Wish = {}): Scenario[] {
  const { own = false, askedAgain = true, tools = Object.keys(TASKS), make } = wish;
  return tools.flatMap((tool) =>
    ERAS.map((era) => {
      const made = make ?? TASKS[tool];
      if (made === undefined) throw new Error(`There is no task of ${tool}.`);
      return { name: `${name}/${tool}/${era}`, era, make: made, own, run, askedAgain };
    }),
  );
}

/** Tools that make something new; what is known by time and content are they alone. */
export const CREATES = [
  'create_contact',
  'create_job',
  'create_sales_order',
  'add_line_items',
  'add_payment',
  'enter_order',
];
export const EDITS = ['update_contact', 'update_job'];
