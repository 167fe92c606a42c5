/** Executions as the conformance kit starts and reads them. Errors pass as Step Functions answers them. */
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { codeOf } from '../classify-error.ts';
import type { Clients } from '../clients.ts';
import type { EnteredState } from '../watch-execution.ts';

type Sfn = Pick<Clients, 'sfn'>;

export async function startForLabAs(
  { sfn }: Sfn,
  { machineArn, name, input }: { machineArn: string; name: string; input: object },
): Promise<string> {
  const command = new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) });
  return (await sfn.send(command)).executionArn ?? '';
}

export type LabExecution = {
  status: string;
  output: unknown;
  error: string;
  cause: string;
  startedAt: Date | undefined;
  stoppedAt: Date | undefined;
};

/** Undefined while it is not visible. */
export async function executionForLab({ sfn }: Sfn, executionArn: string): Promise<LabExecution | undefined> {
  try {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { status = '', output, error = '', cause = '', startDate, stopDate } = found;
    return { status, output: output && JSON.parse(output), error, cause, startedAt: startDate, stoppedAt: stopDate };
  } catch (cause) {
    if (codeOf(cause) === 'ExecutionDoesNotExist') return undefined;
    throw cause;
  }
}

export const redriveForLab = ({ sfn }: Sfn, executionArn: string): Promise<unknown> =>
  sfn.send(new RedriveExecutionCommand({ executionArn }));

/** Every state that it has entered, oldest first. */
export async function statesForLab({ sfn }: Sfn, executionArn: string): Promise<EnteredState[]> {
  const states: EnteredState[] = [];
  const pages = paginateGetExecutionHistory({ client: sfn }, { executionArn, includeExecutionData: false });
  for await (const { events = [] } of pages) {
    for (const { id = 0, timestamp, stateEnteredEventDetails: entered } of events) {
      if (entered?.name && timestamp) states.push({ id, state: entered.name, at: timestamp.toISOString() });
    }
  }
  return states;
}

export type Listed = { arn: string; name: string; startedAt: Date };

/** Those of one machine that began at that instant or later, newest first; one page is more than a lab starts. */
export async function executionsSince({ sfn }: Sfn, machineArn: string, since: Date): Promise<Listed[]> {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 100 }),
  );
  return executions.flatMap(({ executionArn: arn, name, startDate }) =>
    arn && name && startDate && startDate >= since ? [{ arn, name, startedAt: startDate }] : [],
  );
}
