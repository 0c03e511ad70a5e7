import type { Draw } from './draw.js';

/** Says the same in other words: what agents change when they write a call once more. */
export type Spelling = { text(text: string): string; order(name: string): string; comment(token: string): string };

export const PLAIN: Spelling = {
  text: (text) => text,
  order: (name) => name,
  comment: (token) => `for ${token}`,
};

/** Letter case and spaces; how an order is named; a comment that is worded anew. */
export function otherSpelling(draw: Draw): Spelling {
  const way = draw.int(0, 3);
  return {
    text(text) {
      if (way === 0) return ` ${text}`;
      if (way === 1) return text.replace(' ', '  ');
      return way === 2 ? text.toUpperCase() : text;
    },
    order: (name) => (way === 0 ? `#${name}` : way === 1 ? ` ${name.replace('-', ' - ')} ` : name),
    comment: (token) => (way === 3 ? `once more for ${token}` : `for ${token}`),
  };
}
