/** How often a schedule runs, and how long it leaves at most between two runs: what is older than that was missed. */

const HOURS: Record<string, number> = { minute: 1 / 60, hour: 1, day: 24 };

const NAMES: Record<string, number> = Object.fromEntries([
  ...['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'].map((name, at) => [
    name,
    at + 1,
  ]),
  ...['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'].map((name, at) => [name, at + 1]),
]);

const numberOf = (text: string): number => NAMES[text] ?? Number(text);

/** Every value that a field of `cron()` stands for. */
function valuesIn(field: string, { from, to }: { from: number; to: number }): number[] {
  const wanted = field.split(',').flatMap((item) => {
    const [range = '*', step = '1'] = item.split('/');
    const [first = '', last] = range === '*' || range === '?' ? [String(from), String(to)] : range.split('-');
    const end = last === undefined ? (item.includes('/') ? to : numberOf(first)) : numberOf(last);
    const values: number[] = [];
    for (let value = numberOf(first); value <= end; value += Number(step)) values.push(value);
    return values;
  });
  return [...new Set(wanted)].sort((a, b) => a - b);
}

/** Once a month, on a day that moves: the last one, the second Friday. It is counted as the first. */
const MOVING = /[LW#]/;

type Days = { months: number[]; days: number[]; weekdays: number[] };

function daysOf([day = '*', month = '*', weekday = '?']: string[]): Days {
  const moving = MOVING.test(day) || /^([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#\d)$/.test(weekday);
  return {
    months: valuesIn(month, { from: 1, to: 12 }),
    days: moving ? [1] : valuesIn(day, { from: 1, to: 31 }),
    weekdays: moving
      ? valuesIn('*', { from: 1, to: 7 })
      : valuesIn(weekday === 'L' ? '7' : weekday, { from: 1, to: 7 }),
  };
}

const DAY_MS = 86_400_000;
/** Any span will do that has a leap year and every weekday on every date of some month. */
const FIRST_MS = Date.UTC(2027, 0, 1);
const DAYS = 1_461;

/** The days of that span on which it runs. */
const runningDays = ({ months, days, weekdays }: Days): number[] =>
  Array.from({ length: DAYS }, (_, at) => at).filter((at) => {
    const date = new Date(FIRST_MS + at * DAY_MS);
    return (
      months.includes(date.getUTCMonth() + 1) &&
      days.includes(date.getUTCDate()) &&
      weekdays.includes(date.getUTCDay() + 1)
    );
  });

function longestDays(days: Days): number {
  const running = runningDays(days);
  const gaps = running.slice(1).map((at, index) => at - (running[index] ?? at));
  return gaps.length === 0 ? DAYS : Math.max(...gaps);
}

function cronGapHours(body: string): number {
  const [, hour = '*', ...date] = body.trim().split(/\s+/);
  const hours = valuesIn(hour, { from: 0, to: 23 });
  const overNight = longestDays(daysOf(date)) * 24 - ((hours.at(-1) ?? 0) - (hours[0] ?? 0));
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
  return kind === 'cron' ? cronGapHours(body) : rateHours(body);
}

/** On average, over some years. */
export function runsADay(schedule: string): number {
  const { kind, body } = partsOf(schedule);
  if (kind !== 'cron') return 24 / rateHours(body);
  const [minute = '*', hour = '*', ...date] = body.trim().split(/\s+/);
  const times = valuesIn(minute, { from: 0, to: 59 }).length * valuesIn(hour, { from: 0, to: 23 }).length;
  return (times * runningDays(daysOf(date)).length) / DAYS;
}

/** A nightly rotation, and two hours for the image to become available. */
const AGE_HOURS_MAX = 26;

/** How old the newest good image may become before a rotation was missed. */
export function imageAgeHoursMax(schedule: string): number {
  const gap = longestGapHours(schedule);
  return gap <= 24 ? AGE_HOURS_MAX : 2 * gap;
}
