import type { Chance } from './chance.js';
import type { World } from './world.js';

/** Something that was meant to stand in Syncore: how often it was meant to, and how often it does. */
export type Part = { what: string; meant: number; stands: number };

/** One thing that an assistant was asked to write. */
export type Task = {
  tool: string;
  args: Record<string, unknown>;
  /** The requests that write it, if nothing goes wrong: their method and how many they are. */
  method: 'POST' | 'PUT';
  requests: number;
  /** Another way to spell the same, where a person or a model might. */
  otherwise?: Record<string, unknown>;
  /** Read from the account itself, whatever anybody was told. */
  parts(): Part[];
  /** What stands otherwise than it should: fields that were wiped, lines that are out of order. */
  spoiled(): string[];
  /** Whether the record of an answer is the one that stands. */
  isRecord(record: Record<string, unknown>): boolean;
};

export type TaskMaker = (world: World, chance: Chance) => Task;

export const standing = (parts: readonly Part[]) => parts.reduce((sum, { stands }) => sum + stands, 0);
export const meant = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part.meant, 0);
