/** Where an appliance's newest takeover stands: at work, over, or half-way, so that somebody has to finish it. */
import { readPastTakeover } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import {
  diedUnclosed,
  FINISH_SECONDS_MAX,
  isBetween,
  leftUnfinished,
  movedTraffic,
  type PastTakeover,
} from '../../domain/history.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { Address } from '../../domain/snapshot.ts';
import type { Everything } from './read-all.ts';

export type LastTakeover = {
  stands: 'running' | 'over' | 'half-way';
  generation?: number | undefined;
  /** Infinity when there has been none for as long as Step Functions remembers. */
  endedSecondsAgo: number;
};

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
  if (status === 'SUCCEEDED' || endedSecondsAgo > FINISH_SECONDS_MAX) return over;
  const { takeoverMachineArn } = deployment;
  const past = await readPastTakeover(clients, { takeoverMachineArn, appliance: name, generation });
  return past && standsHalfWay(past, address) ? { ...over, stands: 'half-way' } : over;
}

/** What one sweep can see of it without having looked at the holder; the front door looks. */
const standsHalfWay = (past: PastTakeover, address: Address): boolean =>
  diedUnclosed(past)
    ? movedTraffic(past, address.instanceId) || leftUnfinished(past, address)
    : past.record?.halfWay === true && isBetween(past, address);
