import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { history } from '../../simulate/history.js';

vi.mock('node:timers/promises', () => import('../../simulate/next-turn.js'));

const PROGRAM = fileURLToPath(new URL('../../simulate/simulate.mjs', import.meta.url));
const TIME_MS = 180_000;

type Run = { code: number; text: string };

function simulate(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), text: `${stdout}${stderr}` });
    });
  });
}

/** The number in a line of the program's sums. */
const sum = ({ text }: Run, name: string) =>
  Number(new RegExp(`^${name} +([\\d,]+)`, 'm').exec(text)?.[1]?.replaceAll(',', ''));

describe('a simulated history', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is the same to the letter when it is run again, whatever was run before', { timeout: TIME_MS }, async () => {
    const seeds = [3, 17, 240, 4242];
    const first = [];
    for (const seed of seeds) first.push(await history(seed, true));
    for (let seed = 1000; seed < 1050; seed += 1) await history(seed);
    for (const [index, seed] of seeds.toReversed().entries()) {
      const again = await history(seed, true);
      expect(again).toEqual(first.at(-1 - index));
      expect(again.lines.length).toBeGreaterThan(10);
    }
  });

  it('goes the same way when nobody listens', { timeout: TIME_MS }, async () => {
    for (const seed of [5, 6, 7]) {
      const { lines: _, ...told } = await history(seed, true);
      const { lines: none, ...untold } = await history(seed);
      expect(untold).toEqual(told);
      expect(none).toEqual([]);
    }
  });

  it('draws nothing from this machine: no clock, no timer, no chance', { timeout: TIME_MS }, async () => {
    const forbidden = (): never => {
      throw new Error('a history has asked this machine');
    };
    vi.spyOn(Math, 'random').mockImplementation(forbidden);
    vi.spyOn(Date, 'now').mockImplementation(forbidden);
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(forbidden);
    vi.spyOn(globalThis, 'setImmediate').mockImplementation(forbidden);
    const ended = [];
    for (let seed = 1; seed <= 40; seed += 1) ended.push(await history(seed));
    vi.restoreAllMocks();
    expect(ended.flatMap(({ findings }) => findings)).toEqual([]);
  });
});

describe('npm run simulate', () => {
  it('finds nothing doubled, lost or made up in 1,500 histories', { timeout: TIME_MS }, async () => {
    const run = await simulate('--histories', '1500', '--workers', '1');
    expect(run.text).toMatch(/^histories +1,500 /m);
    for (const name of ['duplicates', 'losses', 'false successes', 'disagreements', 'crashes']) {
      expect([name, sum(run, name)]).toEqual([name, 0]);
    }
    expect(run.code).toBe(0);
    // It would find nothing either if nothing happened.
    for (const what of [
      'created',
      'already_done',
      'in_progress',
      'in_doubt',
      'possible_duplicate',
      'killed',
      'power lost',
    ]) {
      expect(run.text).toMatch(new RegExp(`\\b${what} [1-9]`));
    }
  });

  it('tells one history by its seed, the same each time', { timeout: TIME_MS }, async () => {
    const [one, other] = [await simulate('--seed', '240'), await simulate('--seed', '240')];
    expect(one.text).toMatch(/process 1 starts/);
    expect(one.text).toMatch(/seed 240: nothing is wrong/);
    expect(other).toEqual(one);
  });

  it.each(['key-claim', 'fingerprint-claim', 'read-back', 'bound', 'file-sync', 'folder-sync'])(
    'finds out when the %s is taken from the product',
    { timeout: TIME_MS },
    async (guard) => {
      const run = await simulate('--break', guard, '--histories', '10000', '--workers', '1');
      expect(run.code).toBe(1);
      expect(sum(run, 'duplicates') + sum(run, 'losses') + sum(run, 'false successes')).toBeGreaterThan(0);
      expect(run.text).toMatch(/^found out +by history/m);
    },
  );
});
