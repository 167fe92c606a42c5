/** The newest takeovers of an appliance that may be ours, found from the tag of its address and past executions that hide them. */
import type { Deps } from '../../deps.ts';
import { hintedGeneration, type SeenExecution } from '../../domain/decision/generation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { seeSuccessor } from './successor.ts';
import { asSeen, type SeenTakeover, seeTakeover } from './takeover-origin.ts';
import { walkFrom } from './walk-from.ts';

type KnownTakeover = { generation: number; seen: SeenExecution };

/**
 * Oldest first, from the hint to the newest; empty when there is none. Where the tag names an older takeover than the newest,
 * those behind it are in it as well.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function knownTakeovers(
  appliance: string,
  { tags }: Pick<Address, 'tags'>,
  { listing = true, ...deps }: Deps & { listing?: boolean },
): Promise<KnownTakeover[]> {
  const found = new Map<number, SeenTakeover | undefined>();
  const see = async (generation: number): Promise<SeenTakeover | undefined> => {
    if (!found.has(generation)) found.set(generation, await seeTakeover({ appliance, generation }, deps));
    return found.get(generation);
  };
  const recorded = hintedGeneration(tags[TAG.generation]);
  const originOf = async (generation: number) => (await see(generation))?.origin.origin ?? 'absent';
  const from = listing ? await walkFrom({ appliance, recorded }, originOf, deps) : 0;
  const own = from > 0 ? asSeen(await see(from)) : ({ status: 'absent' } as const);
  const known: KnownTakeover[] = own.status === 'absent' ? [] : [{ generation: from, seen: own }];
  for (let last = from; ; ) {
    const next = await seeSuccessor({ appliance, generation: last }, deps);
    if (next.seen.status === 'absent') return known;
    known.push(next);
    last = next.generation;
  }
}
