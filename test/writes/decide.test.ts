import { describe, expect, it } from 'vitest';
import { type Decision, decide, type Question } from '../../src/writes/decide.js';
import type { Entry, EntryState, JournalEvent } from '../../src/writes/journal.js';
import { stateOf } from '../../src/writes/journal.js';
import { intentOf } from '../support/intents.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = 5;
const sending: JournalEvent = { at, type: 'sending', step: 0, before: [] };
const done: JournalEvent = { at, type: 'done', step: 0, id: 7 };

/** Events after which an entry of two steps stands so. */
const EVENTS: Record<EntryState, JournalEvent[]> = {
  claimed: [],
  refused: [sending, { at, type: 'refused', step: 0, code: 'invalid_input', message: 'no' }],
  sending: [sending],
  partial: [sending, done],
  in_doubt: [sending, { at, type: 'in_doubt', step: 0, why: 'two look like it' }],
  finished: [sending, done, { ...sending, step: 1 }, { ...done, step: 1 }, { at, type: 'finished' }],
  declined: [{ at, type: 'declined' }],
  released: [{ at, type: 'released' }],
};
const STATES = Object.keys(EVENTS) as EntryState[];

function entry(state: EntryState, more: Partial<Entry> = {}): Entry {
  const made = { intent: intentOf(), events: EVENTS[state], torn: false, ...more };
  if (!made.torn) expect(stateOf(made)).toBe(state);
  return made;
}

const QUESTION: Question = {
  keyed: false,
  same: () => true,
  creates: true,
  allowDuplicate: false,
  ageMs: () => MINUTE,
  byKey: null,
  byFingerprint: [],
};

function ask(question: Partial<Question>): Decision['kind'] {
  return decide({ ...QUESTION, ...question }).kind;
}

/** What comes of a content that stands so in the journal, for every state. */
const over = (question: Partial<Question>) =>
  Object.fromEntries(STATES.map((state) => [state, ask({ ...question, byFingerprint: [entry(state)] })]));

describe('a write that the journal does not know', () => {
  it('goes, as the first of its content', () => {
    expect(decide(QUESTION)).toEqual({ kind: 'go', generation: 1 });
    expect(decide({ ...QUESTION, keyed: true })).toEqual({ kind: 'go', generation: 1 });
  });

  it('goes as the next where what was released made room', () => {
    const byFingerprint = [entry('released'), entry('released')];
    expect(decide({ ...QUESTION, byFingerprint })).toEqual({ kind: 'go', generation: 3 });
  });
});

describe('the same key', () => {
  const underKey = (state: EntryState, same: boolean) => ask({ keyed: true, same: () => same, byKey: entry(state) });

  it('has the same outcome, and begins anew where nothing was sent', () => {
    expect(Object.fromEntries(STATES.map((state) => [state, underKey(state, true)]))).toEqual({
      claimed: 'free',
      refused: 'free',
      sending: 'join',
      partial: 'join',
      in_doubt: 'in_doubt',
      finished: 'join',
      declined: 'join',
      released: 'go',
    });
  });

  it('is taken by other content only while nothing was written, nor may have been, nor a person said no', () => {
    expect(Object.fromEntries(STATES.map((state) => [state, underKey(state, false)]))).toEqual({
      claimed: 'free',
      refused: 'free',
      sending: 'other_content',
      partial: 'other_content',
      in_doubt: 'other_content',
      finished: 'other_content',
      declined: 'other_content',
      released: 'go',
    });
  });

  it('is blocked by an entry that cannot be read, until a person has settled it', () => {
    expect(ask({ keyed: true, byKey: entry('claimed', { torn: true }) })).toBe('in_doubt');
    const settled: JournalEvent = { at, type: 'settled', step: 0, outcome: 'entered', id: null, by: 'someone' };
    expect(ask({ keyed: true, byKey: entry('claimed', { torn: true, events: [settled] }) })).toBe('join');
    const freed: JournalEvent = { ...settled, outcome: 'not_entered' };
    expect(ask({ keyed: true, byKey: entry('claimed', { torn: true, events: [freed] }) })).toBe('go');
  });

  it('means the same however long ago', () => {
    expect(ask({ keyed: true, byKey: entry('finished'), ageMs: () => 399 * 24 * HOUR })).toBe('join');
  });
});

describe('the same content without a key', () => {
  it('is the same call within ten minutes', () => {
    expect(over({ ageMs: () => 10 * MINUTE - 1 })).toEqual({
      claimed: 'free',
      refused: 'free',
      sending: 'join',
      partial: 'join',
      in_doubt: 'in_doubt',
      finished: 'join',
      declined: 'go',
      released: 'go',
    });
  });

  it('is a likely double while nobody knows what time it is', () => {
    const unknown = { finished: 'duplicate', partial: 'duplicate', sending: 'wait', in_doubt: 'in_doubt' };
    expect(over({ ageMs: () => null })).toMatchObject(unknown);
    expect(over({ ageMs: () => null, keyed: true })).toMatchObject(unknown);
    expect(over({ ageMs: () => null, keyed: true, allowDuplicate: true })).toMatchObject({ finished: 'go' });
  });

  it('is a likely double within a day, and new after that', () => {
    const day = { finished: 'duplicate', partial: 'duplicate', declined: 'go', sending: 'wait', in_doubt: 'in_doubt' };
    expect(over({ ageMs: () => 10 * MINUTE })).toMatchObject(day);
    expect(over({ ageMs: () => 24 * HOUR - 1 })).toMatchObject(day);
    expect(over({ ageMs: () => 24 * HOUR })).toMatchObject({
      ...day,
      finished: 'go',
      partial: 'go',
    });
  });
});

describe('the same content under another key', () => {
  it('is a likely double within a day, also within ten minutes', () => {
    const wanted = {
      claimed: 'free',
      refused: 'free',
      sending: 'wait',
      partial: 'duplicate',
      in_doubt: 'in_doubt',
      finished: 'duplicate',
      declined: 'go',
      released: 'go',
    };
    expect(over({ keyed: true, ageMs: () => 0 })).toEqual(wanted);
    expect(over({ keyed: true, ageMs: () => 23 * HOUR })).toEqual(wanted);
  });

  it('may be entered once more where that was said, but not while one is in doubt or under way', () => {
    expect(over({ keyed: true, allowDuplicate: true })).toMatchObject({
      finished: 'go',
      partial: 'go',
      sending: 'wait',
      in_doubt: 'in_doubt',
    });
  });

  it('is judged by every generation, not by the newest alone', () => {
    const byFingerprint = [entry('in_doubt'), entry('released')];
    expect(ask({ keyed: true, byFingerprint })).toBe('in_doubt');
    expect(ask({ keyed: true, byFingerprint: [entry('finished'), entry('declined')] })).toBe('duplicate');
  });
});

describe('a payment of the same amount with another number of its own', () => {
  it('is another payment, unless it is not known, or may not be in a moment, whether the first was made', () => {
    expect(over({ same: () => false })).toEqual({
      claimed: 'free',
      refused: 'go',
      sending: 'wait',
      partial: 'go',
      in_doubt: 'in_doubt',
      finished: 'go',
      declined: 'go',
      released: 'go',
    });
  });
});

describe('an edit', () => {
  it('compares with what stands in Syncore, whatever was written when', () => {
    expect(over({ creates: false, ageMs: () => 0 })).toEqual({
      claimed: 'free',
      refused: 'free',
      sending: 'wait',
      partial: 'wait',
      in_doubt: 'in_doubt',
      finished: 'go',
      declined: 'go',
      released: 'go',
    });
  });
});
