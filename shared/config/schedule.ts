/** When a rotation runs: EventBridge's `cron()` and `rate()`, and a time zone by name. */
import { runsWithinTheHour } from '../domain/images/schedule-gap.ts';
import { cronFault } from './cron.ts';
import { checked } from './fields.ts';

const EXAMPLE = 'write one such as cron(0 3 * * ? *) or rate(1 day)';

/** EventBridge insists on `1 day` but `2 days`. */
function rateFault(value: string): string | undefined {
  const [, count = '', plural] = /^(\d+) (?:minute|hour|day)(s?)$/.exec(value) ?? [];
  if (Number(count) < 1) return `is not a rate; ${EXAMPLE}`;
  return (Number(count) === 1) === (plural === '') ? undefined : 'needs the singular for 1 and the plural otherwise';
}

function formFault(value: string): string | undefined {
  const [, kind, body = ''] = /^(cron|rate)\((.*)\)$/.exec(value) ?? [];
  if (kind === 'cron') return cronFault(body);
  if (kind === 'rate') return rateFault(body);
  return `is not a schedule; ${EXAMPLE}`;
}

/** Undefined for a schedule that EventBridge takes and a rotation can keep up with, otherwise the end of a sentence. */
export function scheduleFault(value: string): string | undefined {
  const fault = formFault(value);
  if (fault !== undefined) return fault;
  return runsWithinTheHour(value) ? `leaves less than an hour between two images; ${EXAMPLE}` : undefined;
}

/** EventBridge's own bound. */
const CHARACTERS_MAX = 256;

const tooLong = (value: string): string | undefined =>
  value.length > CHARACTERS_MAX ? `has ${value.length} characters; write at most ${CHARACTERS_MAX}` : undefined;

export const schedule = checked((value) => {
  const long = tooLong(value);
  if (long !== undefined) return long;
  const fault = scheduleFault(value);
  return fault === undefined ? undefined : `${JSON.stringify(value)} ${fault}`;
});

/** Intl also takes abbreviations that the IANA's list, EventBridge's, does not have; IST could be any of three zones. */
const SHORT_ZONES = /^(CET|EET|EST|GMT|HST|MET|MST|PRC|ROC|ROK|UCT|UTC|WET)$/;

/** Intl also takes bare offsets and any case, which EventBridge does not. */
export const timezone = checked((value) => {
  const long = tooLong(value);
  if (long !== undefined) return long;
  const fault = `${JSON.stringify(value)} is not a time zone; write a name such as Asia/Tokyo or UTC`;
  if (!/^[A-Z]/.test(value) || (value.length === 3 && !SHORT_ZONES.test(value))) return fault;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions();
    const misspelt = timeZone !== value && timeZone.toLowerCase() === value.toLowerCase();
    return misspelt ? `${JSON.stringify(value)} is not a time zone; did you mean ${timeZone}?` : undefined;
  } catch {
    return fault;
  }
});
