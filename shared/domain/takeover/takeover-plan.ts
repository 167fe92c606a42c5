/** The frozen plan: everything a takeover will do, as the input of its execution. No step may go beyond it. */

import type { ProbeTarget } from '../probing/probing.ts';
import type { Route } from '../snapshot.ts';
import type { VolumeInitialization } from './initialization.ts';
import type { MeasuredBoot } from './measured-boot.ts';

/** One place to try: instance type, zone and image. */
export type Placement = { imageId: string; zone: string; subnetId: string; instanceType: string };

/**
 * What a replacement is launched from, besides its placement. User data is not in it: a plan is kept for 90 days in the
 * execution history, and goes into logs and events.
 */
export type Blueprint = {
  launchTemplate?: { id: string; version: string } | undefined;
  /** For an appliance that was never adopted: read from the old instance while EC2 still answers for it. */
  keyName?: string | undefined;
  instanceProfileArn?: string | undefined;
  metadataOptions?: MetadataOptions | undefined;
  ebsOptimized?: boolean | undefined;
  /** EC2's automatic recovery acts beside ours unless it is disabled. Absent leaves it as EC2 has it. */
  autoRecovery?: 'disabled' | undefined;
  tenancy?: 'dedicated' | undefined;
  detailedMonitoring?: boolean | undefined;
  /** Absent leaves it as EC2 has it, which is `open`. */
  capacityReservation?: 'open' | 'none' | undefined;
  privateDns?: { hostnameType?: HostnameType | undefined; resourceNameRecord?: boolean | undefined } | undefined;
  /** Beside a launch template as well: only types with credits can be launched with them. */
  cpuCredits?: 'standard' | 'unlimited' | undefined;
  /** The user's own; beside a launch template as well, because a request names all of its tags. */
  tags?: Record<string, string> | undefined;
  /** Devices to which the launch template gives a rate: an image without them cannot be launched from it. */
  templateDevices?: string[] | undefined;
  securityGroupIds: string[];
};

type HostnameType = 'ip-name' | 'resource-name';

export type MetadataOptions = {
  httpTokens?: 'optional' | 'required' | undefined;
  httpPutResponseHopLimit?: number | undefined;
  httpEndpoint?: 'enabled' | 'disabled' | undefined;
  httpProtocolIpv6?: 'enabled' | undefined;
  instanceMetadataTags?: 'enabled' | undefined;
};

export type OldInstance = {
  instanceId: string;
  networkInterfaceId?: string | undefined;
  zone?: string | undefined;
  /** It was a Spot Instance; its replacement is On-Demand. */
  spot?: true | undefined;
};

export type Finish = {
  instanceId: string;
  generation: number;
  /** When the first takeover ended that was partially applied, regardless of how many were to finish it since. */
  since?: string | undefined;
  /** Every replacement that may have had some of the traffic since then. */
  passedOver?: string[] | undefined;
};

/** The instance that is kept ready, as it was read when the plan was made. It is the first choice. */
export type PlannedStandby = {
  instanceId: string;
  networkInterfaceId: string;
  imageId: string;
  zone: string;
  instanceType: string;
  /** The rotation whose proof it is: a pointer, of which the launch asks for the proof. */
  by: string;
  /** Its security groups before a takeover opened it; absent in the plan of an earlier release. */
  groups?: string[] | undefined;
  /** It is started by the takeover, unless it runs already. */
  stopped?: true | undefined;
  /** After so much silence behind the move a new launch takes its place. */
  answerSeconds: number;
};

export type TakeoverPlan = {
  appliance: string;
  generation: number;
  mode: 'failover' | 'switchover';
  automatic: boolean;
  requestedBy: string;
  /** The sentence that people read first. */
  because: string;
  /** When the failure was established: the alarm's state change, or the start of the failover machine. */
  failedAt: string;
  /** When the failover machine began to look, and when it had decided. */
  startedAt: string;
  decidedAt: string;
  startedBy: string;
  /** The instance from which the traffic is taken. Absent only without a holder and without a recorded one. */
  old?: OldInstance | undefined;
  /** Failed attempts of the same outage before this one. */
  tried?: Tried | undefined;
  /** A partially applied takeover, to be finished with its replacement if that one lives. */
  finish?: Finish | undefined;
  address: {
    allocationId: string;
    publicIp: string;
    associationId?: string | undefined;
    instanceId?: string | undefined;
  };
  /** As they were found, so that an undo knows where they came from. */
  routes: Route[];
  placements: Placement[];
  standby?: PlannedStandby | undefined;
  /** By image id: when it was taken. What was configured since then is lost. */
  imagesTakenAt: Record<string, string>;
  /** What operators may expect; absent when no good image was ever measured. */
  measuredBoot?: MeasuredBoot | undefined;
  blueprint: Blueprint;
  volumeInitialization?: VolumeInitialization | undefined;
  /** The Name tag that the replacement carries, as the active did. */
  instanceName: string;
  owner: string;
  fencing: 'stop-last' | 'stop-first';
  probe: ProbeTarget;
  bootLimitSeconds: number;
};

/** How many failed before this one without a break, and when the first of them began. */
export type Tried = { times: number; since: string };
