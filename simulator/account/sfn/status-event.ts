/** What Step Functions tells EventBridge of an execution. https://docs.aws.amazon.com/step-functions/latest/dg/cw-events.html */
import type { World } from '../world.ts';
import { type Execution, latest } from './execution.ts';

/** Escaped, as they stand in the event; what is larger is left out, and DescribeExecution has to be asked. */
const INCLUDED_BYTES_MAX = 248 * 1024;

const bytesOf = (text: string | undefined): number =>
  text === undefined ? 0 : Buffer.byteLength(JSON.stringify(text));

/** "The same information as the DescribeExecution API", with instants in milliseconds. */
export function detailOf(execution: Execution): Record<string, unknown> {
  const { arn, machineArn, name, input, startedAtMs } = execution;
  const { status, stoppedAtMs, output, error, cause } = latest(execution);
  const hasInput = bytesOf(input) + bytesOf(output) <= INCLUDED_BYTES_MAX;
  const hasOutput = bytesOf(output) <= INCLUDED_BYTES_MAX;
  return {
    ...{ executionArn: arn, stateMachineArn: machineArn, name, status },
    ...{ startDate: startedAtMs, stopDate: stoppedAtMs ?? null },
    input: hasInput ? input : null,
    inputDetails: { included: hasInput },
    output: hasOutput ? (output ?? null) : null,
    outputDetails: output === undefined ? null : { included: hasOutput },
    ...{ error: error ?? null, cause: cause ?? null },
  };
}

export function tellStatus(world: World, execution: Execution): void {
  world.emit({
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    resources: [execution.arn],
    detail: detailOf(execution),
  });
}
