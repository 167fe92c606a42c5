/**
 * Whether a probe has a vote. One that a security group blocks must not look like a dead appliance, so a probe is on
 * probation until it has succeeded for a while, and again whenever what it asks is changed.
 */
import type { Appliance } from '../appliance.ts';
import { shortHash } from '../hash.ts';
import { secondsBetween } from '../instants.ts';
import { type Address, TAG } from '../snapshot.ts';
import { PROBE_FRESH_SECONDS, type ProbePoint } from './probe-metric.ts';

export const PROBATION_SECONDS = 300;

export type Probation =
  /** Never begun, or begun for another configuration of the probe. */
  { stands: 'none' } | { stands: 'since'; since: string } | { stands: 'proven'; since: string };

/** What the probe asks, as one word: a changed word begins the probation again. How often it asks does not matter. */
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
function parseProbation(word: string, now: string) {
  const [, written, stands, since = ''] = SHAPE.exec(word) ?? [];
  // Not a number is not at most anything, so that an invalid instant fails here as well.
  if (!(secondsBetween({ from: now, to: since }) <= AHEAD_SECONDS_MAX)) return undefined;
  return { written, since, stands: stands === 'proven' ? ('proven' as const) : ('since' as const) };
}

/**
 * Reads `<fingerprint> since <instant>` or `<fingerprint> proven <instant>`. What the sweep cannot have written counts as no
 * probation at all, so that it begins anew.
 */
export function readProbation(word: string | undefined, fingerprint: string, now: string): Probation {
  const parsed = parseProbation(word ?? '', now);
  return parsed?.written === fingerprint ? { stands: parsed.stands, since: parsed.since } : { stands: 'none' };
}

type Sources = {
  appliance: Pick<Appliance, 'floatingIp' | 'probe'>;
  address: Pick<Address, 'tags'>;
  /** Undefined where they could not be read. */
  alarms: { probe?: { probation?: string | undefined } | undefined } | undefined;
};

/** Which word counts: that of the alarm. The tag of the address is a copy, for when CloudWatch does not answer. */
export const probationWord = ({ address, alarms }: Omit<Sources, 'appliance'>): string | undefined =>
  alarms ? alarms.probe?.probation : address.tags[TAG.probe];

export const probationOf = ({ appliance, ...sources }: Sources, now: string): Probation =>
  readProbation(probationWord(sources), probeFingerprint(appliance), now);

/** A sweep whose write of the tag failed is followed by others that write it. */
const COPIED_SECONDS = 3_600;

/**
 * Whether the tag was written by another principal. The alarm is written first, so the sweep leaves no tag that is later than
 * the word in the alarm, none that differs from it for an hour, and none that cannot be read.
 */
export function isForeignProbation(
  tag: string | undefined,
  { word, now }: { word: string | undefined; now: string },
): boolean {
  if (tag === undefined || tag === word) return false;
  const [written, known] = [parseProbation(tag, now), parseProbation(word ?? '', now)];
  if (written === undefined || known === undefined) return written === undefined;
  return written.since > known.since || secondsBetween({ from: known.since, to: now }) > COPIED_SECONDS;
}

const PROBES_OF = 'Probes of appliance ';
const ON_PROBATION = '; probation of the probe: ';

/** The description of the probe's alarm: only who may put our alarms can write it, and no event or API leaves it out. */
export const describeProbe = (appliance: string, word: string | undefined): string =>
  `${PROBES_OF}${appliance}${word === undefined ? '' : ON_PROBATION + word}`;

/** What `describeProbe` has put there; undefined where an earlier version has put the alarm, or another principal. */
export function probationIn(description: string): string | undefined {
  const at = description.lastIndexOf(ON_PROBATION);
  return at === -1 ? undefined : description.slice(at + ON_PROBATION.length);
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
