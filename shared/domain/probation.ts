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

/** Reads the tag `failover:probe`, which says `<fingerprint> since <instant>` or `<fingerprint> proven <instant>`. */
export function readProbation(tag: string | undefined, fingerprint: string): Probation {
  const [written, stands, since = ''] = (tag ?? '').split(' ');
  if (written !== fingerprint || Number.isNaN(Date.parse(since))) return { stands: 'none' };
  return stands === 'since' || stands === 'proven' ? { stands, since } : { stands: 'none' };
}

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
