import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayBeginsMs,
  isAroundSummersEnd,
  isRepeated,
  isSkipped,
  minutesBefore,
  pacificMoment,
  readMoment,
} from '../../src/records/pacific-time.js';

const inPacific = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Los_Angeles',
  dateStyle: 'short',
  timeStyle: 'medium',
});

describe('the clocks of US Pacific', () => {
  it('show what the tables of time zones say, in every second of twenty years', () => {
    const second = fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 });
    fc.assert(
      fc.property(second, (at) => {
        expect(pacificMoment(at * 1000)).toBe(inPacific.format(at * 1000).replace(' ', 'T'));
      }),
    );
  });

  it('begin each day of twenty years at midnight, winter and summer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_300 }), (days) => {
        const day = new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10);
        expect(inPacific.format(dayBeginsMs(day))).toBe(`${day} 00:00:00`);
      }),
    );
  });

  it('show the hour before two twice when summer ends', () => {
    expect(pacificMoment(Date.parse('2026-11-01T08:30:00Z'))).toBe('2026-11-01T01:30:00');
    expect(pacificMoment(Date.parse('2026-11-01T09:30:00Z'))).toBe('2026-11-01T01:30:00');
    expect(pacificMoment(Date.parse('2026-11-01T10:00:00Z'))).toBe('2026-11-01T02:00:00');
  });

  it('leave out the hour after two when summer begins', () => {
    expect(pacificMoment(Date.parse('2026-03-08T09:59:59Z'))).toBe('2026-03-08T01:59:59');
    expect(pacificMoment(Date.parse('2026-03-08T10:00:00Z'))).toBe('2026-03-08T03:00:00');
  });
});

it.each([
  ['2026-11-20', '2026-11-20T00:00:00'],
  ['2026-11-20T15:04', '2026-11-20T15:04:00'],
  ['2026-11-20 15:04:05', '2026-11-20T15:04:05'],
  ['2026-11-20T15:04:05.123Z', '2026-11-20T07:04:05'],
  ['2026-07-20T15:04:05z', '2026-07-20T08:04:05'],
  ['2026-11-20T15:04:05+0100', '2026-11-20T06:04:05'],
  ['2026-11-20T15:04:05-08:00', '2026-11-20T15:04:05'],
])('a person writes %s and means %s', (text, moment) => {
  expect(readMoment(text)).toBe(moment);
});

it.each(['', 'friday', '2026-02-30', '2026-11-20T25:00', '2026-11-20T15:04:61', '20261120', '2026-11-20T15'])(
  'no moment is made of %j',
  (text) => {
    expect(readMoment(text)).toBeNull();
  },
);

it('goes back on the face of the clock', () => {
  expect(minutesBefore('2026-11-20T00:01:30', 2)).toBe('2026-11-19T23:59:30');
  expect(minutesBefore('2026-11-01T01:30:00', 65)).toBe('2026-11-01T00:25:00');
});

it('knows the night that ends summer, and the hour that it begins without', () => {
  const around = (moment: string) => isAroundSummersEnd(moment);
  expect(
    ['2026-11-01T00:59:59', '2026-11-01T03:00:00', '2026-11-08T01:30:00', '2027-11-01T01:30:00'].map(around),
  ).toEqual([false, false, false, false]);
  expect(['2026-11-01T01:00:00', '2026-11-01T02:59:59', '2027-11-07T01:30:00'].map(around)).toEqual([true, true, true]);
  expect(['2026-03-08T02:00:00', '2026-03-08T02:59:59', '2027-03-14T02:30:00'].map(isSkipped)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['2026-03-08T01:59:59', '2026-03-08T03:00:00', '2026-03-15T02:30:00'].map(isSkipped)).toEqual([
    false,
    false,
    false,
  ]);
});

it('knows the hour that comes twice', () => {
  const twice = ['2026-11-01T01:00:00', '2026-11-01T01:59:59', '2027-11-07T01:30:00'];
  const once = ['2026-11-01T00:59:59', '2026-11-01T02:00:00', '2026-11-08T01:30:00', '2026-03-08T01:30:00'];
  expect([...twice, ...once].map(isRepeated)).toEqual([...twice.map(() => true), ...once.map(() => false)]);
});
