import type { Completing } from '../answers/completions.js';
import { invalidInput } from '../failure.js';
import { nearest } from '../nearest.js';

export type PromptArgument = {
  name: string;
  description: string;
  required: boolean;
  /** What an argument that was begun may mean; only where that costs next to nothing. */
  complete?: (begun: string, context: Completing) => Promise<string[]>;
};

export type PromptDefinition = {
  name: string;
  title: string;
  description: string;
  arguments: readonly PromptArgument[];
  /** What the model is told; each text is a block of its own, so that what a person pasted stays apart from our words. */
  texts(given: Readonly<Record<string, string>>): string[];
};

/** A prompt as `prompts/list` shows it. */
export type ListedPrompt = {
  name: string;
  title: string;
  description: string;
  arguments: { name: string; description: string; required: boolean }[];
};

export function listedPrompt({ name, title, description, arguments: taken }: PromptDefinition): ListedPrompt {
  return {
    name,
    title,
    description,
    arguments: taken.map(({ name, description, required }) => ({ name, description, required })),
  };
}

const LONGEST_ARGUMENT = 20_000;

/**
 * The texts of a prompt.
 * @throws Failure `invalid_input` for an argument that is missing, unknown, or longer than anybody types.
 */
export function promptTexts(prompt: PromptDefinition, given: Readonly<Record<string, string>>): string[] {
  for (const name of Object.keys(given)) {
    if (prompt.arguments.some((argument) => argument.name === name)) continue;
    const known = prompt.arguments.map((argument) => argument.name).join(', ');
    throw invalidInput(name.slice(0, 60), `is not known here; known are ${known}`);
  }
  for (const { name, required } of prompt.arguments) {
    const text = given[name] ?? '';
    if (required && text.trim() === '') throw invalidInput(name, 'is required');
    if (text.length > LONGEST_ARGUMENT) throw invalidInput(name, `must have at most ${LONGEST_ARGUMENT} characters`);
  }
  return prompt.texts(given);
}

/** The message of the protocol error for a prompt that is not there. */
export function unknownPromptMessage(name: string, prompts: readonly string[]): string {
  const near = nearest(name, prompts);
  const shown = name.slice(0, 64);
  return near === undefined ? `Unknown prompt: ${shown}` : `Unknown prompt: ${shown}. Did you mean ${near}?`;
}
