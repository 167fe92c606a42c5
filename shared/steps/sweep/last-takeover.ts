/** The state of an appliance's newest takeover: at work, over, or partially applied, so that it has to be finished. */
import { pastTakeoverOf, readRun } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import {
  diedUnclosed,
  FINISH_SECONDS_MAX,
  isBetween,
  leftUnfinished,
  mayBeLedTo,
  movedTraffic,
  type PastTakeover,
} from '../../domain/decision/history.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { Address } from '../../domain/snapshot.ts';
import { newestGenuine } from '../provenance/newest-takeover.ts';
import type { Everything } from './read-all.ts';

type Takeovers = NonNullable<Everything['takeovers']>;

export type LastTakeover = {
  stands: 'running' | 'over' | 'partly-applied';
  generation?: number | undefined;
  /** Infinity when there has been none for as long as Step Functions remembers. */
  endedSecondsAgo: number;
  /** Partially applied, and the address is at the old instance: that one may well serve, and needs its sweeps meanwhile. */
  atOld?: true;
};

export async function lastTakeoverOf(
  { name }: Appliance,
  { address, takeovers, ours }: Pick<Everything, 'ours'> & { address: Address; takeovers: Takeovers },
  deps: Deps,
): Promise<LastTakeover> {
  const { clients, clock, deployment } = deps;
  const newest = await newestGenuine({ appliance: name, listed: takeovers.get(name) }, deps);
  if (!newest) return { stands: 'over', endedSecondsAgo: Number.POSITIVE_INFINITY };
  const { generation, status, stoppedAt } = newest;
  if (!stoppedAt || status === 'RUNNING' || status === 'PENDING_REDRIVE') {
    return { stands: 'running', generation, endedSecondsAgo: 0 };
  }
  const endedSecondsAgo = secondsBetween({ from: stoppedAt, to: clock.now().toISOString() });
  const over: LastTakeover = { stands: 'over', generation, endedSecondsAgo };
  if (status === 'SUCCEEDED' || endedSecondsAgo > FINISH_SECONDS_MAX) return over;
  const { takeoverMachineArn } = deployment;
  const run = await readRun(clients, { takeoverMachineArn, appliance: name, generation });
  const past = run && pastTakeoverOf(run, generation);
  if (!past || !isPartlyApplied(past, address, ours)) return over;
  const atOld = past.plan?.old?.instanceId === (address.instanceId ?? '');
  return { ...over, stands: 'partly-applied', ...(atOld && { atOld }) };
}

/** What one sweep can see of it without having looked at the holder; the failover machine looks. */
function isPartlyApplied(past: PastTakeover, address: Address, ours: Everything['ours']): boolean {
  if (!diedUnclosed(past)) return past.record?.halfWay === true && isBetween(past, address);
  const isOurs = !ours || ours.some(({ instanceId, role }) => instanceId === address.instanceId && mayBeLedTo(role));
  return (movedTraffic(past, address.instanceId) && isOurs) || leftUnfinished(past, address);
}
