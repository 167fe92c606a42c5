/** Whether a takeover of this appliance is under way, asked right before something that it must not meet. */
import type { Deps } from '../../deps.ts';
import { readGenerationTag } from '../../domain/generation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { seeSuccessor } from '../provenance/successor.ts';
import { asSeen, seeTakeover } from '../provenance/takeover-origin.ts';

/** By the generation on the address and the one behind it. An execution that is provably not ours does not count. */
export async function takeoverRuns(appliance: string, address: Address, deps: Deps): Promise<boolean> {
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  const generation = recorded.kind === 'recorded' ? recorded.generation : 0;
  const [own, { seen: successor }] = await Promise.all([
    generation > 0 ? seeTakeover({ appliance, generation }, deps).then(asSeen) : undefined,
    seeSuccessor({ appliance, generation }, deps),
  ]);
  return [own, successor].some((seen) => seen?.status === 'RUNNING' || seen?.status === 'PENDING_REDRIVE');
}
