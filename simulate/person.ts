import { type Entry, stateOf, stepsOf } from '../src/writes/journal.js';
import type { WriteResult } from '../src/writes/result.js';
import { type SettleInput, settleWrite } from '../src/writes/settle-write.js';
import { stands } from './edits.js';
import { allStanding, nameOf, type Standing, tokenIn } from './records.js';
import { ACCOUNT, type Server } from './server.js';
import type { Want } from './wants.js';
import type { Word, World } from './world.js';

/** A person enters in Syncore by hand what was wanted. */
export async function enterByHand(world: World, want: Want): Promise<void> {
  if (want.byHand === null) return;
  await world.time.sleep(world.draw.int(0, 20_000));
  world.tell(() => `a person enters ${want.token} by hand`);
  world.count('entered by hand');
  await world.syncore.answer(want.byHand, 'person');
}

/** A person changes a field of a record that callers change as well. */
export async function changeByHand(world: World): Promise<void> {
  await world.time.sleep(world.draw.int(0, 60_000));
  world.tell(() => 'a person changes the phone of contact 11');
  world.syncore.changeByHand(11, { phone: '2165550155' });
}

/**
 * A person looks in Syncore for what a write in doubt came to, and says so through `settle_write`. False when that
 * could not be done.
 */
export async function lookInto(
  world: World,
  slot: number,
  want: Want,
  key: string,
  patient: boolean,
): Promise<boolean> {
  const server = world.servers[slot];
  if (server === undefined || !server.alive || server.stopped) return false;
  // One person after another: two at once would take one record for both their writes.
  const settled = world.desk
    .then(() => settle(world, server, want, key, patient))
    .catch((error: unknown) => {
      world.tell(() => `a person could not settle ${key}: ${error}`);
      return false;
    });
  const gone = server.gone.then(() => false);
  const ended = Promise.race([settled, gone, world.time.sleep(200_000).then(() => false)]);
  world.desk = ended.then(() => {});
  return ended;
}

async function settle(world: World, server: Server, want: Want, key: string, patient: boolean): Promise<boolean> {
  const { journal } = server.engine.parts.options;
  const entries: Entry[] = [];
  for await (const entry of journal.list(ACCOUNT.id)) entries.push(entry);
  const entry = entries.find(({ intent }) => intent.key === key && intent.account === ACCOUNT.id);
  if (entry === undefined || stateOf(entry) !== 'in_doubt') return false;
  // What is in doubt may be another write, which looks the same: the person looks for that.
  const token = tokenIn(JSON.stringify(entry.intent.plan.steps));
  const id = truth(world, world.wants.find((other) => other.token === token) ?? want, entry, entries);
  const own =
    id === null ? { outcome: 'not_entered' as const } : { outcome: 'entered' as const, record_id: id || undefined };
  const word = world.draw.chance(0.2) ? { outcome: 'look_again' as const } : own;
  const result = await giveWord(world, server, { key, ...word });
  if (result?.status !== 'in_progress' || !patient) return isKnown(result);
  // It may still come: whoever has the patience looks once more when it cannot.
  await world.time.sleep(Math.max(0, (result.retryAt ?? 0) - server.clock.now()));
  return settle(world, server, want, key, false);
}

const isKnown = (result: WriteResult | null) =>
  result !== null && !['in_doubt', 'in_progress', 'not_confirmed'].includes(result.status);

/** Says it through `settle_write`, with the token of a preview where one is needed; null where it was not taken. */
async function giveWord(world: World, server: Server, word: SettleInput): Promise<WriteResult | null> {
  world.tell(() => `a person settles ${word.key} through ${server.name}: ${JSON.stringify(word)}`);
  let confirm: string | undefined;
  for (let tried = 1; tried <= 2; tried += 1) {
    const call = {
      caller: { id: 'person', client: { name: 'host', version: '1' }, canAsk: false },
      answer: undefined,
      signal: new AbortController().signal,
      deadline: server.clock.now() + 45_000,
      tell: () => {},
    };
    const said: Word = {
      key: word.key,
      outcome: word.outcome,
      recordId: word.record_id,
      from: world.time.now,
      until: Number.POSITIVE_INFINITY,
      taken: null,
    };
    world.words.push(said);
    const outcome = await settleWrite({ ...word, confirm }, server.engine.parts, call);
    if (outcome.kind !== 'done') return null;
    const { result } = outcome;
    Object.assign(said, { until: world.time.now, taken: isKnown(result) });
    world.tell(() => `${server.name} answers the person: ${result.status}`);
    if (isKnown(result)) world.count('settled by a person');
    if (result.status !== 'not_confirmed') return result;
    confirm = result.confirmation?.token ?? undefined;
  }
  return null;
}

/** The id of the record that an open step has made, 0 for an edit that stands; null where there is none. */
function truth({ syncore }: World, want: Want, entry: Entry, entries: readonly Entry[]): number | null {
  const { edit, pieces } = want;
  if (edit !== null) {
    const records = edit.kind === 'contact' ? syncore.data.contacts : syncore.data.jobs;
    const record = records.find(({ id }) => id === edit.id);
    return record !== undefined && stands(edit, record) ? 0 : null;
  }
  const open = stepsOf(entry).findIndex(({ status }) => status === 'in_doubt');
  const piece = pieces[Math.max(0, open)];
  const under = piece?.under ?? null;
  const underId = under === null ? null : 'id' in under ? under.id : (stepsOf(entry)[under.piece]?.id ?? null);
  const known = new Set(entries.flatMap(claimed));
  const found = allStanding(syncore.data).find(
    (record) => record.group === piece?.group && record.under === underId && !known.has(nameOf(record)),
  );
  return found?.id ?? null;
}

const KINDS: Readonly<Record<string, Standing['kind']>> = {
  create_contact: 'contact',
  create_job: 'job',
  create_sales_order: 'order',
  add_line_item: 'line',
  add_payment: 'payment',
};

/** The records that the done steps of an entry have made. */
export function claimed(entry: Entry): string[] {
  return stepsOf(entry).flatMap(({ status, id }, index) => {
    const kind = KINDS[entry.intent.plan.steps[index]?.action ?? ''];
    return status === 'done' && id !== null && kind !== undefined ? [nameOf({ kind, id })] : [];
  });
}
