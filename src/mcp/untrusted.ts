/**
 * The one place where text is cleaned: a walk over everything that leaves. Never on the way in, since an edit writes
 * back what was read.
 */

/** Longer texts are cut; no field of a record is meant to be read beyond this by a model. */
const LONGEST_TEXT = 8_000;
/** A document that we make ourselves, such as a spreadsheet, is bounded where it is made. */
const LONGEST_DOCUMENT = 64_000;
const LONGEST_NAME = 200;
const ROOM_FOR_MARK = 110;
/** JSON from upstream that is nested deeper, or has more values, is cut: nothing of ours comes near. */
const DEEPEST = 32;
const MOST_VALUES = 200_000;

/** What ends a line for people: also the separators, which JSON lets through and terminals break at. */
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;
/**
 * What can hide or reorder text: controls but line feed and tab; all that Unicode calls ignorable (zero-width and
 * bidirectional characters, fillers, tags, selectors); annotations; surrogates without their half.
 */
const UNSEEN = /(?!\n|\t|\u200D|\uFE0F)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Surrogate}\uFFF9-\uFFFB]/gu;
/** The selector that asks for the coloured form belongs after a picture, or inside a keycap. */
const STRAY_SELECTOR = /(?<!\p{Extended_Pictographic}|[0-9#*](?=\uFE0F\u20E3))\uFE0F/gu;
/** The joiner makes one picture of two; between letters it only makes two equal-looking words differ. */
const STRAY_JOINER =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D|\u200D(?!\p{Extended_Pictographic})/gu;
/** Most texts are this, and need no work. */
const PLAIN = /^[\n\t\x20-\x7E]*$/;

/** One text without what cannot be seen; cut at `longest` characters with a mark that says how to read the rest. */
export function cleanText(text: string, longest: number = LONGEST_TEXT): string {
  if (text.length <= longest && PLAIN.test(text)) return text;
  // Cut before the expressions run, and leave room: removing shortens.
  const bounded = text.slice(0, longest * 4);
  const clean = bounded
    .replace(LINE_ENDS, '\n')
    .replace(UNSEEN, '')
    .replace(STRAY_SELECTOR, '')
    .replace(STRAY_JOINER, '');
  if (clean.length <= longest && bounded.length === text.length) return clean;
  // The mark counts too, so that a cut text is not cut again.
  const kept = clean.slice(0, longest - ROOM_FOR_MARK).replace(/\p{Surrogate}$/u, '');
  return `${kept}… [cut after ${kept.length} of ${text.length} characters; the record's page in Syncore has the rest]`;
}

/**
 * A text without the API key, in either letter case: Syncore, or a proxy, may repeat what it was sent. It comes before
 * any cutting, which would leave a part of the key.
 */
export function withoutSecret(text: string, secret: string): string {
  if (secret === '' || text.length < secret.length) return text;
  return text.replace(new RegExp(secret.replace(/\W/g, '\\$&'), 'gi'), '[API key]');
}

/**
 * A copy of plain JSON data with every string in it, names of properties included, cleaned and without the secret.
 * What is too deep or too much becomes null, as does what JSON cannot say (functions, infinite numbers); undefined is
 * left out. `longestIn` says how long a text under a name of the first level may be.
 */
export function clean(value: unknown, secret = '', longestIn?: (name: string) => number): unknown {
  let left = MOST_VALUES;
  const tidy = (text: string, longest?: number) =>
    withoutSecret(cleanText(withoutSecret(text, secret), longest), secret);
  function walk(part: unknown, depth: number, longest?: number): unknown {
    left -= 1;
    if (typeof part === 'string') return tidy(part, longest);
    if (typeof part === 'number') return Number.isFinite(part) ? part : null;
    if (typeof part === 'boolean' || part === null) return part;
    if (typeof part !== 'object' || depth >= DEEPEST || left <= 0) return part === undefined ? undefined : null;
    if (Array.isArray(part)) return part.map((item) => walk(item, depth + 1) ?? null);
    const entries = Object.entries(part)
      .map(([name, inner]): [string, unknown] => {
        const longest = depth === 0 ? longestIn?.(name) : undefined;
        return [tidy(name, LONGEST_NAME), walk(inner, depth + 1, longest)];
      })
      .filter(([, inner]) => inner !== undefined);
    // fromEntries defines own properties: a `__proto__` from upstream stays data.
    return Object.fromEntries(entries);
  }
  return walk(value, 0);
}

/** As `clean`, for what is known to be an object. The fields named as documents may hold longer texts than records do. */
export function cleanRecord(record: object, secret = '', documents: readonly string[] = []): Record<string, unknown> {
  const longest = (name: string) => (documents.includes(name) ? LONGEST_DOCUMENT : LONGEST_TEXT);
  const cleaned = clean(record, secret, longest);
  return typeof cleaned === 'object' && cleaned !== null ? { ...cleaned } : {};
}
