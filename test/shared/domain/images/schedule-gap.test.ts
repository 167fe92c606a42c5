/** How long a rotation's schedule may leave an image alone. */
import { describe, expect, test } from '@jest/globals';
import { imageAgeHoursMax, longestGapHours, runsADay } from '../../../../shared/domain/images/schedule-gap.ts';

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
  ['on the 31st, which every second month lacks', 'cron(0 3 31 * ? *)', 61 * 24],
  ['on the 30th, which February lacks', 'cron(0 3 30 * ? *)', 60 * 24],
  ['on the 29th, which most Februaries lack', 'cron(0 3 29 * ? *)', 59 * 24],
  ['on the 31st of months that have none but one', 'cron(0 3 31 APR,JUN,OCT ? *)', 366 * 24],
  ['once a year, over its end', 'cron(0 3 1 JAN ? *)', 366 * 24],
  ['on the last day of the year', 'cron(59 23 31 12 ? *)', 366 * 24],
  ['in December alone, by the number', 'cron(0 3 ? 12 2#1 *)', 371 * 24],
  ['every quarter', 'cron(0 3 1 1/3 ? *)', 92 * 24],
  ['every fifth day, beginning anew each month', 'cron(0 3 1/5 * ? *)', 5 * 24],
  ['every tenth day from the second on', 'cron(0 3 2/10 * ? *)', 11 * 24],
  ['on two weekdays by number', 'cron(0 3 ? * 1,4 *)', 4 * 24],
  ['every second weekday', 'cron(0 3 ? * 2-6/2 *)', 3 * 24],
  ['on the working day nearest to the 15th', 'cron(0 3 15W * ? *)', 32 * 24],
  ['on the working day nearest to the new year', 'cron(0 3 1W JAN ? *)', 368 * 24],
  ['from 22 to 23 only', 'cron(0 22-23 * * ? *)', 23],
  ['in years that are listed', 'cron(0 3 ? * SUN 2026,2028)', 168],
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
    ['in a zone of half an hour is an hour as well', 'cron(30 3 * * ? *)', 'America/St_Johns', 25],
    ['in a zone of three quarters of an hour too', 'cron(0 4 * * ? *)', 'Pacific/Chatham', 25],
    ['by two hours lengthens a night by two', 'cron(0 6 * * ? *)', 'Antarctica/Troll', 26],
    ['with a winter that is the exception', 'cron(0 5 * * ? *)', 'Europe/Dublin', 25],
    ['makes a month an hour longer', 'cron(0 3 31 * ? *)', 'Europe/Berlin', 61 * 24 + 1],
    ['on the Sunday of the week makes a week an hour longer', 'cron(0 4 ? * SUN *)', 'Europe/Berlin', 169],
    ['takes the first of two times that the clocks show', 'cron(30 1 * * ? *)', 'America/New_York', 25],
    ['is none over the end of the year', 'cron(0 0 1 1 ? *)', 'Europe/Berlin', 366 * 24],
    ['is none in India, which is half an hour aside', 'cron(0 3 * * ? *)', 'Asia/Kolkata', 24],
    ['is none in Nepal, which is a quarter of an hour aside', 'cron(45 23 * * ? *)', 'Asia/Kathmandu', 24],
    ['is none 14 hours ahead of UTC', 'cron(0 3 L * ? *)', 'Pacific/Kiritimati', 31 * 24],
    ['is none in UTC', 'cron(30 2 * * ? *)', 'UTC', 24],
    ['is none in Japan', 'cron(30 2 * * ? *)', 'Asia/Tokyo', 24],
  ])('%s', (_what, schedule, timezone, gap) => expect(hours(schedule, timezone)).toBe(gap));

  test('does not concern a rate', () =>
    expect(longestGapHours({ schedule: 'rate(1 day)', timezone: 'Europe/Berlin' })).toBe(24));
});
