/** Arithmetic on ISO 8601 instants, so that no module invents its own. */

export const secondsBetween = (span: { from: string; to: string }): number =>
  (Date.parse(span.to) - Date.parse(span.from)) / 1000;

export const hoursBetween = (span: { from: string; to: string }): number => secondsBetween(span) / 3600;

export const plusSeconds = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** Of those that are known; undefined when none is. */
export const earliest = (...instants: (string | undefined)[]): string | undefined => instants.filter(Boolean).sort()[0];

/**
 * Any instant that AWS writes, in our one form: CloudWatch says `+0000` without a colon, people say `Z`.
 * Undefined when it is no instant at all.
 */
export function toInstant(text: string): string | undefined {
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs).toISOString();
}
