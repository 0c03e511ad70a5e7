import { describe, expect, it } from 'vitest';
import { type JournalEvent, mayBeWritten, stateOf, stepsOf } from '../../src/writes/journal.js';
import { intentOf } from '../support/intents.js';

const at = 5;
const sending = (step: number): JournalEvent => ({ at: at + step, type: 'sending', step, before: [3] });
const done = (step: number): JournalEvent => ({ at, type: 'done', step, id: 70 + step });
const refused: JournalEvent = { at, type: 'refused', step: 0, code: 'invalid_input', message: 'no' };
const notDone: JournalEvent = { at, type: 'not_done', step: 0 };
const inDoubt: JournalEvent = { at, type: 'in_doubt', step: 0, why: 'no answer' };
const settled = (outcome: 'entered' | 'not_entered'): JournalEvent => ({
  at,
  type: 'settled',
  step: 0,
  outcome,
  id: outcome === 'entered' ? 70 : null,
  by: 'a person',
});
const entryOf = (events: JournalEvent[], torn = false) => ({ intent: intentOf({ steps: 2 }), events, torn });

describe('where a write of two steps stands', () => {
  it.each<[string, JournalEvent[], boolean]>([
    ['claimed', [], false],
    ['claimed', [{ at, type: 'owner', owner: 'next' }], false],
    ['sending', [sending(0)], true],
    ['refused', [sending(0), refused], false],
    ['sending', [sending(0), refused, sending(0)], true],
    ['claimed', [sending(0), notDone], false],
    ['partial', [sending(0), done(0)], true],
    ['partial', [sending(0), done(0), sending(1), { ...refused, step: 1 }], true],
    ['sending', [sending(0), done(0), sending(1)], true],
    ['in_doubt', [sending(0), inDoubt], true],
    ['partial', [sending(0), inDoubt, settled('entered')], true],
    ['claimed', [sending(0), inDoubt, settled('not_entered')], false],
    ['finished', [sending(0), done(0), sending(1), done(1)], true],
    ['finished', [sending(0), done(0), sending(1), done(1), { at, type: 'finished' }], true],
    ['declined', [{ at, type: 'declined' }], false],
    ['released', [sending(0), refused, { at, type: 'released' }], false],
  ])('%s after %j', (state, events, written) => {
    expect(stateOf(entryOf(events))).toBe(state);
    expect(mayBeWritten(entryOf(events))).toBe(written);
  });

  it('shows each step with its id, and when it was last sent', () => {
    expect(stepsOf(entryOf([sending(0), done(0), sending(1)]))).toEqual([
      { name: 'line 1', status: 'done', id: 70, sentAt: { at: 5 }, before: [3] },
      { name: 'line 2', status: 'sending', id: null, sentAt: { at: 6 }, before: [3] },
    ]);
  });

  it('forgets the id of what a person says was not entered', () => {
    const [step] = stepsOf(entryOf([sending(0), done(0), settled('not_entered')]));
    expect(step).toMatchObject({ status: 'pending', id: null });
  });

  it('is in doubt where the intent is torn, until a person has spoken', () => {
    expect(stateOf(entryOf([], true))).toBe('in_doubt');
    expect(mayBeWritten(entryOf([], true))).toBe(true);
    expect(stateOf(entryOf([done(0)], true))).toBe('in_doubt');
    expect(stateOf(entryOf([settled('entered')], true))).toBe('finished');
    expect(stateOf(entryOf([settled('not_entered')], true))).toBe('released');
  });
});
