/** Everything a step may touch outside itself. */
import type { Clients } from './aws/clients.ts';
import type { Clock } from './clock.ts';
import type { Configuration } from './domain/appliance.ts';
import type { Reference } from './domain/probing/references.ts';
import type { CheckAnswer } from './domain/takeover/dry-run.ts';
import type { Prober } from './prober.ts';

export type Log = (entry: Record<string, unknown>) => void;

/** Where this deployment lives; the same values that serverless.yml puts into every function's environment. */
export type Deployment = {
  stage: string;
  region: string;
  /** ARN of the state machine `failover-<stage>-takeover`. */
  takeoverMachineArn: string;
  /** The role of the function `sweep`, as CloudFormation has named it: only versions of launch templates by it count. */
  sweepRoleName: string;
  /** The security group of `prove-service`; undefined where no appliance has `probe.subnets`. */
  proveServiceGroupId?: string | undefined;
  /** Any of these that answers distinguishes a failed appliance from a function that is cut off (`domain/probing/references.ts`). */
  references: readonly Reference[];
};

export type DepsWith<Own> = {
  clients: Own;
  clock: Clock;
  prober: Prober;
  log: Log;
  configuration: Configuration;
  deployment: Deployment;
};

export type Deps = DepsWith<Clients>;

/**
 * What one Task state does. `parse` throws on malformed input; `run` may be called again after a crash at any point.
 * A step that runs in little memory names the few clients that it needs.
 */
export type Step<Input, Output, Own = Clients> = {
  parse(event: unknown): Input;
  run(input: Input, deps: DepsWith<Own>): Promise<Output>;
  /** Asked with `{ "check": true }`: tries each of its changing calls with DryRun, and changes nothing. */
  check?(event: unknown, deps: DepsWith<Own>): Promise<CheckAnswer>;
};
