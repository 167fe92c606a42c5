/**
 * Two questions that the last event of an execution's history answers. DescribeExecution would answer them too, but each gate of each takeover
 * needs that for itself, and an account has 10 of it a second against 20 of this.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { Starter } from '../domain/decision/provenance.ts';
import { sendingUnless } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { onceSucceeded } from './ended.ts';
import { arnOf, parsed, type Run, UNKNOWN_EXECUTION } from './executions.ts';

/**
 * What an execution of our `failover` machine decided. Undefined also for one that is not visible yet: the history is eventually consistent.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export const readStarter = (clients: Clients, executionArn: string): Promise<Starter | undefined> =>
  onceSucceeded(clients, executionArn, () => decisionOf(clients, executionArn));

const LAST = { reverseOrder: true, maxResults: 1 };

/**
 * Whether the name of a takeover is taken, by ours or by another principal.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export const isTaken = async (clients: Clients, run: Run): Promise<boolean> =>
  (await lastEvent(clients, arnOf(run), { includeExecutionData: false })) !== undefined;

async function decisionOf(clients: Clients, executionArn: string): Promise<Starter | undefined> {
  const last = await lastEvent(clients, executionArn, {});
  return last && { arn: executionArn, ...endingOf(last) };
}

async function lastEvent(
  { sfn }: Clients,
  executionArn: string,
  options: { includeExecutionData?: boolean },
): Promise<HistoryEvent | undefined> {
  const request = { executionArn, ...LAST, ...options };
  const answer = await sendingUnless(
    UNKNOWN_EXECUTION,
    `reading the history of ${executionArn.split(':').at(-1)}`,
    () => sfn.send(new GetExecutionHistoryCommand(request)),
  );
  return answer?.events?.[0];
}

/** After every other event it goes on, `ExecutionRedriven` included. */
function endingOf({ type, executionSucceededEventDetails: said }: HistoryEvent): Omit<Starter, 'arn'> {
  switch (type) {
    case 'ExecutionSucceeded':
      return { status: 'SUCCEEDED', output: parsed(said?.output) };
    case 'ExecutionFailed':
      return { status: 'FAILED' };
    case 'ExecutionAborted':
      return { status: 'ABORTED' };
    case 'ExecutionTimedOut':
      return { status: 'TIMED_OUT' };
    default:
      return { status: 'RUNNING' };
  }
}
