/**
 * Zones that a person wants nothing to be launched in, for a day at most. A mark changes the order of the places and excludes none:
 * other principals may write it, and a forgotten one must not stop a takeover.
 */
import { plusSeconds, secondsBetween, toInstant } from '../instants.ts';
import { type Address, TAG } from '../snapshot.ts';

export type AvoidedZones =
  | { kind: 'none' }
  | { kind: 'until'; zones: string[]; until: string }
  /** `value`: as it is written, so that only this mark is removed. */
  | { kind: 'over'; value: string }
  /** It is not followed. `why` completes a sentence. */
  | { kind: 'malformed'; value: string; why: string };

/** A zone that is avoided for longer belongs out of the subnets of the configuration. */
export const AVOID_HOURS_MAX = 24;

/** The clock of the person who marked it may be ahead of ours. */
const AHEAD_SECONDS_MAX = 3_600;

const WRITTEN = /^([a-z0-9-]+(?: [a-z0-9-]+)*) until (\S+)$/;

export function readAvoidedZones({ tags }: Pick<Address, 'tags'>, now: string): AvoidedZones {
  const value = tags[TAG.avoidZones];
  if (value === undefined) return { kind: 'none' };
  const [, zones = '', written = ''] = WRITTEN.exec(value) ?? [];
  const until = toInstant(written);
  if (!until) return { kind: 'malformed', value, why: 'does not say which zones and until when' };
  const secondsLeft = secondsBetween({ from: now, to: until });
  if (secondsLeft <= 0) return { kind: 'over', value };
  if (secondsLeft > AVOID_HOURS_MAX * 3_600 + AHEAD_SECONDS_MAX) {
    return { kind: 'malformed', value, why: `is more than ${AVOID_HOURS_MAX} hours away, the longest time` };
  }
  return { kind: 'until', zones: zones.split(' '), until };
}

export function avoidedZones(address: Pick<Address, 'tags'>, now: string): string[] {
  const avoided = readAvoidedZones(address, now);
  return avoided.kind === 'until' ? avoided.zones : [];
}

/** With the zones that are avoided already: an evacuation of one does not end that of another. */
export function avoidingToo(address: Pick<Address, 'tags'>, zone: string, now: string): string {
  const zones = [...new Set([...avoidedZones(address, now), zone])].sort();
  return `${zones.join(' ')} until ${plusSeconds(now, AVOID_HOURS_MAX * 3_600)}`;
}

/** What is left without that zone; undefined when no zone is avoided any more. */
export function avoidingWithout(address: Pick<Address, 'tags'>, zone: string, now: string): string | undefined {
  const avoided = readAvoidedZones(address, now);
  const zones = avoided.kind === 'until' ? avoided.zones.filter((each) => each !== zone) : [];
  return avoided.kind === 'until' && zones.length > 0 ? `${zones.join(' ')} until ${avoided.until}` : undefined;
}
