import { expect, it } from 'vitest';
import { addDays, addMonths, daysBetween, pacificTime, windowStart, workday } from '../../src/sandbox/pacific.js';

/** The platform's own knowledge of the zone, against which the rule is held. */
const platform = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Los_Angeles',
  dateStyle: 'short',
  timeStyle: 'medium',
});

it('agrees with the platform about US Pacific, to the second around every change of clocks', () => {
  for (let year = 2024; year <= 2030; year += 1) {
    for (let hour = 0; hour < 366 * 24; hour += 5) {
      const at = Date.UTC(year, 0, 1, hour);
      expect(pacificTime(at)).toBe(platform.format(at).replace(' ', 'T'));
    }
  }
  const changes = ['2026-03-08T10:00:00Z', '2026-11-01T09:00:00Z', '2027-03-14T10:00:00Z', '2027-11-07T09:00:00Z'];
  for (const change of changes.map((text) => Date.parse(text))) {
    for (const at of [change - 1000, change, change + 1000]) {
      expect(pacificTime(at)).toBe(platform.format(at).replace(' ', 'T'));
    }
  }
});

it('moves by months and stays within the month', () => {
  expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
  expect(addMonths('2025-03-31', -13)).toBe('2024-02-29');
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  expect(addMonths('2026-11-23', 14)).toBe('2028-01-23');
});

it('begins the window in the Pacific day, not in the one of Greenwich', () => {
  expect(windowStart(Date.parse('2026-11-24T07:59:59Z'))).toBe('2025-10-23');
  expect(windowStart(Date.parse('2026-11-24T08:00:00Z'))).toBe('2025-10-24');
});

it('counts days over the end of a year and knows working days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysBetween('2026-12-31', '2027-03-01')).toBe(60);
  expect(workday('2026-11-22')).toBe('2026-11-20');
  expect(workday('2026-11-21')).toBe('2026-11-20');
  expect(workday('2026-11-23')).toBe('2026-11-23');
});
