/** Whether a takeover of the appliance is under way, or was a moment ago. */
import { listTakeovers } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { Address } from '../../domain/snapshot.ts';
import { newestGenuine } from '../provenance/newest-takeover.ts';
import { takeoverRuns } from '../world/takeover-runs.ts';

/** Infinity when there has been none for as long as Step Functions remembers. */
type TakeoverNear = { running: boolean; endedSecondsAgo: number };

/**
 * By the generation on the address and by Step Functions' own list: a tag may have been removed, a list lags behind,
 * and either one is believed.
 *
 * @throws TransientError when it cannot be read: unknown is not "no".
 */
export async function takeoverNear(appliance: string, address: Address, deps: Deps): Promise<TakeoverNear> {
  const { clients, clock, deployment } = deps;
  const { takeoverMachineArn } = deployment;
  const [runs, listed] = await Promise.all([
    takeoverRuns(appliance, address, deps),
    listTakeovers(clients, { takeoverMachineArn, appliances: [appliance] }),
  ]);
  const newest = await newestGenuine({ appliance, listed: listed.get(appliance) }, deps);
  if (runs || newest?.status === 'RUNNING' || newest?.status === 'PENDING_REDRIVE') {
    return { running: true, endedSecondsAgo: 0 };
  }
  const endedSecondsAgo = newest?.stoppedAt
    ? secondsBetween({ from: newest.stoppedAt, to: clock.now().toISOString() })
    : Number.POSITIVE_INFINITY;
  return { running: false, endedSecondsAgo };
}
