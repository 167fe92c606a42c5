/** An execution in the shapes that the SDK returns. */
import type { Execution, Version } from './execution.ts';

const dateOf = (epochMs: number | undefined): Date | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs);

export function listItem(execution: Execution, version: Version): Record<string, unknown> {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: version.status,
    startDate: new Date(execution.startedAtMs),
    stopDate: dateOf(version.stoppedAtMs),
    redriveCount: version.redriveCount,
  };
}

export function description(execution: Execution, version: Version): Record<string, unknown> {
  const redrivable = ['FAILED', 'ABORTED', 'TIMED_OUT'].includes(version.status);
  return {
    ...listItem(execution, version),
    input: execution.input,
    inputDetails: { included: true },
    output: version.output,
    outputDetails: version.output === undefined ? undefined : { included: true },
    error: version.error,
    cause: version.cause,
    redriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
  };
}
