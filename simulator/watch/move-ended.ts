/** What ended the move of a takeover, as its state machine has seen it. */
import type { Ended } from '../../shared/domain/conduct-invariants.ts';
import type { Execution } from '../sfn/execution.ts';

/** Undefined when its last visit to the state has failed of nothing. */
export function moveEnded({ events }: Pick<Execution, 'events'>): Ended | undefined {
  const visits = events.filter(({ state }) => state === 'MoveTraffic');
  const from = visits.findLastIndex(({ kind }) => kind === 'entered');
  const failed = visits.slice(from).filter(({ kind }) => kind === 'failed');
  const error = failed.at(-1)?.error;
  return error === undefined ? undefined : { error, attempts: failed.length };
}
