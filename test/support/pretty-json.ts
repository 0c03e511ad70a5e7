/** The longest line of a formatted file, as biome.json says. */
const LINE_WIDTH = 120;

/** JSON as the formatter would write it, so that a snapshot is both checked and formatted: short things on one line. */
export function prettyJson(value: unknown): string {
  return `${write(value, 0, 0)}\n`;
}

/** `indent` in spaces; `taken` is what already stands on the line, and a comma behind. */
function write(value: unknown, indent: number, taken: number): string {
  const flat = onOneLine(value);
  if (typeof value !== 'object' || value === null || taken + flat.length <= LINE_WIDTH) return flat;
  const deeper = indent + 2;
  const pad = ' '.repeat(deeper);
  const list = Array.isArray(value);
  const lines = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => {
      const key = list ? '' : `${JSON.stringify(name)}: `;
      return `${pad}${key}${write(inner, deeper, deeper + key.length + 1)}`;
    });
  const [open, close] = list ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${' '.repeat(indent)}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([name, inner]) => `${JSON.stringify(name)}: ${onOneLine(inner)}`).join(', ')} }`;
}
