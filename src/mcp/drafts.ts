import * as z from 'zod/v4';

/** Arguments of which any part may be missing: what is left of a call after what could not be read is taken out. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly Draft<Item>[]
  : T extends object
    ? { [Name in keyof T]?: Draft<T[Name]> | undefined }
    : T;

/** Each round takes out what the one before has uncovered. */
const MOST_ROUNDS = 4;

/**
 * What can be read of arguments that were refused, so that the rest of them can be checked too and all that is wrong is
 * told at once. Positions in lists stay as they are.
 * @returns null where nothing can be made of them.
 */
export function draftOf<Shape extends z.ZodRawShape>(
  shape: Shape,
  given: unknown,
): Draft<z.output<z.ZodObject<Shape, z.core.$strict>>> | null {
  const schema = relaxed(z.strictObject(shape));
  const value: unknown = structuredClone(given);
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const parsed = schema.safeParse(value);
    // What the relaxed schema gives is of the strict one, apart from what is missing.
    if (parsed.success) return parsed.data as Draft<z.output<z.ZodObject<Shape, z.core.$strict>>>;
    for (const { path } of parsed.error.issues) {
      if (path.length === 0) return null;
      takeOut(value, path);
    }
  }
  return null;
}

/** The schema with every field optional and every list of any length. */
function relaxed(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional) return relaxed(schema.unwrap()).optional();
  if (schema instanceof z.ZodNullable) return relaxed(schema.unwrap()).nullable();
  if (schema instanceof z.ZodArray) return z.array(relaxed(schema.element));
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]) => [name, relaxed(field).optional()]);
    return z.strictObject(Object.fromEntries(fields));
  }
  return schema instanceof z.ZodType ? schema : z.unknown();
}

/**
 * Puts something empty in the place of a value that cannot be read: an object first, for it was meant to be there;
 * where that does not fit either, nothing in an object, and a blank text in a list, whose positions must stay.
 */
function takeOut(value: unknown, path: readonly PropertyKey[]): void {
  const last = path.at(-1);
  const holder = path.slice(0, -1).reduce<unknown>((inner, step) => at(inner, step), value);
  if (typeof holder !== 'object' || holder === null || last === undefined) return;
  const isEmpty = isEmptyObject(at(holder, last));
  if (!isEmpty) Reflect.set(holder, last, {});
  else if (Array.isArray(holder)) Reflect.set(holder, last, '');
  else Reflect.deleteProperty(holder, last);
}

function at(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
