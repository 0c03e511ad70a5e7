import { describe, expect, it } from 'vitest';
import { comparedPeriod, monthOf, weekOf } from '../../src/insight/periods.js';

const periodBefore = (from: string, to: string) => comparedPeriod({ from, to }, 'previous_period');
const yearBefore = (from: string, to: string) => comparedPeriod({ from, to }, 'previous_year');

describe('the period before', () => {
  it.each([
    ['2026-07-01', '2026-09-30', '2026-04-01', '2026-06-30'],
    ['2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['2028-03-01', '2028-03-31', '2028-02-01', '2028-02-29'],
    ['2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
    ['2026-01-01', '2026-01-31', '2025-12-01', '2025-12-31'],
    ['2028-02-01', '2028-02-29', '2028-01-01', '2028-01-31'],
  ])('%s to %s, whole months, is as many whole months', (from, to, wantedFrom, wantedTo) => {
    expect(periodBefore(from, to).span).toEqual({ from: wantedFrom, to: wantedTo });
  });

  it.each([
    ['2026-11-16', '2026-11-22', '2026-11-09', '2026-11-15'],
    ['2026-11-23', '2026-11-23', '2026-11-22', '2026-11-22'],
    ['2026-03-01', '2026-03-30', '2026-01-30', '2026-02-28'],
    ['2026-02-01', '2026-02-27', '2026-01-05', '2026-01-31'],
    ['2028-02-01', '2028-02-28', '2028-01-04', '2028-01-31'],
  ])('%s to %s is as many days', (from, to, wantedFrom, wantedTo) => {
    expect(periodBefore(from, to).span).toEqual({ from: wantedFrom, to: wantedTo });
  });

  it('sets month against month, and day against day', () => {
    const quarter = periodBefore('2026-07-01', '2026-09-30');
    expect(['2026-04-30', '2026-05-31', '2026-06-01'].map(quarter.forward)).toEqual([
      '2026-07-30',
      '2026-08-31',
      '2026-09-01',
    ]);
    expect(periodBefore('2026-03-01', '2026-03-31').forward('2026-02-28')).toBe('2026-03-28');
    expect(periodBefore('2026-02-01', '2026-02-28').forward('2026-01-31')).toBe('2026-02-28');
    const week = periodBefore('2026-11-16', '2026-11-22');
    expect(['2026-11-09', '2026-11-15'].map(week.forward)).toEqual(['2026-11-16', '2026-11-22']);
  });
});

describe('the year before', () => {
  it.each([
    ['2026-07-01', '2026-09-30', '2025-07-01', '2025-09-30'],
    ['2026-11-02', '2026-11-23', '2025-11-02', '2025-11-23'],
    ['2028-02-01', '2028-02-29', '2027-02-01', '2027-02-28'],
    ['2029-02-01', '2029-02-28', '2028-02-01', '2028-02-28'],
  ])('of %s to %s is the same dates', (from, to, wantedFrom, wantedTo) => {
    expect(yearBefore(from, to).span).toEqual({ from: wantedFrom, to: wantedTo });
  });

  it('sets a day against the same date', () => {
    expect(yearBefore('2026-07-01', '2026-09-30').forward('2025-08-31')).toBe('2026-08-31');
    expect(yearBefore('2028-03-01', '2029-03-01').forward('2028-02-29')).toBe('2029-02-28');
  });
});

describe('weeks', () => {
  // From the calendars of ISO 8601: the first week has the year's first Thursday.
  it.each([
    ['2026-11-16', '2026-W47'],
    ['2026-11-22', '2026-W47'],
    ['2026-11-23', '2026-W48'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-29', '2024-W52'],
    ['2024-12-30', '2025-W01'],
    ['2025-12-28', '2025-W52'],
    ['2025-12-29', '2026-W01'],
    ['2023-01-01', '2022-W52'],
    ['2000-01-02', '1999-W52'],
  ])('%s is in %s', (day, week) => {
    expect(weekOf(day)).toBe(week);
  });

  it('months are those of the day', () => {
    expect(monthOf('2026-11-01')).toBe('2026-11');
  });
});
