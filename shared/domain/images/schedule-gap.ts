/** How often a schedule runs, and how long it leaves at most between two runs: what is older than that was missed. */

import { instantsIn } from '../zone-clock.ts';
import { type Cron, parseCron } from './cron-days.ts';

/** A rotation's schedule runs by the clocks of its time zone. */
type Scheduled = { schedule: string; timezone: string };

const HOURS: Record<string, number> = { minute: 1 / 60, hour: 1, day: 24 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A leap year is in any four, with any first day. */
const DAYS = 1_461;
/** After 28 years each date falls on the weekdays of the first again. */
const CYCLE_DAYS = 7 * DAYS;

/** The days of some years on which it runs, counted from the first. */
const runningDays = ({ runsOn }: Cron, from: string, days = DAYS): number[] =>
  Array.from({ length: days }, (_, at) => at).filter((at) => runsOn(new Date(Date.parse(from) + at * DAY_MS)));

/** Any four years in which every weekday falls on every date of some month; one that is over by then has the whole of them. */
const ANY = '2027-01-01';

/** Without its years: what matters is how it runs while it does. */
const cronOf = (body: string): Cron => parseCron(`${body.trim().split(/\s+/).slice(0, 5).join(' ')} *`);

/** The longest time between two runs by the clocks of the zone, which may skip one. */
function cronGapHours({ hours, minutes, ...cron }: Cron, timezone: string, days: number): number {
  const instantOf = instantsIn(timezone);
  const [minute = 0] = minutes;
  const runs = runningDays({ hours, minutes, ...cron }, ANY, days).flatMap((at) => {
    const dayMs = Date.parse(ANY) + at * DAY_MS;
    return hours.flatMap((hour) => instantOf(dayMs, { hour, minute }) ?? []);
  });
  if (runs.length < 2) return days * 24;
  return runs.reduce((longest, at, index) => Math.max(longest, (at - (runs[index - 1] ?? at)) / HOUR_MS), 1);
}

/** In some months only, a weekday may move by a week from one year to the next. */
function daysToRead(body: string): number {
  const [, , day = '*', month = '*', weekday = '?'] = body.trim().split(/\s+/);
  const byWeekday = !['?', '*'].includes(weekday) || day.includes('W');
  return byWeekday && month !== '*' ? CYCLE_DAYS : DAYS;
}

/** Some thousand instants are computed for each; every appliance of a deployment may have the same one. */
const known = new Map<string, number>();

function knownGapHours(body: string, timezone: string): number {
  const key = `${body} ${timezone}`;
  const hours = known.get(key) ?? cronGapHours(cronOf(body), timezone, daysToRead(body));
  known.set(key, hours);
  return hours;
}

function rateHours(body: string): number {
  const [, count = '1', unit = 'day'] = /^(\d+) (minute|hour|day)s?$/.exec(body) ?? [];
  return Number(count) * (HOURS[unit] ?? 24);
}

const partsOf = (schedule: string): { kind: string; body: string } => {
  const [, kind = '', body = ''] = /^(cron|rate)\((.*)\)$/.exec(schedule) ?? [];
  return { kind, body };
};

/** Of a schedule that the configuration has accepted. */
export function longestGapHours({ schedule, timezone }: Scheduled): number {
  const { kind, body } = partsOf(schedule);
  return kind === 'cron' ? knownGapHours(body, timezone) : rateHours(body);
}

/** On average, over some years. */
export function runsADay(schedule: string): number {
  const { kind, body } = partsOf(schedule);
  if (kind !== 'cron') return 24 / rateHours(body);
  const cron = cronOf(body);
  return (cron.minutes.length * cron.hours.length * runningDays(cron, ANY).length) / DAYS;
}

/** Whether it runs within an hour of its last time: an image may take longer than that. */
export function runsWithinTheHour(schedule: string): boolean {
  const { kind, body } = partsOf(schedule);
  return kind === 'cron' ? cronOf(body).minutes.length > 1 : rateHours(body) < 1;
}

/** Whether it comes at all in the four years from that day on; its years count. */
export function everRuns(schedule: string, from: string): boolean {
  const { kind, body } = partsOf(schedule);
  return kind !== 'cron' || runningDays(parseCron(body), from.slice(0, 10)).length > 0;
}

/** For the image to become available. */
const LATE_HOURS = 2;

/** How old the newest good image may become before a rotation was missed; never less than a day's rotation needs. */
export const imageAgeHoursMax = (scheduled: Scheduled): number => Math.max(24, longestGapHours(scheduled)) + LATE_HOURS;
