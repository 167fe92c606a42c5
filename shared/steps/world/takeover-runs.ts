/** Whether a takeover of this appliance is under way, asked right before something that it must not meet. */
import type { Deps } from '../../deps.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { knownTakeovers } from '../provenance/known-takeovers.ts';

/**
 * An execution that is provably not ours does not count. Without a tag the walk begins at the first: every caller has read
 * the list of executions as well, which is not read again.
 */
export async function takeoverRuns(appliance: string, address: Address, deps: Deps): Promise<boolean> {
  const known = await knownTakeovers(appliance, address, { ...deps, listing: TAG.generation in address.tags });
  return known.some(({ seen }) => seen.status === 'RUNNING' || seen.status === 'PENDING_REDRIVE');
}
