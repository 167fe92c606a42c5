/**
 * Whether a probe has a vote. One that a security group blocks must not look like a dead appliance, so a probe is on
 * probation until it has succeeded for a while, and again whenever what it asks is changed.
 */
import type { Appliance } from './appliance.ts';
import { shortHash } from './hash.ts';
import { secondsBetween } from './instants.ts';
import { PROBE_FRESH_SECONDS, type ProbePoint } from './probe-metric.ts';

export const PROBATION_SECONDS = 300;

export type Probation =
  /** Never begun, or begun for another configuration of the probe. */
  { stands: 'none' } | { stands: 'since'; since: string } | { stands: 'proven'; since: string };

/** What the probe asks, as one word: whoever changes it begins again. How often it asks does not matter. */
export function probeFingerprint({ floatingIp, probe }: Pick<Appliance, 'floatingIp' | 'probe'>): string {
  const { protocol, port, host, path, status, text } = probe;
  const asked =
    protocol === 'https'
      ? [protocol, host ?? floatingIp, port, path, status, text]
      : [protocol, host ?? floatingIp, port];
  return shortHash(JSON.stringify(asked));
}

/** Our own clocks differ by less; an instant further ahead was not written by us. */
const AHEAD_SECONDS_MAX = 60;

const SHAPE = /^(\S+) (since|proven) (\S+)$/;

/** Undefined when the sweep cannot have written this: another shape, no instant, or one that is still to come. */
function parseProbation(tag: string, now: string) {
  const [, written, stands, since = ''] = SHAPE.exec(tag) ?? [];
  // Not a number is not at most anything, so that an invalid instant fails here as well.
  if (!(secondsBetween({ from: now, to: since }) <= AHEAD_SECONDS_MAX)) return undefined;
  return { written, since, stands: stands === 'proven' ? ('proven' as const) : ('since' as const) };
}

/**
 * Reads the tag `failover:probe`, which says `<fingerprint> since <instant>` or `<fingerprint> proven <instant>`. What the
 * sweep cannot have written counts as no probation at all, so that it begins anew.
 */
export function readProbation(tag: string | undefined, fingerprint: string, now: string): Probation {
  const parsed = parseProbation(tag ?? '', now);
  return parsed?.written === fingerprint ? { stands: parsed.stands, since: parsed.since } : { stands: 'none' };
}

export const isMalformedProbation = (tag: string | undefined, now: string): boolean =>
  tag !== undefined && parseProbation(tag, now) === undefined;

export const writeProbation = (
  fingerprint: string,
  { stands, since }: Exclude<Probation, { stands: 'none' }>,
): string => `${fingerprint} ${stands} ${since}`;

/** Single points may get lost on their way to CloudWatch, and the newest minute is published at its end. */
const POINTS_SHARE_MIN = 0.6;

/** Whether these points, all of the probation, show a probe that has succeeded throughout and still does. */
export function provesItself(
  points: ProbePoint[],
  { intervalSeconds, now }: { intervalSeconds: number; now: string },
): boolean {
  const newest = points
    .map(({ at }) => at)
    .sort()
    .at(-1);
  const fresh = newest !== undefined && secondsBetween({ from: newest, to: now }) <= PROBE_FRESH_SECONDS;
  const enough = points.length >= (PROBATION_SECONDS / Math.max(intervalSeconds, 10)) * POINTS_SHARE_MIN;
  return fresh && enough && points.every(({ failed }) => !failed);
}
