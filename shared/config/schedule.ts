/** When a rotation runs: EventBridge's `cron()` and `rate()`, and a time zone by name. */
import { checked } from './fields.ts';

const EXAMPLE = 'write one such as cron(0 3 * * ? *) or rate(1 day)';

function cronFault(fields: string[]): string | undefined {
  if (fields.length !== 6) return `has ${fields.length} fields; a cron() has six: minute hour day month weekday year`;
  const strange = fields.find((field) => !/^[0-9A-Z,\-*/?#]+$/.test(field));
  if (strange !== undefined) return `has a field ${JSON.stringify(strange)} that EventBridge does not know; ${EXAMPLE}`;
  const open = [fields[2], fields[4]].filter((field) => field === '?').length;
  return open === 1 ? undefined : 'must leave exactly one of day and weekday open with ?, as in cron(0 3 * * ? *)';
}

/** EventBridge insists on `1 day` but `2 days`. */
function rateFault(value: string): string | undefined {
  const [, count = '', plural] = /^(\d+) (?:minute|hour|day)(s?)$/.exec(value) ?? [];
  if (Number(count) < 1) return `is not a rate; ${EXAMPLE}`;
  return (Number(count) === 1) === (plural === '') ? undefined : 'needs the singular for 1 and the plural otherwise';
}

function scheduleFault(value: string): string | undefined {
  const [, kind, body = ''] = /^(cron|rate)\((.*)\)$/.exec(value) ?? [];
  if (kind === 'cron') return cronFault(body.trim().split(/\s+/));
  if (kind === 'rate') return rateFault(body);
  return `is not a schedule; ${EXAMPLE}`;
}

export const schedule = checked((value) => {
  const fault = scheduleFault(value);
  return fault === undefined ? undefined : `${JSON.stringify(value)} ${fault}`;
});

/** The zones that Intl knows are the IANA ones; it also takes bare offsets, which EventBridge does not. */
export const timezone = checked((value) => {
  const fault = `${JSON.stringify(value)} is not a time zone; write a name such as Asia/Tokyo or UTC`;
  if (!/^[A-Za-z]/.test(value)) return fault;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return undefined;
  } catch {
    return fault;
  }
});
