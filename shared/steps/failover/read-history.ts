/** Which generation may start now, and what the ones before it did. */
import { newestListedGeneration, type Run, readPastTakeover } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { type NextGeneration, nextGeneration, type SeenExecution } from '../../domain/generation.ts';
import type { PastTakeover } from '../../domain/history.ts';
import { SETTLE_SECONDS } from '../../machines/time-outs.ts';

/** As many failures in a row as the waits between tries grow. */
const PAST_MAX = 5;

export type History = { next: Exclude<NextGeneration, { next: 'look' }>; past: PastTakeover[] };

/** `recorded` is undefined when the address carries no generation; then the executions themselves are asked. */
export async function readHistory(appliance: string, recorded: number | undefined, deps: Deps): Promise<History> {
  const { clients, clock, deployment } = deps;
  const at = { takeoverMachineArn: deployment.takeoverMachineArn, appliance };
  const hint = recorded ?? (await newestListedGeneration(clients, at));
  const found = new Map<number, PastTakeover | undefined>();
  const look = async (generation: number): Promise<void> => {
    const run: Run = { ...at, generation };
    found.set(generation, await readPastTakeover(clients, run));
  };
  // The hint is nearly always right, and then these two answer everything in one go.
  await Promise.all([...new Set([Math.max(hint, 1), hint + 1])].map(look));
  for (;;) {
    const seen = new Map([...found].map(([generation, past]) => [generation, seenOf(past)]));
    const next = nextGeneration({ hint, seen, now: clock.now().toISOString(), settleSeconds: SETTLE_SECONDS });
    if (next.next === 'look') await look(next.generation);
    else return { next, past: next.next === 'start' ? await readPast(next.generation - 1, found, look) : [] };
  }
}

const seenOf = (past: PastTakeover | undefined): SeenExecution =>
  past ? { status: past.status, stoppedAt: past.stoppedAt } : { status: 'absent' };

/** Newest first, back to the last one that succeeded: what lies before it decides nothing any more. */
async function readPast(
  newest: number,
  found: Map<number, PastTakeover | undefined>,
  look: (generation: number) => Promise<void>,
): Promise<PastTakeover[]> {
  const past: PastTakeover[] = [];
  for (let generation = newest; generation >= 1 && past.length < PAST_MAX; generation--) {
    if (!found.has(generation)) await look(generation);
    const takeover = found.get(generation);
    if (!takeover) break;
    past.push(takeover);
    if (takeover.status === 'SUCCEEDED') break;
  }
  return past;
}
