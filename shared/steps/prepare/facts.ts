/** What each step of `prepare` found and did. */
import type { LookBeside } from '../../domain/decision/look-beside.ts';
import type { Placement } from '../../domain/takeover/takeover-plan.ts';
import type { StoredPlan } from '../../domain/traffic/stored-routes.ts';

/**
 * `groupId`: the closed security group, if it was found closed. `refused`: nothing is launched early, and why. The takeover then
 * uses the standby, or launches as always. `looking`: the address to look at, and until when.
 */
export type Planned =
  | { outcome: 'launch'; plan: StoredPlan; groupId?: string | undefined }
  | { outcome: 'refused'; because: string; detail: string; looking?: { publicIp: string; until: string } };

export type LaunchedAhead =
  | { outcome: 'launched'; instanceId: string; placement: Placement; groupId: string; launchedAt: string }
  /** The stopped standby. */
  | { outcome: 'started'; instanceId: string; launchedAt: string }
  | { outcome: 'refused'; detail: string };

export type Warmed = { warmed: string[]; cold: string[]; look?: LookBeside | undefined };

/**
 * `adopted`: a takeover uses it. `gone`: it has ended. `unused`: it is to be terminated. `nothing`: nothing was launched.
 * `looking`: nothing was launched, and the next look begins at once.
 * `answeringSince`: since when the appliance has answered in every look.
 */
export type Watched = {
  outcome: 'waiting' | 'adopted' | 'gone' | 'unused' | 'nothing' | 'looking';
  detail: string;
  answeringSince?: string | undefined;
  look?: LookBeside | undefined;
};

/** `stopped`: the standby that was started is to rest again. `later`: a takeover runs, and may still use it. */
export type EndedAhead = {
  outcome: 'terminated' | 'stopped' | 'adopted' | 'gone' | 'later';
  instanceIds: string[];
  detail: string;
};
