import type { LineItem } from '../src/sandbox/data/types.js';
import type { Draw } from './draw.js';
import type { Spelling } from './spelling.js';

/** A line as a caller means it; `parent` is the position of an earlier one. */
export type MeantLine = { type: string; description: string; quantity?: number; price_value?: number; parent?: number };

/** The lines of a want: some bear its token, some are lines that every order has, some are there twice. */
export function drawLines(draw: Draw, token: string): MeantLine[] {
  const product: MeantLine = { type: 'Asi', description: `Mug ${token}`, quantity: draw.int(1, 9), price_value: 2.5 };
  const setup: MeantLine = { type: 'SetupCharge', description: 'Setup', quantity: 1, price_value: 50 };
  switch (draw.int(0, 5)) {
    case 0:
      return [setup, { type: 'Comment', description: `about ${token}` }];
    case 1:
      return [product, setup];
    case 2:
      return [
        { type: 'Asi', description: `Shirt ${token}` },
        { type: 'Color', description: 'Red', parent: 0 },
        { type: 'Size', description: 'M', quantity: 5, parent: 1 },
      ];
    case 3:
      return [
        { type: 'Comment', description: 'Rush' },
        { type: 'Comment', description: 'Rush' },
        { type: 'Comment', description: `about ${token}` },
      ];
    default:
      return [product];
  }
}

export function spelledLines(lines: readonly MeantLine[], spelling: Spelling): MeantLine[] {
  return lines.map((line) => ({ ...line, description: spelling.text(line.description) }));
}

/** What two lines have in common that say the same. */
export function lineContent(line: MeantLine | LineItem): string {
  const text = line.description.trim().replace(/\s+/g, ' ').toLowerCase();
  return [line.type.toLowerCase(), text, line.quantity ?? '', line.price_value ?? ''].join('|');
}
