/** One execution of a state machine: what the service remembers, and what an SDK reader may see of it. */

import type { ExecutionStatus } from '../../../shared/domain/decision/generation.ts';
import type { MachineEvent } from '../../../shared/machines/run-machine.ts';
import { STRANGER } from '../stranger.ts';

/** One line of the timeline. */
export type StateEvent = MachineEvent;

export type Ending = {
  status: Exclude<ExecutionStatus, 'RUNNING' | 'PENDING_REDRIVE'>;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
};

/** What is true of an execution from one instant on; a reader may still see the version before. */
export type Version = {
  atMs: number;
  status: ExecutionStatus;
  stoppedAtMs?: number | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
  redriveCount: number;
};

export type Execution = {
  arn: string;
  name: string;
  machineArn: string;
  machineName: string;
  /** JSON, as it was sent. */
  input: string;
  startedAtMs: number;
  /** `state-machine` for one that the `failover` machine started; else the caller of StartExecution. Ground truth, in no answer. */
  startedBy: string;
  redriveCount: number;
  status: ExecutionStatus;
  /** Oldest first. */
  versions: Version[];
  events: StateEvent[];
  /** How far a reader has already seen: what was once shown is never taken back. */
  seenUpToMs: number;
};

/** Started by a principal outside the deployment: nothing that it names is named by us. */
export const isForged = ({ startedBy }: Pick<Execution, 'startedBy'>): boolean => startedBy === STRANGER;

export const isClosed = ({ status }: Pick<Execution, 'status'>): boolean =>
  status !== 'RUNNING' && status !== 'PENDING_REDRIVE';

export function latest({ versions, name }: Execution): Version {
  const version = versions.at(-1);
  if (!version) throw new Error(`execution ${name} has no version`);
  return version;
}

/** The state that the execution is in, or was in when it ended. */
export const currentState = ({ events }: Execution): string | undefined =>
  events.findLast(({ kind }) => kind === 'entered')?.state;
