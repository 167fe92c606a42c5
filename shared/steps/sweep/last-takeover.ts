/** Where an appliance's newest takeover stands: at work, over, or dead before it had said what stands where. */
import { readPastTakeover } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { diedUnclosed } from '../../domain/history.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { Address } from '../../domain/snapshot.ts';
import type { Everything } from './read-all.ts';

export type LastTakeover = {
  stands: 'running' | 'over' | 'died-half-way';
  generation?: number | undefined;
  /** Infinity when there has been none for as long as Step Functions remembers. */
  endedSecondsAgo: number;
};

/** For so long the front door is asked again to finish what a dead takeover left; then it is a person's. */
const FINISH_SECONDS_MAX = 3_600;

export async function lastTakeoverOf(
  { name }: Appliance,
  { address, takeovers }: { address: Address; takeovers: NonNullable<Everything['takeovers']> },
  { clients, clock, deployment }: Deps,
): Promise<LastTakeover> {
  const newest = takeovers.get(name);
  if (!newest) return { stands: 'over', endedSecondsAgo: Number.POSITIVE_INFINITY };
  const { generation, status, stoppedAt } = newest;
  if (!stoppedAt || status === 'RUNNING' || status === 'PENDING_REDRIVE') {
    return { stands: 'running', generation, endedSecondsAgo: 0 };
  }
  const endedSecondsAgo = secondsBetween({ from: stoppedAt, to: clock.now().toISOString() });
  const over: LastTakeover = { stands: 'over', generation, endedSecondsAgo };
  if (status === 'SUCCEEDED' || endedSecondsAgo > FINISH_SECONDS_MAX || !address.instanceId) return over;
  const { takeoverMachineArn } = deployment;
  const past = await readPastTakeover(clients, { takeoverMachineArn, appliance: name, generation });
  const movedOn = past !== undefined && diedUnclosed(past) && address.instanceId !== past.plan?.old?.instanceId;
  return movedOn ? { ...over, stands: 'died-half-way' } : over;
}
