import * as z from 'zod/v4';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_WORDS = 'must be a date of the calendar written YYYY-MM-DD, such as 2026-11-23';

/** Text of at most `max` characters (500). */
export function text(description: string, { max = 500 }: { max?: number } = {}) {
  return z.string().max(max).describe(description);
}

/** A day of the calendar, `YYYY-MM-DD`; 2026-02-30 is refused. */
export function date(description: string) {
  return z
    .string()
    .regex(DATE, { error: DATE_WORDS, abort: true })
    .refine(isCalendarDay, { error: DATE_WORDS })
    .describe(description);
}

/** A whole number between `min` and `max`, both included. */
export function integer(description: string, { min, max }: { min?: number; max?: number } = {}) {
  let schema = z.int();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  return schema.describe(description);
}

/**
 * The id of a Syncore record. It goes into a path, so it is a whole number and nothing else; digits as text are
 * taken too, as for every number.
 */
export function id(description: string) {
  return z
    .int({
      error: ({ input }) => (input === undefined ? 'is required' : 'must be an id: a whole number such as 32255'),
    })
    .min(1)
    .describe(description);
}

/** True or false. */
export function flag(description: string) {
  return z.boolean().describe(description);
}

/** One of a few names, in any letter case. */
export function choice<const Names extends readonly [string, ...string[]]>(names: Names, description: string) {
  return z.enum(names).describe(description);
}

/** An id or a name; always text for the tool, however it was sent. */
export function idOrName(description: string) {
  const name = z.string().max(200, { error: 'must be an id or a name of at most 200 characters' });
  return z.preprocess(numberToText, name).describe(description);
}

/** The same argument, taken under other names as well. */
export function also<Schema extends z.ZodType>(schema: Schema, ...aliases: string[]): Schema {
  return schema.meta({ ...schema.meta(), aliases });
}

/** The same argument, taken and not listed: what an answer shows can be given back. */
export function unlisted<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), unlisted: true });
}

/** The same argument, listed without what is inside of it: `description` says where that is told in full. */
export function inBrief<Schema extends z.ZodType>(schema: Schema, description: string): Schema {
  return schema.meta({ ...schema.meta(), brief: true, description });
}

/** A list of at most `max` items (100). */
export function list<Item extends z.ZodType>(item: Item, description: string, { max = 100 }: { max?: number } = {}) {
  return z.array(item).min(1).max(max).describe(description);
}

/** A list that may be empty, which is as good as not given: answers show empty lists. */
export function listOrNone<Item extends z.ZodType>(item: Item, description: string, { max }: { max: number }) {
  return z.array(item).max(max).describe(description);
}

/** What every list takes besides its filters; `usual` is how many rows it gives unasked. */
export function partFields({ usual = 20 }: { usual?: number } = {}) {
  return {
    limit: integer(`Rows, 1 to 100 (${usual})`, { min: 1 }).optional(),
    cursor: text('next_cursor of the answer before; filters may be left out', { max: 8000 }).optional(),
  };
}

/** An object with exactly these fields. */
export function object<Shape extends z.ZodRawShape>(shape: Shape, description: string) {
  return z.strictObject(shape).describe(description);
}

/** An id as a number, and what an answer shows of it: `{ id, name }`. */
function numberToText(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'id' in value) {
    return numberToText(value.id ?? ('name' in value ? value.name : undefined));
  }
  return Number.isSafeInteger(value) ? String(value) : value;
}

function isCalendarDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  // V8 takes 2026-02-30 and means 2 March: only a day that comes back the same is one.
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
}
