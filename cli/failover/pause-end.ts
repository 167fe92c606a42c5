/** When a pause ends, as people write it. */
import { plusSeconds, toInstant } from '../../shared/domain/instants.ts';

export type End = { forSeconds: number } | { until: string };

const UNIT_SECONDS: Record<string, number> = { m: 60, h: 3_600, d: 86_400 };

/** Without a zone it would mean something else on every machine. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** The end, or what is wrong with it. */
export function readEnd({ lasts, until }: { lasts: string | undefined; until: string | undefined }): End | string {
  if (lasts !== undefined && until !== undefined) return 'a pause has one end: --for or --until, and not both';
  if (lasts !== undefined) return readDuration(lasts);
  if (until !== undefined) return readInstant(until);
  return 'a pause needs an end: --for 4h, or --until 2026-11-22T06:00Z';
}

function readDuration(text: string): End | string {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? Number.NaN);
  return seconds > 0 ? { forSeconds: seconds } : `--for "${text}" is no duration; write 90m, 4h or 2d`;
}

function readInstant(text: string): End | string {
  const until = INSTANT.test(text) ? toInstant(text) : undefined;
  return until ? { until } : `--until "${text}" is no instant with a zone; write 2026-11-22T06:00Z or …T15:00+09:00`;
}

/** To the second: a reader of the tag needs no milliseconds. */
export function untilOf(end: End, now: string): string {
  const until = 'until' in end ? end.until : plusSeconds(now, end.forSeconds);
  return until.replace(/\.\d{3}Z$/, '.000Z');
}
