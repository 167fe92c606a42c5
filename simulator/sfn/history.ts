/** GetExecutionHistory: which states an execution has entered and left. Other kinds of events are not modelled. */
import { onlyKnows, refusal } from '../aws-error.ts';
import type { Service } from './actions.ts';
import { find } from './book.ts';
import { readVersion } from './consistency.ts';
import type { Execution, StateEvent } from './execution.ts';

const KNOWN = ['executionArn', 'maxResults', 'reverseOrder', 'nextToken', 'includeExecutionData'];

/** Numbered as they happened, beginning behind `ExecutionStarted`. */
function present({ kind, atMs, state, type }: StateEvent, index: number): Record<string, unknown>[] {
  const common = { id: index + 2, previousEventId: index + 1, timestamp: new Date(atMs) };
  if (kind === 'entered')
    return [{ ...common, type: `${type}StateEntered`, stateEnteredEventDetails: { name: state } }];
  if (kind === 'exited') return [{ ...common, type: `${type}StateExited`, stateExitedEventDetails: { name: state } }];
  return [];
}

/** As late as every other read of an execution. */
function seenEvents(service: Service, execution: Execution): Record<string, unknown>[] {
  const version = readVersion(execution, service.nowMs(), service.staleness);
  if (!version) throw refusal('ExecutionDoesNotExist', { message: `Execution Does Not Exist: '${execution.arn}'` });
  const started = { id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: new Date(execution.startedAtMs) };
  const entered = execution.events.flatMap((event, index) =>
    event.atMs <= execution.seenUpToMs ? present(event, index) : [],
  );
  return [started, ...entered];
}

export function getExecutionHistory(service: Service, input: Record<string, unknown>): Record<string, unknown> {
  onlyKnows(input, { what: 'the Step Functions parameter', known: KNOWN });
  const events = seenEvents(service, find(service.book, input.executionArn));
  const offset = Number(input.nextToken ?? 0);
  const size = Number(input.maxResults ?? 100) || 100;
  const ordered = input.reverseOrder === true ? events.toReversed() : events;
  const nextToken = offset + size < ordered.length ? String(offset + size) : undefined;
  return { events: ordered.slice(offset, offset + size), nextToken };
}
