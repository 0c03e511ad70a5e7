import type { WriteStatus } from '../../src/writes/result.js';
import { inWords, type Told } from '../call.js';
import { stands } from '../edits.js';
import { nameOf } from '../records.js';
import type { RecordKind } from '../syncore.js';
import type { Piece } from '../wants.js';
import type { Truth } from './truth.js';

const DONE: ReadonlySet<WriteStatus> = new Set(['created', 'updated', 'already_done']);

/** Never a success that is not there, never a lost one: what was told as done stands, and is nobody else's. */
export function checkTold(truth: Truth): void {
  const { world } = truth;
  const claims = new Map<string, string>();
  for (const told of world.told) {
    if (told.kind !== 'result') continue;
    const { want } = told.asked.call;
    if (want.edit !== null) checkEdit(truth, told);
    else checkSteps(truth, told, claims);
  }
}

function checkSteps(truth: Truth, told: Told & { kind: 'result' }, claims: Map<string, string>): void {
  const { world, byName, byHand } = truth;
  const { want } = told.asked.call;
  const { status, steps, key, back } = told.result;
  const wrong = (what: string) => world.find('false success', `${what}; told for ${want.token}: ${inWords(told)}`);
  // While another write holds the key, a call with other content is told of that one.
  if (status === 'in_progress' && steps.length !== want.pieces.length) return;
  // The entry could not be read, and a person has said that it was entered.
  if (status === 'already_done' && steps.length === 0) return;
  if (DONE.has(status) && (steps.length !== want.pieces.length || steps.some((step) => step.status !== 'done'))) {
    wrong('a step was not done');
  }
  for (const [index, piece] of want.pieces.entries()) {
    const step = steps[index];
    if (step?.status !== 'done' || step.id === null) continue;
    const name = nameOf({ kind: piece.kind, id: step.id });
    const record = byName.get(name);
    if (record === undefined) {
      wrong(`${name} does not stand`);
      continue;
    }
    const claim = `${want.token} under ${key}`;
    const other = claims.get(name);
    if (other !== undefined && other !== claim && key !== null) wrong(`${name} was told for ${other} before`);
    if (key !== null) claims.set(name, claim);
    // What a person entered was taken for it: then what differs was told, and it cannot have stood before.
    if (byHand.has(name)) {
      const named = world.words.some((word) => word.key === key && word.recordId === step.id);
      if (!named && stoodBefore(truth, told, piece.kind, step.id))
        wrong(`${name} was entered by hand before anybody asked for it`);
      continue;
    }
    const differs = record.group !== piece.group && (back?.differences ?? []).length === 0;
    if (differs) wrong(`${name} is "${record.group}" and not "${piece.group}"`);
    if (piece.under !== null && record.under !== idOf(piece.under, steps))
      wrong(`${name} stands under ${record.under}`);
    const parentId = piece.parent === null ? 0 : (steps[piece.parent]?.id ?? 0);
    if (record.parentId !== parentId) wrong(`${name} hangs under line ${record.parentId} and not ${parentId}`);
  }
}

/** Whether a record that a person made was to be seen before anybody asked for a want. */
function stoodBefore({ world }: Truth, { asked }: Told, kind: RecordKind, id: number): boolean {
  const { want } = asked.call;
  const made = world.syncore.made.find((record) => record.kind === kind && record.id === id);
  const first = world.asked.find(({ call }) => call.want === want);
  return made !== undefined && first !== undefined && made.at + world.weather.searchLagMs < first.from;
}

function idOf(under: NonNullable<Piece['under']>, steps: readonly { id: number | null }[]): number | null {
  return 'id' in under ? under.id : (steps[under.piece]?.id ?? null);
}

/** An edit that was told as done stood at some time since it was asked for. */
function checkEdit({ world }: Truth, told: Told & { kind: 'result' }): void {
  const { call } = told.asked;
  const { edit } = call.want;
  const { status, key } = told.result;
  if (edit === null || !(DONE.has(status) || status === 'unchanged')) return;
  const first =
    status === 'unchanged' ? told.asked : world.asked.find(({ call: { options } }) => isOf(options.key, key));
  const from = Math.min(told.asked.from, first?.from ?? told.asked.from);
  const versions = world.syncore.versions.filter(({ kind, id }) => kind === edit.kind && id === edit.id);
  const stood = versions.some((version, index) => {
    const until = versions[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return version.at <= told.at && until >= from && stands(edit, version.record);
  });
  const earlier =
    status === 'already_done' && versions.some((version) => version.at <= told.at && stands(edit, version.record));
  if (!stood && !earlier) {
    world.find(
      'false success',
      `${call.want.token} never stood as asked ${JSON.stringify(edit.values)}: ${inWords(told)}`,
    );
  }
}

/** Without a key of its own a call goes by the key that the server made up. */
const isOf = (given: string | undefined, told: string | null) => given === undefined || given === told;
