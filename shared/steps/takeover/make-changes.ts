/** Carries out planned changes of the traffic side by side and writes down what each of them did. */
import { associateAddress, writeRoute } from '../../aws/apply-change.ts';
import type { Deps } from '../../deps.ts';
import { TransientError } from '../../domain/errors.ts';
import type { Change } from '../../domain/plan.ts';
import type { RouteTarget, Traffic } from '../../domain/snapshot.ts';
import type { MadeChange } from './facts.ts';

/** Leads a part of the traffic to another end. */
export type Move = Extract<Change, { kind: 'move-address' | 'move-route' }>;

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

export async function makeMove(move: Move, traffic: Traffic, end: End, { clients, clock }: Deps): Promise<MadeChange> {
  const { instanceId, networkInterfaceId } = end;
  if (move.kind === 'move-address') {
    await associateAddress(clients, { allocationId: move.allocationId, instanceId });
  } else {
    const { routeTableId, destination } = move;
    const absent = targetOf(move, traffic).kind === 'absent';
    await writeRoute(clients, { routeTableId, destination, networkInterfaceId, absent });
  }
  return describeMove(move, traffic, { end, at: clock.now().toISOString() });
}

function targetOf(
  { routeTableId, destination }: Extract<Move, { kind: 'move-route' }>,
  { routes }: Traffic,
): RouteTarget {
  const found = routes.find((route) => route.routeTableId === routeTableId && route.destination === destination);
  return found?.target ?? { kind: 'absent' };
}

/** A move in words, `from` being where the traffic stood. */
export function describeMove(move: Move, traffic: Traffic, { end, at }: { end: End; at: string }): MadeChange {
  if (move.kind === 'move-address') {
    const { publicIp, instanceId } = traffic.address;
    return { at, change: `address ${publicIp}`, from: instanceId ?? 'nothing', to: end.instanceId };
  }
  const target = targetOf(move, traffic);
  const from = target.kind === 'absent' ? 'nothing' : target.id;
  return { at, change: `route ${move.destination} in ${move.routeTableId}`, from, to: end.networkInterfaceId };
}
