import { type Asked, inWords, type Told } from '../call.js';
import { COMMITS_WITHIN_MS } from '../fates.js';
import type { Sending } from '../network.js';
import { tokenIn } from '../records.js';
import { kindOf } from '../syncore.js';
import { licences, type Truth } from './truth.js';

/** What has left for Syncore: nothing too early, nothing against what was told. */
export function checkSent(truth: Truth): void {
  checkTooEarly(truth);
  checkUntrueNo(truth);
  checkDoubtBlocks(truth);
}

/** Nothing is sent again while Syncore may still act on what was sent before. */
function checkTooEarly(truth: Truth): void {
  const { world, wants } = truth;
  for (const want of wants) {
    if (want.edit !== null || licences(truth, want) !== 1) continue;
    const sendings = world.sent.filter((sending) => tokenIn(sending.body) === want.token);
    for (const [index, again] of sendings.entries()) {
      const before = sendings
        .slice(0, index)
        .find((earlier) => isSame(earlier, again) && isOpen(earlier, again.sentAt));
      if (before === undefined) continue;
      const after = (again.sentAt - before.sentAt) / 1000;
      world.find('duplicate', `${again.method} ${again.path} for ${want.token} was sent again after ${after} s`);
    }
  }
}

function isSame(one: Sending, other: Sending): boolean {
  const lines = kindOf(one.path) === 'line';
  // An order may have two lines that say the same: then nothing can be told from the requests.
  return one.method === other.method && one.path === other.path && one.body === other.body && !lines;
}

function isOpen({ certainlyNot, sentAt }: Sending, at: number): boolean {
  return !certainlyNot && at < sentAt + COMMITS_WITHIN_MS;
}

/** Who was told that nothing was written can rely on it, unless another call of the same is at work as well. */
function checkUntrueNo({ world }: Truth): void {
  for (const told of world.told) {
    if (!saysNothingWritten(told)) continue;
    const { asked } = told;
    const { token, edit } = asked.call.want;
    const others = world.asked.filter((other) => {
      const { want } = other.call;
      // The whole record is written with every edit, so that nothing in it tells whose it was.
      const isLike = want === asked.call.want || (edit !== null && want.edit !== null);
      return other !== asked && isLike && other.from <= told.at;
    });
    if (others.some((other) => other.until === null || other.until >= asked.from || !isOver(world, other))) continue;
    const written = world.sent.find(
      ({ server, body, sentAt, acted }) =>
        server === asked.server &&
        sentAt >= asked.from &&
        sentAt <= told.at &&
        acted !== null &&
        tokenIn(body) === token,
    );
    if (written !== undefined)
      world.find('loss', `${written.method} ${written.path} was done, and ${token} was told ${inWords(told)}`);
  }
}

/** Nothing goes on behind this call. */
function isOver({ told }: Truth['world'], asked: Asked): boolean {
  const answer = told.find((one) => one.asked === asked);
  if (answer?.kind === 'failure') return answer.failure.written === 'no';
  return answer?.kind === 'result' && answer.result.status !== 'in_progress';
}

const SENT_NOTHING = new Set(['declined', 'preview', 'not_confirmed', 'possible_duplicate', 'unchanged']);

function saysNothingWritten(told: Told): boolean {
  if (told.kind === 'failure') return told.failure.written === 'no';
  return told.kind === 'result' && SENT_NOTHING.has(told.result.status);
}

/** While a payment is in doubt, none of its amount goes to that order, under whatever key. */
function checkDoubtBlocks({ world }: Truth): void {
  for (const told of world.told) {
    if (told.kind !== 'result' || told.result.status !== 'in_doubt' || told.result.written === 'yes') continue;
    const { key } = told.result;
    const at = told.result.steps.findIndex(({ name, status }) => name === 'payment' && status === 'in_doubt');
    if (at < 0) continue;
    const word = world.words.find((said) => said.key === key && said.until >= told.asked.from && said.taken !== false);
    const until = word === undefined ? undefined : Math.max(word.from, told.at);
    const { token } = told.asked.call.want;
    const lost = world.sent.findLast(({ body, path, sentAt }) => {
      return kindOf(path) === 'payment' && sentAt <= told.at && tokenIn(body) === token;
    });
    const again = world.sent.find(({ path, body, sentAt }) => {
      const equal = path === lost?.path && amountIn(body) === amountIn(lost.body);
      return equal && sentAt > told.at && sentAt < (until ?? Number.POSITIVE_INFINITY);
    });
    if (again !== undefined) world.find('duplicate', `${again.path} ${again.body} was sent while ${key} was in doubt`);
  }
}

const amountIn = (body: string) => /"amount_value":([\d.]+)/.exec(body)?.[1];
