/** Leads one part of the traffic to an end, and says what that did. */
import { associateAddress, writeRoute } from '../../aws/apply-change.ts';
import type { Deps } from '../../deps.ts';
import type { Change } from '../../domain/plan.ts';
import type { RouteTarget, Traffic } from '../../domain/snapshot.ts';
import type { MadeChange } from './facts.ts';

/** Leads a part of the traffic to another end. */
export type Move = Extract<Change, { kind: 'move-address' | 'move-route' }>;

/** The end that the traffic is led to. */
export type End = { instanceId: string; networkInterfaceId: string };

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
