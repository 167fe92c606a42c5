/** The simulated AWS account: one value that every action reads and changes, and the seams between its wings. */

import type { CloudWatchState } from './cloudwatch/state.ts';
import type { Names } from './dns-records.ts';
import type { Ec2State } from './ec2/state.ts';
import type { AwsEvent } from './events/aws-event.ts';
import type { Faults } from './faults/fault.ts';
import type { Functions } from './lambda-service/functions.ts';
import type { QuotasState } from './service-quotas/state.ts';
import type { StepFunctions } from './sfn/state.ts';
import type { Collect, Publication, SnsState } from './sns/state.ts';
import type { VirtualClock } from './time/clock.ts';

/** One SDK call as the account saw it. `error` is the code that AWS answered; a call that never settled has `lost`. */
export type Call = {
  atMs: number;
  endedAtMs: number;
  caller: string;
  /** When the Lambda began to run that sent it. */
  beganAtMs?: number | undefined;
  service: 'EC2' | 'SFN' | 'CloudWatch' | 'SNS' | 'Lambda' | 'ServiceQuotas';
  /** The IAM action's name without its prefix, such as `RunInstances`. */
  action: string;
  input: Record<string, unknown>;
  dryRun: boolean;
  /** Sent by a late attempt, whose result its caller does not hear any more. */
  unheard?: boolean | undefined;
  error?: string;
  lost?: boolean;
  /** What the caller's role does not allow of it, where roles are enforced. */
  unauthorized?: string;
};

/** Something became different in the account (not merely asked for): what `invariants` are checked after. */
export type WorldChange = { atMs: number; what: string; by: string };

/** What a role does not allow of a call, in words; nothing of a call that it allows, or of a caller without a role of ours. */
export type Roles = (
  world: World,
  call: Pick<Call, 'service' | 'action' | 'input'>,
  caller: string,
) => string | undefined;

export type World = {
  region: string;
  accountId: string;
  /** Of the deployment whose roles call. */
  stage: string;
  clock: VirtualClock;
  /** Seeded, in [0, 1). Never Math.random. */
  random: () => number;
  ec2: Ec2State;
  cloudwatch: CloudWatchState;
  stepFunctions: StepFunctions;
  /** What is deployed in Lambda, for a function that calls another one. */
  functions: Functions;
  quotas: QuotasState;
  /** What DNS answers for the references of our probers. */
  names: Names;
  /** Where roles are enforced: what the caller's role does not allow of a call, if anything. */
  roles?: Roles | undefined;
  /** What people have been sent. */
  publications: Publication[];
  sns: SnsState;
  /** Puts a notification into the queue that collects. */
  collect: Collect;
  faults: Faults;
  calls: Call[];
  /** What the account is carrying out at this moment: how long ago it was sent is how little its sender could know. */
  underWay: Call | undefined;
  changes: WorldChange[];
  /** Records the change and tells every listener, in order. */
  changed(what: string): void;
  onChange(listener: (change: WorldChange) => void): void;
  /** A service tells EventBridge's default bus. */
  emit(event: Pick<AwsEvent, 'detail-type' | 'source' | 'resources' | 'detail'>): void;
  onEvent(listener: (event: AwsEvent) => void): void;
};
