import type { Found, Part } from '../client/reader.js';
import { readCursor, writeCursor } from './cursor.js';

const USUAL_LIMIT = 20;
const MOST_ROWS = 100;
/** To learn how many there are. */
export const NO_ROWS: Part = { limit: 0 };

/** What every list tool takes besides its filters. */
export type PartArguments = { limit?: number | undefined; cursor?: string | undefined };

export type Asked<Args> = {
  /** The arguments, with those that the cursor carried. */
  args: Args;
  part: Part;
  people: { rep?: string | undefined; csr?: string | undefined };
  notes: string[];
};

/**
 * Begins a list, or goes on with one.
 * @throws Failure `invalid_input` for a cursor that is not ours or does not belong to the other arguments.
 */
export function beginList<Args extends PartArguments>(tool: string, given: Args, key: Buffer): Asked<Args> {
  const { limit = USUAL_LIMIT, cursor, ...filters } = given;
  const notes = limit > MOST_ROWS ? [`limit was cut to ${MOST_ROWS}, the most that one answer holds.`] : [];
  const most = Math.min(limit, MOST_ROWS);
  if (cursor === undefined) return { args: given, part: { limit: most }, people: {}, notes };
  const { args, people, position, total } = readCursor(tool, cursor, filters, key);
  const from = { position, total };
  return { args: Object.assign({}, given, args), part: { limit: most, from }, people, notes };
}

/** The cursor behind an answer; null at its end. `filled` is what was filled in for the caller, such as a period. */
export function endList<Args extends PartArguments>(
  tool: string,
  asked: Asked<Args>,
  filled: Partial<Record<string, unknown>>,
  found: Found<unknown>,
  key: Buffer,
): string | null {
  if (found.next === null) return null;
  const { limit: _, cursor: __, ...args } = { ...asked.args, ...filled };
  return writeCursor(tool, { args, people: found.people, ...found.next }, key);
}
