/** Leads one part of the traffic to an end, and says what that did. */
import { associateAddress, letForward, writeRoute } from '../../aws/apply-change.ts';
import type { Deps } from '../../deps.ts';
import { assertNever } from '../../domain/errors.ts';
import type { TrueIn } from '../../domain/kinds.ts';
import type { TrafficChange } from '../../domain/plan.ts';
import type { RouteTarget, Traffic } from '../../domain/snapshot.ts';
import type { MadeChange } from './facts.ts';

/** Which changes lead a part of the traffic to an end, so that `UndoTraffic` can lead it back. */
export const LEADS_TRAFFIC = {
  'let-replacement-forward': false,
  'move-address': true,
  'move-route': true,
} as const satisfies Record<TrafficChange['kind'], boolean>;

/** Leads a part of the traffic to another end. */
export type Move = Extract<TrafficChange, { kind: TrueIn<typeof LEADS_TRAFFIC> }>;

/** The end that the traffic is led to. */
export type End = { instanceId: string; networkInterfaceId: string };

type Made = (change: TrafficChange, traffic: Traffic, end: End, deps: Deps) => Promise<MadeChange>;

/** Makes one change of the traffic. */
export const makeChange: Made = async (change, traffic, end, deps) => {
  if (change.kind !== 'let-replacement-forward') return makeMove(change, traffic, end, deps);
  await letForward(deps.clients, end.networkInterfaceId);
  return describeChange(change, traffic, { end, at: deps.clock.now().toISOString() });
};

/** For a step whose role may only move the address and the routes: its bundle carries no other call. */
export async function makeMove(move: Move, traffic: Traffic, end: End, { clients, clock }: Deps): Promise<MadeChange> {
  const { instanceId, networkInterfaceId } = end;
  switch (move.kind) {
    case 'move-address':
      await associateAddress(clients, { allocationId: move.allocationId, instanceId });
      break;
    case 'move-route': {
      const { routeTableId, destination } = move;
      const absent = targetOf(move, traffic).kind === 'absent';
      await writeRoute(clients, { routeTableId, destination, networkInterfaceId, absent });
      break;
    }
    default:
      return assertNever(move);
  }
  return describeChange(move, traffic, { end, at: clock.now().toISOString() });
}

function targetOf(
  { routeTableId, destination }: Extract<Move, { kind: 'move-route' }>,
  { routes }: Traffic,
): RouteTarget {
  const found = routes.find((route) => route.routeTableId === routeTableId && route.destination === destination);
  return found?.target ?? { kind: 'absent' };
}

/** A change in words, `from` being where the traffic stood. */
export function describeChange(
  change: TrafficChange,
  traffic: Traffic,
  { end, at }: { end: End; at: string },
): MadeChange {
  switch (change.kind) {
    case 'let-replacement-forward':
      return { at, change: `source/destination check of ${end.networkInterfaceId}`, from: 'on', to: 'off' };
    case 'move-address': {
      const { publicIp, instanceId } = traffic.address;
      return { at, change: `address ${publicIp}`, from: instanceId ?? 'nothing', to: end.instanceId };
    }
    case 'move-route': {
      const target = targetOf(change, traffic);
      const from = target.kind === 'absent' ? 'nothing' : target.id;
      return { at, change: `route ${change.destination} in ${change.routeTableId}`, from, to: end.networkInterfaceId };
    }
    default:
      return assertNever(change);
  }
}
