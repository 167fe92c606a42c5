/** Which generation may start now, and what the ones before it did. */
import { pastTakeoverOf } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { type NextGeneration, nextGeneration } from '../../domain/decision/generation.ts';
import type { PastTakeover } from '../../domain/decision/history.ts';
import type { Origin } from '../../domain/decision/provenance.ts';
import { TransientError } from '../../domain/errors.ts';
import { SETTLE_SECONDS } from '../../machines/time-outs.ts';
import { asSeen, type SeenTakeover, seeIfTaken, seeTakeover } from '../provenance/takeover-origin.ts';
import { walkFrom } from '../provenance/walk-from.ts';

/** As many failures in a row as the waits between tries grow. */
const PAST_MAX = 5;

export type History = { next: Exclude<NextGeneration, { next: 'look' }>; past: PastTakeover[] };

/** Names that others have taken: read side by side once one was found, and no more than this many. */
const AT_ONCE = 10;
const FORGED_MAX = 200;

type Found = Map<number, SeenTakeover | undefined>;

/**
 * `recorded` is the number in the tag of the address: a hint. Where that takeover is not provably ours, the executions are
 * asked instead, because everybody who may tag the address can record a number.
 *
 * @throws TransientError when Step Functions cannot be asked, or too many names are taken by executions of others.
 */
export async function readHistory(appliance: string, recorded: number | undefined, deps: Deps): Promise<History> {
  const found: Found = new Map();
  // Nearly every number but the recorded one is free.
  const see = (generation: number): Promise<SeenTakeover | undefined> =>
    (generation === recorded ? seeTakeover : seeIfTaken)({ appliance, generation }, deps);
  const look = async (generation: number): Promise<void> => {
    if (!found.has(generation)) found.set(generation, await see(generation));
    refuseTooMany(appliance, found);
  };
  const originOf = async (generation: number): Promise<Origin['origin'] | 'absent'> => {
    await look(generation);
    return found.get(generation)?.origin.origin ?? 'absent';
  };
  // The hint is nearly always right, and then these two answer everything in one go.
  if (recorded !== undefined) await Promise.all([recorded, recorded + 1].map(look));
  const start = (await isFirstRunning(recorded, { found, look }))
    ? FIRST
    : await walkFrom({ appliance, recorded }, originOf, deps);
  const next = await walk(start, { found, look }, deps);
  return { next, past: next.next === 'start' ? await readPast(next.generation - 1, found, look) : [] };
}

const FIRST = 1;

/**
 * Before its claim can be read, the first takeover of an appliance is found by its name. A takeover of ours that runs holds every
 * question, and Step Functions grants two lists a second: with many appliances lost at once, only the first question of each lists.
 */
async function isFirstRunning(recorded: number | undefined, { found, look }: Looking): Promise<boolean> {
  if (recorded !== undefined) return false;
  await look(FIRST);
  const first = found.get(FIRST);
  return first?.origin.origin === 'verified' && first.takeover.status === 'RUNNING';
}

type Looking = { found: Found; look: (generation: number) => Promise<void> };

async function walk(hint: number, { found, look }: Looking, { clock }: Deps): Promise<History['next']> {
  await Promise.all([...new Set([Math.max(hint, 1), hint + 1])].map(look));
  for (;;) {
    const seen = new Map([...found].map(([generation, takeover]) => [generation, asSeen(takeover)]));
    const next = nextGeneration({ hint, seen, now: clock.now().toISOString(), settleSeconds: SETTLE_SECONDS });
    if (next.next !== 'look') return next;
    const count = forgedIn(found) > 0 ? AT_ONCE : 1;
    await Promise.all(Array.from({ length: count }, (_, index) => look(next.generation + index)));
  }
}

const forgedIn = (found: Found): number =>
  [...found.values()].filter((seen) => seen?.origin.origin === 'forged').length;

function refuseTooMany(appliance: string, found: Found): void {
  const forged = forgedIn(found);
  if (forged > FORGED_MAX)
    throw new TransientError(`${forged} executions named for ${appliance} were not started by failover`);
}

/** Newest first, back to the last one that succeeded: what lies before it decides nothing any more. Only takeovers of ours. */
async function readPast(
  newest: number,
  found: Found,
  look: (generation: number) => Promise<void>,
): Promise<PastTakeover[]> {
  const past: PastTakeover[] = [];
  const lowest = newest - PAST_MAX - FORGED_MAX;
  for (let generation = newest; generation >= 1 && generation > lowest && past.length < PAST_MAX; generation--) {
    if (!found.has(generation)) await look(generation);
    const seen = found.get(generation);
    if (!seen) break;
    if (seen.origin.origin === 'forged') continue;
    const takeover = pastTakeoverOf(seen.takeover, generation);
    past.push(takeover);
    if (takeover.status === 'SUCCEEDED') break;
  }
  return past;
}
