/** Watches one execution until it ends, and reports each state that it enters. Interrupting the watch does not stop the execution. */
import {
  type EnteredState,
  readEnteredStates,
  readExecution,
  type WatchedExecution,
} from '../../aws/watch-execution.ts';
import type { Deps } from '../../deps.ts';
import type { ExecutionStatus } from '../../domain/decision/generation.ts';
import { TransientError } from '../../domain/errors.ts';
import { poll } from '../pace/poll.ts';

export type Progress = { execution: string; state: string; at: string };

/** `said` is its output, the record of a takeover that failed, or the words of any other failure. `unknown`: it had not ended, or could not be read, when the patience was used up. */
export type Ending = { status: ExecutionStatus | 'unknown'; said: unknown };

const EVERY_MS = 2_000;

type Followed = { name: string; executionArn: string; seconds: number };

export async function follow(
  { name, executionArn, seconds }: Followed,
  deps: Deps,
  tell: (progress: Progress) => void,
): Promise<Ending> {
  let after = 0;
  const tellNew = async (): Promise<void> => {
    const entered: EnteredState[] = await orLater(() => readEnteredStates(deps.clients, { executionArn, after }), []);
    for (const { id, state, at } of entered) {
      after = id;
      tell({ execution: name, state, at });
    }
  };
  const ending = await poll(deps.clock, { seconds, everyMs: EVERY_MS }, async () => {
    const seen = await orLater(() => readExecution(deps.clients, executionArn), undefined);
    if (!seen) return undefined;
    await tellNew();
    return seen.status === 'RUNNING' || seen.status === 'PENDING_REDRIVE' ? undefined : seen;
  });
  if (!ending) return { status: 'unknown', said: `${name} has not ended within ${seconds} s; it goes on` };
  return { status: ending.status, said: saidBy(ending) };
}

/** A request that failed once says nothing about the execution: the next look comes in two seconds. */
async function orLater<Answer>(read: () => Promise<Answer>, otherwise: Answer): Promise<Answer> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof TransientError) return otherwise;
    throw cause;
  }
}

function saidBy({ status, output = '', error, cause = '' }: WatchedExecution): unknown {
  if (status === 'SUCCEEDED') return fromJson(output);
  const parsed = fromJson(cause);
  // A takeover that failed writes its record as its cause, a Lambda its message, and a service neither.
  if (Object(parsed).outcome !== undefined) return parsed;
  const { errorMessage = cause } = Object(parsed) as { errorMessage?: string };
  return [status, error, errorMessage].filter(Boolean).join(': ');
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
