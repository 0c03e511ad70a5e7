import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.js';
import { nodeDisk } from '../../src/writes/disk.js';
import { FileJournal } from '../../src/writes/file-journal.js';
import type { Claim } from '../../src/writes/journal.js';
import { openOwner } from '../../src/writes/owner.js';
import { bundle } from '../support/bundle.js';
import { ACCOUNT, intentOf } from '../support/intents.js';
import type { Answer, Order } from '../support/journal-child.js';
import { temporaryFolder } from '../support/journals.js';

const ROUNDS = 200;

let program: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  program = await bundle('./journal-child.ts');
});
afterAll(async () => program[Symbol.asyncDispose]());

/** This process's own journal over the same folder. */
async function openHere(folder: string) {
  const places = { folder: join(folder, 'owners'), temporaryFolder: folder };
  const owner = await openOwner({ ...places, platform: process.platform, timeoutMs: 1000 });
  const log = createLog('silent', () => {});
  const path = join(folder, 'journal');
  const journal = new FileJournal({ disk: nodeDisk(), folder: path, owner, now: Date.now, log, sweeps: false });
  return { journal, owner, [Symbol.asyncDispose]: async () => owner.close() };
}

async function answerOf(child: ChildProcess): Promise<Answer> {
  const [answer]: Answer[] = await once(child, 'message');
  if (answer === undefined) throw new Error('The child said nothing.');
  return answer;
}

async function claimIn(child: ChildProcess, order: Order): Promise<Claim> {
  child.send(order);
  const answer = await answerOf(child);
  if (!('claim' in answer)) throw new Error('The child answered something else.');
  return answer.claim;
}

describe('two real processes', () => {
  it.each([
    ['one key and one content', 'key 1', 'content 1'],
    ['one key for two contents', 'key 1', 'content 2'],
    ['one content under two keys', 'key 2', 'content 1'],
  ])(
    `that claim %s at one moment: exactly one wins, ${ROUNDS} times`,
    async (_, otherKey, otherContent) => {
      await using folder = await temporaryFolder();
      const children = [0, 1].map(() => fork(program.path, ['race', folder.path], { stdio: 'inherit' }));
      await Promise.all(children.map(answerOf));
      const wins = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        const startMs = Date.now() + 3;
        const key = (name: string) => `${name} of round ${round}`;
        const intents = [
          intentOf({ key: key('key 1'), fingerprint: key('content 1') }),
          intentOf({ key: key(otherKey), fingerprint: key(otherContent) }),
        ];
        const claims = await Promise.all(
          children.map((child, index) => claimIn(child, { intent: intents[index] ?? intentOf(), startMs })),
        );
        const winner = claims.findIndex(({ won }) => won);
        expect(
          claims.filter(({ won }) => won),
          `round ${round}`,
        ).toHaveLength(1);
        wins[winner] = (wins[winner] ?? 0) + 1;
      }
      // Else they did not race.
      expect(Math.min(...wins)).toBeGreaterThan(0);
      for (const child of children) child.kill();
    },
    60_000,
  );

  /** False when the process came to its end before it reached that operation. */
  async function killedAndFollowed(stop: number): Promise<boolean> {
    await using folder = await temporaryFolder();
    const intent = intentOf({ steps: 1 });
    const child = spawn(process.execPath, [program.path, 'die', folder.path, String(stop), JSON.stringify(intent)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [told, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    if (code === 0) return false;
    const lines = told.split('\n').filter((line) => line !== '');
    await using here = await openHere(folder.path);
    const { journal, owner } = here;
    const found =
      (await journal.byKey(ACCOUNT, intent.key)) ?? (await journal.byFingerprint(ACCOUNT, intent.fingerprint))[0];
    if (lines.includes('won')) expect(found?.intent.id).toBe(intent.id);
    const noted = found?.events.map(({ type }) => type) ?? [];
    expect(noted).toEqual(['sending', 'done', 'finished'].slice(0, noted.length));
    expect(noted.length).toBeGreaterThanOrEqual(lines.length - 1);
    if (found === undefined) {
      expect(await journal.claim({ ...intent, owner: owner.name })).toEqual({ won: true });
      return true;
    }
    const taken = await journal.takeOver(found, owner.name);
    expect(taken?.intent.id).toBe(intent.id);
    await journal.append(intent, { at: 9, type: 'finished' });
    expect((await journal.byKey(ACCOUNT, intent.key))?.events.at(-1)).toEqual({ at: 9, type: 'finished' });
    return true;
  }

  it('of which one is killed between any two steps: what it was told is noted, and the other goes on', async () => {
    let stop = 0;
    for (let killed = true; killed; stop += 3) {
      const all = await Promise.all([1, 2, 3].map((next) => killedAndFollowed(stop + next)));
      killed = all.every(Boolean);
    }
    expect(stop).toBeGreaterThan(20);
  }, 60_000);
});
