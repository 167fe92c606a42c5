/**
 * What a warm execution environment keeps of executions that succeeded. Nothing changes them any more: Step Functions redrives only
 * executions that failed. https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
import type { Clients } from './clients.ts';

/** The plans and records of so many are a few megabytes. */
const KEPT_MAX = 500;

/** An environment has one set of clients for life, and so has a simulated one. */
const kept = new WeakMap<Clients, Map<string, unknown>>();

/** Asks only for an execution that has not been seen to succeed; undefined answers are asked for again. */
export async function onceSucceeded<Read extends { status: string }>(
  clients: Clients,
  executionArn: string,
  read: () => Promise<Read | undefined>,
): Promise<Read | undefined> {
  const known = kept.get(clients) ?? new Map<string, unknown>();
  kept.set(clients, known);
  const before = known.get(executionArn);
  if (before !== undefined) return before as Read;
  const answer = await read();
  if (answer?.status !== 'SUCCEEDED') return answer;
  known.set(executionArn, answer);
  for (const oldest of known.keys()) {
    if (known.size <= KEPT_MAX) break;
    known.delete(oldest);
  }
  return answer;
}
