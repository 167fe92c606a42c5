/** Whether a takeover of this appliance is under way, asked right before something that it must not meet. */
import type { Deps } from '../../deps.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { knownTakeovers } from '../provenance/known-takeovers.ts';

/**
 * An execution that is provably not ours does not count. Without a tag the walk begins at the first, unless `listing` is set: then
 * the list of executions is read. A caller that has read it needs no second list.
 */
export async function takeoverRuns(
  appliance: string,
  address: Address,
  { listing = TAG.generation in address.tags, ...deps }: Deps & { listing?: boolean },
): Promise<boolean> {
  const known = await knownTakeovers(appliance, address, { ...deps, listing });
  return known.some(({ seen }) => seen.status === 'RUNNING' || seen.status === 'PENDING_REDRIVE');
}
