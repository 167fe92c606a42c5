/**
 * The six fields of EventBridge's `cron()`, each with its own bounds: a schedule that the deployment would refuse, or
 * that never starts, is reported here. Source:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type Field = { unit: string; from: number; to: number; names?: string[]; alone?: RegExp };

/** `alone` is what a field may say that no list or range can hold, such as "the last day of the month". */
const FIELDS: Field[] = [
  { unit: 'minute', from: 0, to: 59 },
  { unit: 'hour', from: 0, to: 23 },
  { unit: 'day', from: 1, to: 31, alone: /^(\?|LW?|([1-9]|[12]\d|3[01])W)$/ },
  { unit: 'month', from: 1, to: 12, names: MONTHS },
  { unit: 'weekday', from: 1, to: 7, names: WEEKDAYS, alone: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { unit: 'year', from: 1970, to: 2199 },
];

const isWithin = (text: string, { from, to }: { from: number; to: number }): boolean =>
  /^\d{1,4}$/.test(text) && Number(text) >= from && Number(text) <= to;

/** One item of a list: `*`, a value or a range, and perhaps a step. */
function isItem(text: string, { from, to, names = [] }: Field): boolean {
  const [range = '', step = '1', ...more] = text.split('/');
  const ends = range === '*' ? [] : range.split('-');
  const known = ends.length <= 2 && ends.every((end) => names.includes(end) || isWithin(end, { from, to }));
  return known && isWithin(step, { from: 1, to }) && more.length === 0;
}

const numberIn = (text: string, { from, names = [] }: Field): number =>
  names.includes(text) ? names.indexOf(text) + from : Number(text);

/** AWS says nothing about a range that runs backwards, so the two that are meant are to be written. */
function backwards(text: string, field: Field): string | undefined {
  const [first = '', last] = (text.split('/')[0] ?? '').split('-');
  if (last === undefined || numberIn(first, field) <= numberIn(last, field)) return undefined;
  const { unit, from, to, names } = field;
  const range = (a: string, b: string): string => (a === b ? a : `${a}-${b}`);
  const [lowest, highest] = [names?.[0] ?? String(from), names?.at(-1) ?? String(to)];
  const fix = unit === 'year' ? range(last, first) : `${range(first, highest)},${range(lowest, last)}`;
  return `has ${JSON.stringify(text)} as its ${unit}, which runs backwards; write ${fix}`;
}

function fieldFault(text: string, field: Field): string | undefined {
  if (field.alone?.test(text)) return undefined;
  const strange = text.split(',').find((item) => !isItem(item, field));
  if (strange === undefined) {
    const [fault] = text.split(',').flatMap((item) => backwards(item, field) ?? []);
    return fault;
  }
  const { unit, from, to, names } = field;
  const bounds = names === undefined ? `${from} to ${to}` : `${from} to ${to} or ${names[0]} to ${names.at(-1)}`;
  return `has ${JSON.stringify(strange)} as its ${unit}, which goes from ${bounds}`;
}

/** Undefined for a good expression, otherwise the end of a sentence about it. */
export function cronFault(body: string): string | undefined {
  const texts = body.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) {
    return `has ${texts.length} fields; a cron() has six: ${FIELDS.map(({ unit }) => unit).join(' ')}`;
  }
  const [fault] = FIELDS.flatMap((field, at) => fieldFault(texts[at] ?? '', field) ?? []);
  if (fault !== undefined) return fault;
  const open = [texts[2], texts[4]].filter((text) => text === '?').length;
  return open === 1 ? undefined : 'must leave exactly one of day and weekday open with ?, as in cron(0 3 * * ? *)';
}
