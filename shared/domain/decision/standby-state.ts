/** What is to be said and done about the standby of an appliance that serves: pure, from what one sweep has read. */
import { plusSeconds } from '../instants.ts';

/** One that carries the role of a standby, and is ours. */
type KeptInstance = {
  instanceId: string;
  state: string;
  impaired: boolean;
  zone: string;
  imageId: string;
};

type StandbyFacts = {
  kept: KeptInstance | undefined;
  activeZone: string;
  /** The newest good image that a rotation of ours made; undefined where there is none. */
  newest: { imageId: string } | undefined;
};

export type StandbyState =
  | { state: 'ready' }
  /** None is there, as after a takeover. */
  | { state: 'missing' }
  | { state: 'dead' | 'old' | 'same-zone'; why: string };

/** What is unknown is no reason to build another one: `unknown` states are of the caller. */
export function standbyState({ kept, activeZone, newest }: StandbyFacts): StandbyState {
  if (!kept) return { state: 'missing' };
  const { instanceId, state, impaired, zone, imageId } = kept;
  if (state !== 'running' && state !== 'pending') return { state: 'dead', why: `${instanceId} is ${state}` };
  if (impaired) return { state: 'dead', why: `EC2 reports that ${instanceId} is impaired` };
  if (zone === activeZone) return { state: 'same-zone', why: `${instanceId} is in ${zone}, as the active instance is` };
  if (newest && newest.imageId !== imageId) {
    return { state: 'old', why: `${instanceId} was launched from ${imageId}, and ${newest.imageId} is newer` };
  }
  return { state: 'ready' };
}

/** Minutes from one attempt to the next. */
const WAIT_MINUTES = [5, 15, 60];

/** Attempts before this say nothing about now. */
export const ATTEMPTS_SECONDS = 3 * 3_600;

/** `startedAt`: of the attempts so far, in any order. */
export function nextAttemptAt(startedAt: string[], now: string): string {
  const last = startedAt.toSorted().at(-1);
  if (last === undefined) return now;
  const minutes = WAIT_MINUTES[Math.min(startedAt.length, WAIT_MINUTES.length) - 1] ?? 60;
  return plusSeconds(last, minutes * 60);
}
