/** What each step of a takeover found and did. Steps return facts; only `notify` tells people. */
import type { RefusalScope } from '../../domain/takeover/placement.ts';
import type { Placement } from '../../domain/takeover/takeover-plan.ts';
import type { Caught } from '../cause-message.ts';

/** `replaced`: the generation that the address recorded before. */
export type Claimed = { claimedAt: string; replaced?: string | undefined };

/** For a licence that forbids two copies: nothing was launched yet, because the old one has to be stopped first. */
export type StopsFirst = { outcome: 'stop-first' };

export type Refused = { placement: Placement; code: string; message: string };

/** Some placements have refused, and `placementIndex` is the next to ask: the state machine calls again, with time of its own. */
export type SomeRefused = { outcome: 'some-refused'; placementIndex: number; refused: Refused[] };

export type Launched = {
  outcome: 'launched';
  instanceId: string;
  /** Absent while EC2 has not said it yet; `AwaitReplacement` knows. */
  networkInterfaceId?: string | undefined;
  /** Which of the plan's placements this is; absent for an adopted instance. */
  placementIndex?: number | undefined;
  placement: Placement;
  adopted: boolean;
  /** It was launched before the decision. */
  early?: true | undefined;
  launchedAt: string;
  refused: Refused[];
  /** It was kept ready, and was not launched by this takeover. */
  standby?: true | undefined;
  /** The standby that had the traffic before it, and did not answer. */
  replaces?: { instanceId: string; networkInterfaceId: string } | undefined;
  /** What the blueprint names, exists no more, and was left out. */
  without?: string[] | undefined;
  /** Security groups of the failed instance, because none of the blueprint's was left. */
  groupsOfFailed?: string[] | undefined;
  /** Instances with the client token of a takeover, which its request has not launched. */
  planted?: string[] | undefined;
};

export type Awaited =
  | { outcome: 'running'; instanceId: string; networkInterfaceId: string; runningAt: string }
  | { outcome: 'pending'; instanceId: string }
  | { outcome: 'dead'; instanceId: string; why: string; scope: RefusalScope; terminate: boolean };

export type Healthy = { healthy: boolean; at: string; detail: string };

export type MadeChange = { at: string; change: string; from: string; to: string };

/** A replacement that EC2 refused to give the address because it has ended. */
type Ended = {
  instanceId: string;
  networkInterfaceId: string;
  /** It lives, and its zone can never hold the address: it is given up without another read. */
  unfit?: true | undefined;
};

/**
 * `not-yet`: asked while the replacement was still pending, only so that its function is warm when it runs; or EC2 says that
 * the replacement has ended, and `AwaitReplacement` reads again.
 */
export type NotYet = { outcome: 'not-yet'; ended?: Ended | undefined };

/**
 * `leftOut` names the planned route tables that were deleted meanwhile. `more`: how many changes there are besides, which
 * the record takes from the plan.
 */
export type Moved = {
  outcome: 'moved';
  movedAt: string;
  changes: MadeChange[];
  more?: number | undefined;
  leftOut?: string[] | undefined;
};

/** What a state holds of each move: an execution has room for 256 KiB in all. */
export const CHANGES_MAX = 20;

/** `moved` says whether anything had been moved at all. */
export type Undone = {
  moved: boolean;
  undone: boolean;
  at: string;
  detail: string;
  changes: MadeChange[];
  more?: number | undefined;
  /** Until when a late attempt of the move may still write; `again` is there as long as that is not over. */
  lookUntil?: string | undefined;
  again?: true | undefined;
};

/** `goOn` is false only for `fencing: stop-first`, while the old one may still stop within its minute. */
export type Stopped = {
  asked: boolean;
  stopped: boolean;
  goOn: boolean;
  askedAt: string;
  detail: string;
  /** Neither adopted nor configured: it is not stopped now, and not called retired later. */
  spared?: true | undefined;
};

export type Verified = {
  answered: boolean;
  giveUp: boolean;
  at: string;
  detail: string;
  /** A planned move was answered, so that the old one may be stopped now. */
  stopOld?: true | undefined;
  /** The standby has not answered in its time: a new launch takes its place. */
  replace?: true | undefined;
  /** A planned move was not answered in its time, and the old one is up: the traffic goes back. */
  rollBack?: true | undefined;
};

/** What the state of the execution holds when a step begins, by the names that the state machine gives. */
export type Done = {
  claim?: Claimed | undefined;
  launch?: Launched | SomeRefused | StopsFirst | undefined;
  replacement?: Awaited | undefined;
  healthy?: Healthy | undefined;
  move?: Moved | NotYet | undefined;
  undo?: Undone | undefined;
  stop?: Stopped | undefined;
  verify?: Verified | undefined;
  /** What a Catch wrote: the error that sent the takeover to its end. */
  failure?: Caught | undefined;
  undoFailure?: Caught | undefined;
  stopFailure?: Caught | undefined;
};

export const launchedIn = ({ launch }: Done): Launched | undefined =>
  launch?.outcome === 'launched' ? launch : undefined;

/** By every placement that was asked so far. */
export const refusedIn = ({ launch }: Done): Refused[] =>
  launch === undefined || launch.outcome === 'stop-first' ? [] : launch.refused;

/** Whom the traffic is for: after a death the next one that was launched, of which nothing may have been seen yet. */
export const replacementIdIn = (done: Done): string | undefined =>
  launchedIn(done)?.instanceId ?? done.replacement?.instanceId;

/** Of this takeover, and possibly with a part of its routes. */
export const endedIn = ({ move }: Done): Ended | undefined => (move?.outcome === 'not-yet' ? move.ended : undefined);

export const movedIn = ({ move }: Done): Moved | undefined => (move?.outcome === 'moved' ? move : undefined);
