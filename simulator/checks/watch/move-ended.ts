/** What ended the move of a takeover, as its state machine has seen it. */

import { field } from '../../account/field.ts';
import type { Execution, StateEvent } from '../../account/sfn/execution.ts';
import type { Ended } from '../rules/conduct.ts';

/** Undefined when its last visit to the state has failed of nothing, and nothing was waited for since. */
export function moveEnded({ events }: Pick<Execution, 'events'>): Ended | undefined {
  return lastFailure(events, 'MoveTraffic') ?? lastFailure(events, 'VerifyTraffic') ?? silence(events);
}

function lastFailure(events: StateEvent[], of: string): Ended | undefined {
  const visits = events.filter(({ state }) => state === of);
  const visit = visits.slice(visits.findLastIndex(({ kind }) => kind === 'entered'));
  const isIn = (wanted: StateEvent['kind']): boolean => visit.some(({ kind }) => kind === wanted);
  const failed = visit.filter(({ kind }) => kind === 'failed');
  const error = failed.at(-1)?.error;
  // What a later attempt has made good has ended nothing.
  return error === undefined || (isIn('exited') && !isIn('caught')) ? undefined : { error, attempts: failed.length };
}

/** The last verification ended without an answer. */
function silence(events: StateEvent[]): Ended | undefined {
  const verified = events.findLast(({ kind, state }) => kind === 'exited' && state === 'VerifyTraffic')?.output;
  const silentSince = field(verified, 'move', 'movedAt');
  const replacementId = field(verified, 'replacement', 'instanceId');
  const isSilent = field(verified, 'verify', 'answered') === false;
  if (!isSilent || typeof silentSince !== 'string' || typeof replacementId !== 'string') return undefined;
  return { silentSince, replacementId };
}
