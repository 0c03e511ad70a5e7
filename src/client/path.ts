import { invalidInput } from '../failure.js';

declare const checked: unique symbol;

/** A path beneath the base URL, made of our own words and of ids only, so that no text can leave its segment. */
export type Path = string & { readonly [checked]: true };

/**
 * Makes a path from a template whose every value is an id.
 * @throws Failure `invalid_input` when a value is no positive integer in the safe range.
 */
export function path(words: TemplateStringsArray, ...ids: number[]): Path {
  const text = words.reduce((sofar, word, index) => {
    if (index === 0) return word;
    const id = ids[index - 1];
    if (id === undefined || !Number.isSafeInteger(id) || id < 1) {
      throw invalidInput('id', 'must be a positive whole number');
    }
    return `${sofar}${id}${word}`;
  }, '');
  return text as Path;
}
