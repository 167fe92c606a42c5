/** Days, weeks and months are those of the operator's clock. */
import { describe, expect, test } from '@jest/globals';
import { periodsIn } from '../../../../shared/domain/images/retention-calendar.ts';

const weekOf = (day: string): string => periodsIn('UTC')(`${day}T12:00:00Z`).week;

describe('an instant', () => {
  test('belongs to the day of its time zone', () => {
    const instant = '2026-11-18T18:00:00.000Z';
    expect(periodsIn('Asia/Tokyo')(instant)).toEqual({ day: '2026-11-19', week: '2026-W47', month: '2026-11' });
    expect(periodsIn('America/Los_Angeles')(instant).day).toBe('2026-11-18');
  });

  test.each([
    ['the last before midnight', '2026-12-31T22:59:59.999Z', '2026-12-31'],
    ['midnight', '2026-12-31T23:00:00.000Z', '2027-01-01'],
  ])('is filed exactly: %s', (_what, instant, day) => {
    expect(periodsIn('Europe/Berlin')(instant).day).toBe(day);
  });

  test.each([
    ['25 hours', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25'],
    ['23 hours', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29'],
  ])('is of one day even when that has %s', (_long, first, last, day) => {
    expect([first, last].map((instant) => periodsIn('Europe/Berlin')(instant).day)).toEqual([day, day]);
  });
});

describe('a week', () => {
  test.each([
    ['2026-01-01', '2026-W01'],
    ['2026-12-27', '2026-W52'],
    ['2026-12-28', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2023-01-01', '2022-W52'],
    ['2024-02-29', '2024-W09'],
  ])('begins on Monday and belongs to the year of its Thursday: %s is in %s', (day, week) => {
    expect(weekOf(day)).toBe(week);
  });
});
