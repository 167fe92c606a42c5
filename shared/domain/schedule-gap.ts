/** How often a schedule runs, and how long it leaves at most between two runs: what is older than that was missed. */
import { type Cron, parseCron } from './cron-days.ts';

const HOURS: Record<string, number> = { minute: 1 / 60, hour: 1, day: 24 };

const DAY_MS = 86_400_000;
/** A leap year is in any four, whatever day they begin on. */
const DAYS = 1_461;

/** The days of four years on which it runs, counted from the first. */
const runningDays = ({ runsOn }: Cron, from: string): number[] =>
  Array.from({ length: DAYS }, (_, at) => at).filter((at) => runsOn(new Date(Date.parse(from) + at * DAY_MS)));

/** Any four years in which every weekday falls on every date of some month; one that is over by then has the whole of them. */
const ANY = '2027-01-01';

/** Without its years: what matters is how it runs while it does. */
const cronOf = (body: string): Cron => parseCron(`${body.trim().split(/\s+/).slice(0, 5).join(' ')} *`);

function longestDays(cron: Cron): number {
  const running = runningDays(cron, ANY);
  const gaps = running.slice(1).map((at, index) => at - (running[index] ?? at));
  return gaps.length === 0 ? DAYS : Math.max(...gaps);
}

function cronGapHours(cron: Cron): number {
  const { hours } = cron;
  const overNight = longestDays(cron) * 24 - ((hours.at(-1) ?? 0) - (hours[0] ?? 0));
  const byDay = hours.map((value, at) => value - (hours[at - 1] ?? value));
  return Math.max(1, overNight, ...byDay);
}

function rateHours(body: string): number {
  const [, count = '1', unit = 'day'] = /^(\d+) (minute|hour|day)s?$/.exec(body) ?? [];
  return Number(count) * (HOURS[unit] ?? 24);
}

const partsOf = (schedule: string): { kind: string; body: string } => {
  const [, kind = '', body = ''] = /^(cron|rate)\((.*)\)$/.exec(schedule) ?? [];
  return { kind, body };
};

/** Of a schedule that the configuration has accepted; a change of the clocks may move a run by an hour. */
export function longestGapHours(schedule: string): number {
  const { kind, body } = partsOf(schedule);
  return kind === 'cron' ? cronGapHours(cronOf(body)) : rateHours(body);
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

/** For the image to become available, and for a change of the clocks. */
const LATE_HOURS = 2;

/** How old the newest good image may become before a rotation was missed; never less than a day's rotation needs. */
export const imageAgeHoursMax = (schedule: string): number => Math.max(24, longestGapHours(schedule)) + LATE_HOURS;
