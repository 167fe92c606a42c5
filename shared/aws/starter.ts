/**
 * What an execution of our `failover` machine decided, from the last event of its history. DescribeExecution would say the same, but each gate of
 * each takeover asks for that as well, and an account has only 10 of it a second against 20 of this.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { Starter } from '../domain/provenance.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { onceSucceeded } from './ended.ts';
import { parsed } from './executions.ts';

/** Undefined also for one that is not visible yet: the history is eventually consistent. */
export const readStarter = (clients: Clients, executionArn: string): Promise<Starter | undefined> =>
  onceSucceeded(clients, executionArn, () => readLastEvent(clients, executionArn));

const LAST = { reverseOrder: true, maxResults: 1 };

async function readLastEvent({ sfn }: Clients, executionArn: string): Promise<Starter | undefined> {
  try {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, ...LAST }));
    return events[0] && { arn: executionArn, ...endingOf(events[0]) };
  } catch (cause) {
    if (codeOf(cause) === 'ExecutionDoesNotExist') return undefined;
    return sending(`reading the history of ${executionArn.split(':').at(-1)}`, () => Promise.reject(cause));
  }
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
