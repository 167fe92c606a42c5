/** What each step of `prepare` found and did. */
import type { Placement, TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';

/** `groupId`: the closed security group, if it was found closed. `refused`: nothing is launched early, and why. The takeover launches as always. */
export type Planned =
  | { outcome: 'launch'; plan: TakeoverPlan; groupId?: string | undefined }
  | { outcome: 'refused'; because: string; detail: string };

export type LaunchedAhead =
  | { outcome: 'launched'; instanceId: string; placement: Placement; groupId: string; launchedAt: string }
  | { outcome: 'refused'; detail: string };

export type Warmed = { warmed: string[]; cold: string[] };

/**
 * `adopted`: a takeover uses it. `gone`: it has ended. `unused`: it is to be terminated. `nothing`: nothing was launched.
 * `answeringSince`: since when the appliance has answered in every look.
 */
export type Watched = {
  outcome: 'waiting' | 'adopted' | 'gone' | 'unused' | 'nothing';
  detail: string;
  answeringSince?: string | undefined;
};

/** `later`: a takeover runs, and may still use it. */
export type EndedAhead = {
  outcome: 'terminated' | 'adopted' | 'gone' | 'later';
  instanceIds: string[];
  detail: string;
};
