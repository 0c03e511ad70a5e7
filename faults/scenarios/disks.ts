import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DiskMode, failingDisk } from '../../test/support/preloads.js';
import type { Act, Told } from '../act.js';
import { isStatus, saysDone } from '../answer.js';
import { forAll, otherEra, type Scenario } from '../scenario.js';
import type { Seat } from '../seat.js';

/** A host whose server stands on a disk that fails when it is told to. */
async function onBadDisk({ world, era, note }: Act): Promise<{ seat: Seat; disk: (mode: DiskMode) => Promise<void> }> {
  const bad = failingDisk(world.folder);
  const seat = world.seat({ era, name: 'bad disk', env: bad.env });
  await seat.open();
  return {
    seat,
    async disk(mode) {
      note(`the disk is ${mode} now`);
      await bad.set(mode);
    },
  };
}

/** The disk fails before anything is sent: refused, and when it is mended the same key goes through. */
function failsBefore(mode: DiskMode) {
  return async (act: Act): Promise<Told[]> => {
    const { seat, disk } = await onBadDisk(act);
    await disk(mode);
    const refused = await act.ask({ seat });
    const sent = act.world.syncore.sandbox.requests.filter(({ method }) => method === act.task.method).length;
    await disk('good');
    const end = await act.untilFinal({ seat });
    const wasRefused = refused.kind === 'error' && refused.written === 'no' && sent === 0;
    return [{ ...end, unresolved: wasRefused ? end.unresolved : 'it was not refused before anything was sent' }];
  };
}

/** The disk fails when a request has come to Syncore; who asks next, on a good disk, must know what stands. */
function failsAfter(mode: DiskMode) {
  return async (act: Act): Promise<Told[]> => {
    const { world, task, chance } = act;
    const { seat, disk } = await onBadDisk(act);
    const nth = chance.int(1, task.requests);
    let seen = 0;
    world.syncore.sandbox.faults.onRequest = async (_, { method }) => {
      if (method === task.method) seen += 1;
      if (method === task.method && seen === nth) await disk(mode);
    };
    await act.ask({ seat });
    await act.ask({ seat });
    world.syncore.sandbox.faults.onRequest = null;
    await disk('good');
    // After a failed sync nobody knows what the disk holds: only another process may go on from what it reads.
    if (mode === 'unsynced' || chance.chance(0.5)) seat.kill();
    await sleep(20);
    return [await act.untilFinal({ seat })];
  };
}

/** The folder goes: what it knew is gone with it, so that nothing may be sent before somebody has looked. */
async function folderGoes(act: Act): Promise<Told[]> {
  const { world, era, note, seat } = act;
  const journal = join(world.folder, 'journal');
  const other = world.seat({ era: otherEra(era), name: 'other' });
  await other.open();
  await seat.open();
  const first = await act.untilFinal();
  await rename(journal, `${journal} away`);
  note('the journal is away');
  const answers = [await act.ask(), await act.ask({ args: { ...act.task.args, dry_run: true }, key: 'another' })];
  await rm(journal, { recursive: true, force: true });
  await rename(`${journal} away`, journal);
  note('the journal is back');
  const again = await act.untilFinal({ who: 'who asked when it was back', seat: other });
  const odd = answers.filter(({ kind }) => kind === 'broken').length > 0 ? 'the server did not answer' : null;
  return [first, { ...again, unresolved: again.unresolved ?? odd }];
}

async function entryFiles(act: Act): Promise<string[]> {
  const folder = join(act.world.folder, 'journal');
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith('content-')).map((name) => join(folder, name));
}

/** The intent is torn: its key is blocked, in doubt, and nothing is sent again. */
async function tornIntent(act: Act): Promise<Told[]> {
  const first = await act.untilFinal();
  for (const file of await entryFiles(act)) {
    await truncate(file, act.chance.int(1, 200));
    act.note(`torn: ${(await readFile(file)).length} bytes are left`);
  }
  const fresh = act.world.seat({ era: act.era, name: 'fresh' });
  const before = act.world.syncore.sandbox.requests.filter(({ method }) => method === act.task.method).length;
  const again = await act.ask({ seat: fresh });
  const after = act.world.syncore.sandbox.requests.filter(({ method }) => method === act.task.method).length;
  const isBlocked = isStatus(again, 'in_doubt') && before === after;
  return [
    { ...first, unresolved: isBlocked ? null : `the torn entry did not block its key: ${JSON.stringify(again)}` },
  ];
}

/** Files of others in the folder are left alone and hinder nobody. */
async function foreignFiles(act: Act): Promise<Told[]> {
  const { world, task, chance } = act;
  const first = await act.untilFinal();
  const folder = join(world.folder, 'journal');
  const [entry = ''] = await entryFiles(act);
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await writeFile(join(folder, `${chance.word}.jsonl`), '{}');
  await writeFile(join(folder, `${entry.split('/').at(-1)} (copy)`), await readFile(entry));
  const fresh = world.seat({ era: act.era, name: 'fresh' });
  const again = await act.untilFinal({ seat: fresh, who: 'who asked beside foreign files' });
  const reviewed = await fresh.call('review_writes', {});
  const listed = reviewed.kind === 'result' ? Number(reviewed.body.returned) : -1;
  const odd = saysDone(again.answer) && listed === 1 ? null : `${task.tool} is listed ${listed} times`;
  return [first, { ...again, unresolved: again.unresolved ?? odd }];
}

/** The journal's folder full, read-only, away; and files in it that are torn or not its own. */
export const disks: Scenario[] = [
  ...forAll('disk/full before', failsBefore('full'), { own: true }),
  ...forAll('disk/read-only before', failsBefore('read-only'), { own: true }),
  ...forAll('disk/full after sending', failsAfter('full'), { own: true }),
  ...forAll('disk/read-only after sending', failsAfter('read-only'), { own: true }),
  ...forAll('disk/does not sync after sending', failsAfter('unsynced'), { own: true }),
  ...forAll('disk/folder away', folderGoes, { own: true }),
  ...forAll('disk/torn intent', tornIntent, { own: true, askedAgain: false }),
  ...forAll('disk/foreign files', foreignFiles, { own: true }),
];
