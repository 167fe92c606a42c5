/** What a changing function is asked and what it answers when it only tries its calls: nothing is changed. */

import type { Configuration } from '../appliance.ts';
import type { VolumeInitialization } from './initialization.ts';

/** `refused`: EC2 would not do it with any permission, and says why. */
export type DryRunVerdict = 'allowed' | 'denied' | 'refused' | 'unknown' | 'not-testable';

/** `call` is IAM's name of the action, with what it was tried on; `detail` says why, and is empty where nothing is to say. */
export type DryRun = { call: string; verdict: DryRunVerdict; detail: string };

/** Where a takeover would launch, as the caller has read it. */
export type LaunchTried = {
  imageId: string;
  instanceType: string;
  zone: string;
  subnetId: string;
  launchTemplate: { id: string; version: string };
  securityGroupIds: string[];
  instanceName: string;
  /** The user's own, which a service control policy may require. */
  tags?: Record<string, string> | undefined;
  volumeInitialization?: VolumeInitialization | undefined;
};

/**
 * `launch` and `routes` are what the functions may not read for themselves; without them those calls stay untried. Only
 * routes that lead to the active instance are tried: to write them again would change nothing.
 */
export type CheckQuestion = {
  check: true;
  appliance: string;
  launch?: LaunchTried | undefined;
  /** The other configured types, each where EC2 offers it; the rest is as in `launch`. */
  otherTypes?: Pick<LaunchTried, 'instanceType' | 'zone' | 'subnetId'>[] | undefined;
  routes?: { routeTableId: string; destination: string }[] | undefined;
};

export type CheckAnswer = { check: DryRun[] };

/** Asked of `check-readiness`, which has no changing calls: the configuration that it was deployed with. */
export type ConfigurationQuestion = { check: true; configuration: true };

export type ConfigurationAnswer = CheckAnswer & {
  configuration: Configuration;
  /** Whose versions of the launch templates are ours: CloudFormation has named it, so that no command can know it. */
  sweepRoleName: string;
};

/** The takeover's functions that change the world, each of which tries its own calls. */
export const CHANGING_FUNCTIONS = [
  'claim',
  'launch-replacement',
  'move-traffic',
  'undo-traffic',
  'stop-failed',
  'close-takeover',
] as const;

export type CheckedFunction = (typeof CHANGING_FUNCTIONS)[number];
