/**
 * GetExecutionHistory: how an execution began, which states it has entered and left, and how it ended. Other kinds of events are not
 * modelled. https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
import { onlyKnows, refusal } from '../aws-error.ts';
import { find } from './book.ts';
import { readVersion } from './consistency.ts';
import type { Execution, StateEvent, Version } from './execution.ts';
import type { Service } from './service.ts';

const KNOWN = ['executionArn', 'maxResults', 'reverseOrder', 'nextToken', 'includeExecutionData'];

type Shown = { atMs: number; type: string } & Record<string, unknown>;

function ofState({ kind, atMs, state, type, output }: StateEvent): Shown[] {
  if (kind === 'entered') return [{ atMs, type: `${type}StateEntered`, stateEnteredEventDetails: { name: state } }];
  if (kind === 'exited')
    return [
      { atMs, type: `${type}StateExited`, stateExitedEventDetails: { name: state, output: JSON.stringify(output) } },
    ];
  return [];
}

/** The first version of an execution is its start, and every later one an end or a redrive. */
function ofVersion({ atMs, status, output, error, cause }: Version, index: number): Shown {
  switch (status) {
    case 'SUCCEEDED':
      return { atMs, type: 'ExecutionSucceeded', executionSucceededEventDetails: { output } };
    case 'FAILED':
      return { atMs, type: 'ExecutionFailed', executionFailedEventDetails: { error, cause } };
    case 'ABORTED':
      return { atMs, type: 'ExecutionAborted', executionAbortedEventDetails: { error, cause } };
    case 'TIMED_OUT':
      return { atMs, type: 'ExecutionTimedOut', executionTimedOutEventDetails: { error, cause } };
    default:
      return { atMs, type: index === 0 ? 'ExecutionStarted' : 'ExecutionRedriven' };
  }
}

/** As late as every other read of an execution. An event of a state that happened at the same moment comes before an end. */
function seenEvents(service: Service, execution: Execution): Record<string, unknown>[] {
  const version = readVersion(execution, service.nowMs(), service.staleness);
  if (!version) throw refusal('ExecutionDoesNotExist', { message: `Execution Does Not Exist: '${execution.arn}'` });
  const [start, ...later] = execution.versions.map(ofVersion);
  const after = [...execution.events.flatMap(ofState), ...later].sort((one, other) => one.atMs - other.atMs);
  return [start, ...after]
    .filter((event) => event !== undefined)
    .filter(({ atMs }) => atMs <= execution.seenUpToMs)
    .map(({ atMs, ...event }, index) => ({
      ...{ id: index + 1, previousEventId: index, timestamp: new Date(atMs) },
      ...event,
    }));
}

const withoutData = ({
  executionSucceededEventDetails: _succeeded,
  stateExitedEventDetails: _exited,
  ...event
}: Record<string, unknown>): Record<string, unknown> => event;

export function getExecutionHistory(service: Service, input: Record<string, unknown>): Record<string, unknown> {
  onlyKnows(input, { what: 'the Step Functions parameter', known: KNOWN });
  const events = seenEvents(service, find(service.book, input.executionArn));
  const offset = Number(input.nextToken ?? 0);
  const size = Number(input.maxResults ?? 100) || 100;
  const shown = input.includeExecutionData === false ? events.map(withoutData) : events;
  const ordered = input.reverseOrder === true ? shown.toReversed() : shown;
  const nextToken = offset + size < ordered.length ? String(offset + size) : undefined;
  return { events: ordered.slice(offset, offset + size), nextToken };
}
