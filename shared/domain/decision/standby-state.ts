/** What is to be said and done about the standby of an appliance that serves: pure, from what one sweep has read. */
import type { Standby } from '../appliance.ts';
import { plusSeconds } from '../instants.ts';
import { isStopped } from '../snapshot.ts';

/** One that carries the role of a standby, and is ours. */
type KeptInstance = {
  instanceId: string;
  state: string;
  impaired: boolean;
  zone: string;
  imageId: string;
  /**
   * With tier `stopped`, why it runs: `unsettled` as its rotation launched it, and it was never stopped; `early` because a
   * `prepare` execution started it a moment ago; `left` because one did that, and has not stopped it again.
   */
  runsAs?: RunsAs | undefined;
};

export type RunsAs = 'unsettled' | 'early' | 'left';

type StandbyFacts = {
  tier: Standby['tier'];
  kept: KeptInstance | undefined;
  /** Without one: why the one that the address names is none any more, where no takeover has used it. */
  lost?: string | undefined;
  activeZone: string;
  /** The newest good image that a rotation of ours made; undefined where there is none. */
  newest: { imageId: string } | undefined;
};

export type StandbyState =
  | { state: 'ready' }
  /** None is there, as after a takeover. */
  | { state: 'missing' }
  /** The one that the address names is none any more, and no takeover has used it. */
  | { state: 'lost'; why: string }
  /** `unsettled`: it is ready, and is still to be stopped for the first time. */
  | { state: 'unsettled'; why: string }
  /** `left`: `prepare` started it, and ought to have stopped it again. */
  | { state: 'left'; why: string }
  /** `awake`: one that should be stopped runs, because a person or a takeover started it, or because it could not be stopped. */
  | { state: 'dead' | 'old' | 'same-zone' | 'awake'; why: string };

/** The state in which a standby of this tier waits for a takeover. */
export const restOf = (tier: Standby['tier']): 'running' | 'stopped' => (tier === 'stopped' ? 'stopped' : 'running');

const isUp = (state: string): boolean => state === 'running' || state === 'pending';

/** What is unknown is no reason to build another one: `unknown` states are of the caller. */
export function standbyState({ tier, kept, lost, activeZone, newest }: StandbyFacts): StandbyState {
  if (!kept) return lost === undefined ? { state: 'missing' } : { state: 'lost', why: lost };
  const { instanceId, state, impaired, zone, imageId } = kept;
  const rests = tier === 'stopped' && isStopped(state);
  if (!rests && !isUp(state)) return { state: 'dead', why: `${instanceId} is ${state}` };
  if (impaired) return { state: 'dead', why: `EC2 reports that ${instanceId} is impaired` };
  if (zone === activeZone) return { state: 'same-zone', why: `${instanceId} is in ${zone}, as the active instance is` };
  if (newest && newest.imageId !== imageId) {
    return { state: 'old', why: `${instanceId} was launched from ${imageId}, and ${newest.imageId} is newer` };
  }
  if (tier !== 'stopped' || rests || kept.runsAs === 'early') return { state: 'ready' };
  return { state: kept.runsAs ?? 'awake', why: `${instanceId} is ${state}, and ought to be stopped` };
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
