/** Carries out planned changes of the traffic side by side and writes down what each of them did. */
import { associateAddress, letForward, writeRoute } from '../../aws/apply-change.ts';
import type { Deps } from '../../deps.ts';
import { TransientError } from '../../domain/errors.ts';
import type { Change } from '../../domain/plan.ts';
import type { Traffic } from '../../domain/snapshot.ts';
import type { MadeChange } from './facts.ts';

/** The end that the traffic is led to. */
export type End = { instanceId: string; networkInterfaceId: string };

/**
 * All at once, because each has its own reader and a slow one must not hold up the others. When several fail, the one
 * that a repetition cannot mend is the one that is thrown.
 */
export async function sideBySide<Result>(works: Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(works);
  const failures = settled.flatMap((work) => (work.status === 'rejected' ? [work.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !(failure instanceof TransientError)) ?? failures[0];
  return settled.flatMap((work) => (work.status === 'fulfilled' ? [work.value] : []));
}

export async function makeChanges(changes: Change[], traffic: Traffic, end: End, deps: Deps): Promise<MadeChange[]> {
  const made = await sideBySide(changes.map((change) => makeChange(change, traffic, end, deps)));
  return made.flatMap((change) => change ?? []);
}

export async function makeChange(
  change: Change,
  { address, routes }: Traffic,
  end: End,
  { clients, clock }: Deps,
): Promise<MadeChange | undefined> {
  const { networkInterfaceId } = end;
  const made = (what: string, from: string, to: string): MadeChange => ({
    at: clock.now().toISOString(),
    change: what,
    from,
    to,
  });
  switch (change.kind) {
    case 'let-replacement-forward':
      await letForward(clients, networkInterfaceId);
      return made(`source/destination check of ${networkInterfaceId}`, 'on', 'off');
    case 'move-address':
      await associateAddress(clients, { allocationId: change.allocationId, instanceId: end.instanceId });
      return made(`address ${address.publicIp}`, address.instanceId ?? 'nothing', end.instanceId);
    case 'move-route': {
      const { routeTableId, destination } = change;
      const target = routes.find(
        (route) => route.routeTableId === routeTableId && route.destination === destination,
      )?.target;
      const absent = target === undefined || target.kind === 'absent';
      await writeRoute(clients, { routeTableId, destination, networkInterfaceId, absent });
      return made(`route ${destination} in ${routeTableId}`, absent ? 'nothing' : target.id, networkInterfaceId);
    }
    case 'launch-replacement':
    case 'stop-failed':
      return undefined;
  }
}
