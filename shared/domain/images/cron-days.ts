/** On which days an accepted `cron()` runs, and at which minutes and hours of them. */

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

const weekdayOf = (date: Date): number => date.getUTCDay() + 1;

const daysInMonth = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/** The working day that is nearest to one of the month, without leaving the month. */
function nearestWorkingDay(date: Date, wanted: number): number {
  const last = daysInMonth(date);
  const weekday = weekdayOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), wanted)));
  if (weekday === 7) return wanted > 1 ? wanted - 1 : wanted + 2;
  if (weekday === 1) return wanted < last ? wanted + 1 : wanted - 2;
  return wanted;
}

type OnDay = (date: Date) => boolean;

/** `L`, `LW`, `15W`, or any list and range. */
function onDayOfMonth(field: string): OnDay {
  if (field === 'L') return (date) => date.getUTCDate() === daysInMonth(date);
  if (field === 'LW') return (date) => date.getUTCDate() === nearestWorkingDay(date, daysInMonth(date));
  const [, nearest] = /^(\d+)W$/.exec(field) ?? [];
  if (nearest !== undefined) {
    const wanted = Number(nearest);
    return (date) => wanted <= daysInMonth(date) && date.getUTCDate() === nearestWorkingDay(date, wanted);
  }
  const days = valuesIn(field, { from: 1, to: 31 });
  return (date) => days.includes(date.getUTCDate());
}

/** `L` is Saturday, `6L` the last Friday of the month, `6#2` its second one. */
function onWeekday(field: string): OnDay {
  const [, day = '', last, nth] = /^(\d|[A-Z]{3})(?:(L)|#(\d))$/.exec(field) ?? [];
  const weekday = numberOf(day);
  if (last) return (date) => weekdayOf(date) === weekday && date.getUTCDate() + 7 > daysInMonth(date);
  if (nth) return (date) => weekdayOf(date) === weekday && Math.ceil(date.getUTCDate() / 7) === Number(nth);
  const weekdays = valuesIn(field === 'L' ? '7' : field, { from: 1, to: 7 });
  return (date) => weekdays.includes(weekdayOf(date));
}

export type Cron = { minutes: number[]; hours: number[]; runsOn: OnDay };

/** Of what stands between the brackets, once the configuration has accepted it. */
export function parseCron(body: string): Cron {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '?', year = '*'] = body.trim().split(/\s+/);
  const months = valuesIn(month, { from: 1, to: 12 });
  const years = year === '*' ? undefined : valuesIn(year, { from: 1970, to: 2199 });
  const [ofMonth, ofWeek] = [onDayOfMonth(day), onWeekday(weekday)];
  return {
    minutes: valuesIn(minute, { from: 0, to: 59 }),
    hours: valuesIn(hour, { from: 0, to: 23 }),
    runsOn: (date) =>
      (years?.includes(date.getUTCFullYear()) ?? true) &&
      months.includes(date.getUTCMonth() + 1) &&
      ofMonth(date) &&
      ofWeek(date),
  };
}
