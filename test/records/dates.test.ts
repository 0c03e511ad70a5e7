import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonthsClamped,
  compareDates,
  daysBetween,
  isRealDate,
  readDate,
  readDateTime,
  todayPacific,
  windowStart,
} from '../../src/records/dates.js';

/** Any day of the years that matter, by the calendar of the platform. */
const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2199, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('reading a date', () => {
  it.each([
    ['2026-11-03', '2026-11-03T00:00:00'],
    ['2026-11-03T14:05:09', '2026-11-03T14:05:09'],
    ['2026-11-03 14:05:09', '2026-11-03T14:05:09'],
    ['2026-11-03T14:05:09.1234567', '2026-11-03T14:05:09'],
    ['2026-11-03T14:05:09Z', '2026-11-03T14:05:09'],
    ['2026-11-03T14:05:09.5-08:00', '2026-11-03T14:05:09'],
    [' 2024-02-29 ', '2024-02-29T00:00:00'],
  ])('reads %s', (text, moment) => {
    expect(readDateTime(text)).toBe(moment);
    expect(readDate(text)).toBe(moment.slice(0, 10));
  });

  it.each(['', '  ', '0001-01-01T00:00:00', '0001-01-01', '0001-01-01T00:00:00Z'])('takes "%s" for no date', (text) => {
    expect(readDateTime(text)).toBeNull();
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-11-03T24:00:00',
    '2026-11-03T10:60:00',
    '2026-11-03T10:00',
    '11/03/2026',
    'soon',
    '2026-1-3',
    '0000-01-01',
    '20261103',
    '٢٠٢٦-11-03',
  ])('says of %s that it is no date', (text) => {
    expect(readDateTime(text)).toBeUndefined();
    expect(readDate(text)).toBeUndefined();
  });

  it('knows every day of the calendar and no other', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(13), fc.nat(32), (year, month, date) => {
        const pad = (value: number, width: number) => String(value).padStart(width, '0');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
        const parsed = new Date(`${text}T00:00:00Z`);
        const real = year > 0 && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
        expect(isRealDate(text)).toBe(real);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('calculating with days', () => {
  it('comes back by the way it went', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -50_000, max: 50_000 }), (date, days) => {
        const moved = addDays(date, days);
        expect(isRealDate(moved)).toBe(true);
        expect(daysBetween(date, moved)).toBe(days);
        expect(addDays(moved, -days)).toBe(date);
        expect(Math.sign(compareDates(moved, date))).toBe(Math.sign(days));
      }),
    );
  });

  it('moves by months without leaving the month, and clamps only what the month does not have', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const moved = addMonthsClamped(date, months);
        expect(isRealDate(moved)).toBe(true);
        const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(monthOf(moved) - monthOf(date)).toBe(months);
        if (moved.slice(8) !== date.slice(8)) {
          expect(moved.slice(8) < date.slice(8)).toBe(true);
          expect(addDays(moved, 1).slice(8)).toBe('01');
        }
      }),
    );
  });

  it.each([
    ['2026-03-31', -1, '2026-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2026-01-15', -13, '2024-12-15'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('%s and %d months is %s', (date, months, moved) => {
    expect(addMonthsClamped(date, months)).toBe(moved);
  });

  it('stops at the ends of the calendar', () => {
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(addDays('0001-01-01', -1)).toBe('0001-01-01');
    expect(addDays('0001-01-01', 1)).toBe('0001-01-02');
    expect(addMonthsClamped('9999-12-31', 1)).toBe('9999-12-31');
    expect(addMonthsClamped('0001-06-01', -13)).toBe('0001-01-01');
  });

  it('puts what has no date before all dates', () => {
    expect([null, '2026-01-02', '2025-05-05T10:00:00', null].sort(compareDates)).toEqual([
      null,
      null,
      '2025-05-05T10:00:00',
      '2026-01-02',
    ]);
  });
});

describe('today in US Pacific', () => {
  it.each([
    ['2026-11-23T07:59:59Z', '2026-11-22'],
    ['2026-11-23T08:00:00Z', '2026-11-23'],
    ['2026-07-01T06:59:59Z', '2026-06-30'],
    ['2026-07-01T07:00:00Z', '2026-07-01'],
    ['2027-01-01T07:30:00Z', '2026-12-31'],
  ])('at %s it is %s', (now, today) => {
    expect(todayPacific(Date.parse(now))).toBe(today);
  });

  it.each([
    ['2026-11-23T20:00:00Z', '2025-10-23'],
    ['2026-03-31T20:00:00Z', '2025-02-28'],
    ['2025-03-31T20:00:00Z', '2024-02-29'],
    ['2026-11-01T01:00:00Z', '2025-09-30'],
  ])('at %s the window begins on %s', (now, first) => {
    expect(windowStart(Date.parse(now))).toBe(first);
  });
});
