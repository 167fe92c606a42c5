/**
 * What the states of a `prepare` execution have put out, from its history. Only our own functions write it, so it proves what
 * they planned and launched; the input, the name and every tag can be written by others.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
 */
import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import { sendingUnless } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { parsed, UNKNOWN_EXECUTION } from './executions.ts';

/** A launch is among the first thirty events, and each repeated attempt adds a few. */
const EVENTS_MAX = 200;

const ENDS = ['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut'];

type State = 'PlanAhead' | 'LaunchAhead' | 'WarmFunctions' | 'WatchAhead';

type PrepareHistory = {
  startedAt: string;
  /** What that state has put out, a repeated one the last time; undefined before its end. */
  after(state: State): unknown;
  /** Whether the end is among the events that were read. */
  ended: boolean;
};

/**
 * Undefined for an execution that does not exist, or is not visible yet: the history is eventually consistent.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function readPrepareHistory(
  { sfn }: Pick<Clients, 'sfn'>,
  executionArn: string,
): Promise<PrepareHistory | undefined> {
  const answer = await sendingUnless(
    UNKNOWN_EXECUTION,
    `reading the history of ${executionArn.split(':').at(-1)}`,
    () => sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: EVENTS_MAX })),
  );
  const events = answer?.events ?? [];
  const [first] = events;
  if (!first?.timestamp) return undefined;
  return {
    startedAt: first.timestamp.toISOString(),
    after: (state) => outputOf(events, state),
    ended: events.some(({ type = '' }) => ENDS.includes(type)),
  };
}

function outputOf(events: HistoryEvent[], state: State): unknown {
  const exited = events.findLast(({ stateExitedEventDetails: said }) => said?.name === state);
  return exited && parsed(exited.stateExitedEventDetails?.output);
}
