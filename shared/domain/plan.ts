/** The changes that a takeover still needs, in order; decided here and nowhere else. */

import { assertNever } from './errors.ts';
import type { TrueIn } from './kinds.ts';
import type { Route, Traffic } from './snapshot.ts';
import { leadsTo, sameRoute } from './traffic.ts';

/** No change names the replacement: the plan is made before it has an id. */
export type Change =
  | { kind: 'stop-failed' }
  | { kind: 'launch-replacement' }
  /** Source/destination check off. */
  | { kind: 'let-replacement-forward' }
  | { kind: 'move-address'; allocationId: string }
  | { kind: 'move-route'; routeTableId: string; destination: string };

/** What `planChanges` looks at; `replacement` is absent until it is launched. */
export type Situation = {
  traffic: Traffic;
  replacement?: { instanceId: string; networkInterfaceId: string; forwards: boolean } | undefined;
  /** The instance that the traffic is taken from; `stopped` also when its stop was asked for or it is gone. */
  old?: { instanceId: string; stopped: boolean } | undefined;
  fencing: 'stop-last' | 'stop-first';
};

/** Whether two changes are about the same thing, whatever any words say of them. */
export function sameChange(one: Change, other: Change): boolean {
  switch (one.kind) {
    case 'stop-failed':
    case 'launch-replacement':
    case 'let-replacement-forward':
      return other.kind === one.kind;
    case 'move-address':
      return other.kind === one.kind && other.allocationId === one.allocationId;
    case 'move-route':
      return other.kind === one.kind && sameRoute(one)(other);
    default:
      return assertNever(one);
  }
}

/** Which changes `MoveTraffic` makes. A new kind has to say so here, or it does not compile. */
const MOVES_TRAFFIC = {
  'stop-failed': false,
  'launch-replacement': false,
  'let-replacement-forward': true,
  'move-address': true,
  'move-route': true,
} as const satisfies Record<Change['kind'], boolean>;

export type TrafficChange = Extract<Change, { kind: TrueIn<typeof MOVES_TRAFFIC> }>;

export const movesTraffic = (change: Change): change is TrafficChange => MOVES_TRAFFIC[change.kind];

/**
 * Planning again after any prefix has been applied yields exactly the rest, so a run that dies half-way is resumed by
 * planning again.
 */
export function planChanges({ traffic, replacement, old, fencing }: Situation): Change[] {
  const { address, routes } = traffic;
  const stop: Change[] = old && !old.stopped ? [{ kind: 'stop-failed' }] : [];
  const moves: Change[] = [];
  if (!replacement) moves.push({ kind: 'launch-replacement' });
  if (!replacement?.forwards) moves.push({ kind: 'let-replacement-forward' });
  if (!replacement || address.instanceId !== replacement.instanceId) {
    moves.push({ kind: 'move-address', allocationId: address.allocationId });
  }
  for (const route of routes) {
    if (replacement && leadsTo(route, replacement.networkInterfaceId)) continue;
    moves.push({ kind: 'move-route', routeTableId: route.routeTableId, destination: route.destination });
  }
  // Last, and never waited for: a stop can hang for minutes, and the moves have already taken the traffic away.
  // Stopping first can end with no appliance at all, so only a licence that forbids two copies asks for it.
  return fencing === 'stop-first' ? [...stop, ...moves] : [...moves, ...stop];
}

const aimedAt = (route: Route, replacement: NonNullable<Situation['replacement']>): Route => ({
  ...route,
  target: {
    kind: 'network-interface',
    id: replacement.networkInterfaceId,
    instanceId: replacement.instanceId,
    blackhole: false,
  },
});

/** The model of each change, shared by rehearsal and tests. `launched` is the identity that a launch would get. */
export function apply(
  situation: Situation,
  change: Change,
  launched = { instanceId: 'i-replacement', networkInterfaceId: 'eni-replacement' },
): Situation {
  const { traffic, old, replacement } = situation;
  if (change.kind === 'launch-replacement') return { ...situation, replacement: { ...launched, forwards: false } };
  if (change.kind === 'stop-failed') return { ...situation, old: old && { ...old, stopped: true } };
  if (!replacement) throw new Error(`${change.kind} before there is a replacement`);
  switch (change.kind) {
    case 'let-replacement-forward':
      return { ...situation, replacement: { ...replacement, forwards: true } };
    case 'move-address':
      return {
        ...situation,
        traffic: {
          ...traffic,
          address: {
            ...traffic.address,
            instanceId: replacement.instanceId,
            networkInterfaceId: replacement.networkInterfaceId,
          },
        },
      };
    case 'move-route': {
      const { routeTableId, destination } = change;
      const routes = traffic.routes.map((route) =>
        route.routeTableId === routeTableId && route.destination === destination ? aimedAt(route, replacement) : route,
      );
      return { ...situation, traffic: { ...traffic, routes } };
    }
  }
}
