/** How long a rotation's schedule may leave an image alone. */
import { describe, expect, test } from '@jest/globals';
import { imageAgeHoursMax, longestGapHours, runsADay } from '../../../shared/domain/schedule-gap.ts';

test.each([
  ['every night', 'cron(0 3 * * ? *)', 24],
  ['twice a day', 'cron(0 3,15 * * ? *)', 12],
  ['in office hours, so that the night is the gap', 'cron(0 9-17 * * ? *)', 16],
  ['every quarter of an hour', 'cron(0/15 * * * ? *)', 1],
  ['every six hours by a step', 'cron(0 0/6 * * ? *)', 6],
  ['every Sunday', 'cron(0 3 ? * SUN *)', 168],
  ['on working days, so that the weekend is the gap', 'cron(0 3 ? * MON-FRI *)', 72],
  ['on Saturdays, as L says it', 'cron(0 3 ? * L *)', 168],
  ['on the first of the month', 'cron(0 3 1 * ? *)', 31 * 24],
  ['on the last of the month', 'cron(0 3 L * ? *)', 31 * 24],
  ['on the second Friday of the month', 'cron(0 3 ? * FRI#2 *)', 35 * 24],
  ['on the fifth Friday, which not every month has', 'cron(0 3 ? * FRI#5 *)', 119 * 24],
  ['on the last Friday of the month', 'cron(0 3 ? * 6L *)', 35 * 24],
  ['on the last working day of the month', 'cron(0 3 LW * ? *)', 33 * 24],
  ['on the working day nearest to the first', 'cron(0 3 1W * ? *)', 33 * 24],
  ['for one year only', 'cron(0 3 * * ? 2026)', 24],
  ['in spring and autumn', 'cron(0 3 1 APR,OCT ? *)', 183 * 24],
  ['on a leap day', 'cron(0 3 29 2 ? *)', 1_461 * 24],
  ['at a rate of minutes', 'rate(30 minutes)', 0.5],
  ['at a rate of one hour', 'rate(1 hour)', 1],
  ['at a rate of days', 'rate(2 days)', 48],
])('%s', (_what, schedule, hours) => expect(longestGapHours({ schedule, timezone: 'UTC' })).toBe(hours));

test.each([
  ['every night', 'cron(0 3 * * ? *)', 1],
  ['twice a day', 'cron(0 3,15 * * ? *)', 2],
  ['every quarter of an hour', 'cron(0/15 * * * ? *)', 96],
  ['on working days', 'cron(0 3 ? * MON-FRI *)', 5 / 7],
  ['on the first of the month', 'cron(0 3 1 * ? *)', 48 / 1_461],
  ['at a rate of hours', 'rate(12 hours)', 2],
  ['at a rate of days', 'rate(2 days)', 0.5],
])('%s, so often on average', (_what, schedule, runs) => expect(runsADay(schedule)).toBeCloseTo(runs, 2));

test.each([
  ['every night', 'cron(0 3 * * ? *)', 26],
  ['every hour, as much as every night', 'rate(1 hour)', 26],
  ['on working days', 'cron(0 3 ? * MON-FRI *)', 74],
  ['every Sunday', 'cron(0 3 ? * SUN *)', 170],
])('%s, and two hours later the image was missed', (_what, schedule, hours) =>
  expect(imageAgeHoursMax({ schedule, timezone: 'Asia/Tokyo' })).toBe(hours),
);

describe('a change of the clocks', () => {
  const hours = (schedule: string, timezone: string) => longestGapHours({ schedule, timezone });

  test.each([
    ['makes a night of autumn 25 hours long', 'cron(0 3 * * ? *)', 'America/New_York', 25],
    ['in spring skips the run, and two days are an hour shorter', 'cron(30 2 * * ? *)', 'America/New_York', 47],
    ['in spring skips the run of another hour elsewhere', 'cron(0 3 * * ? *)', 'Europe/Helsinki', 47],
    ['at midnight skips the run of midnight', 'cron(0 0 * * ? *)', 'Africa/Cairo', 47],
    ['in the south is one as well', 'cron(30 2 * * ? *)', 'Australia/Sydney', 47],
    ['by half an hour is one of half an hour', 'cron(0 3 * * ? *)', 'Australia/Lord_Howe', 24.5],
    ['comes on a Sunday, and skips the week', 'cron(30 2 ? * SUN *)', 'Europe/Berlin', 14 * 24 - 1],
    ['between two working days does not lengthen the weekend twice', 'cron(0 3 ? * MON-FRI *)', 'Europe/Berlin', 73],
    ['skips one of two runs of a day', 'cron(30 2,14 * * ? *)', 'Europe/Berlin', 23],
    ['is none in UTC', 'cron(30 2 * * ? *)', 'UTC', 24],
    ['is none in Japan', 'cron(30 2 * * ? *)', 'Asia/Tokyo', 24],
  ])('%s', (_what, schedule, timezone, gap) => expect(hours(schedule, timezone)).toBe(gap));

  test('does not concern a rate', () =>
    expect(longestGapHours({ schedule: 'rate(1 day)', timezone: 'Europe/Berlin' })).toBe(24));
});
