/** An execution of any machine as DescribeExecution shows it, with its words as they were written. For people, who read it once. */
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { sending, sendingUnless } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { UNKNOWN_EXECUTION } from './executions.ts';

export type PastExecution = {
  arn: string;
  name: string;
  status: string;
  startedAt: string;
  stoppedAt?: string | undefined;
  input?: string | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
};

/** What a plan names may be anything that a stranger wrote. */
const GONE = [...UNKNOWN_EXECUTION, 'InvalidArn'];

/** Undefined for one that Step Functions does not know, or forgot after 90 days. */
export async function readPastExecution(
  { sfn }: Pick<Clients, 'sfn'>,
  executionArn: string,
): Promise<PastExecution | undefined> {
  const found = await sendingUnless(GONE, `reading ${executionArn.split(':').at(-1)}`, () =>
    sfn.send(new DescribeExecutionCommand({ executionArn })),
  );
  if (!found?.startDate) return undefined;
  const { name = '', status = '', startDate, stopDate, input, output, error, cause } = found;
  return {
    ...{ arn: executionArn, name, status, input, output, error, cause },
    ...{ startedAt: startDate.toISOString(), stoppedAt: stopDate?.toISOString() },
  };
}

type Started = { arn: string; name: string; startedAt: string };

/** Those among the latest thousand of a machine that began after an instant, newest first. Eventually consistent. */
export async function listStartedSince(
  { sfn }: Pick<Clients, 'sfn'>,
  { machineArn, since }: { machineArn: string; since: string },
): Promise<Started[]> {
  const { executions = [] } = await sending(`listing the executions of ${machineArn.split(':').at(-1)}`, () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 1000 })),
  );
  return executions
    .map(({ executionArn: arn = '', name = '', startDate }) => ({
      arn,
      name,
      startedAt: startDate?.toISOString() ?? '',
    }))
    .filter(({ startedAt }) => startedAt > since)
    .sort((one, other) => other.startedAt.localeCompare(one.startedAt));
}
