/** Whose a route is, and where the traffic of an appliance goes. */
import { RefusedError } from './errors.ts';
import type { Instance, Route, Traffic } from './snapshot.ts';

/** Everything that is known to be of one appliance: a route aimed at any of these may be rewritten. */
export type Ours = { instanceIds: string[]; networkInterfaceIds: string[] };

/**
 * Routes are an allow-list: one may be written only if it is absent, a blackhole, or aimed at this appliance. A route
 * that somebody aimed at a gateway, a peering or another machine is theirs.
 */
export function mayBeWritten({ target }: Route, ours: Ours): boolean {
  if (target.kind === 'absent' || target.blackhole) return true;
  if (target.kind === 'other') return false;
  const { id, instanceId } = target;
  return ours.networkInterfaceIds.includes(id) || (instanceId !== undefined && ours.instanceIds.includes(instanceId));
}

export function refuseForeignRoutes(routes: Route[], ours: Ours): void {
  const foreign = routes.filter((route) => !mayBeWritten(route, ours));
  if (foreign.length > 0) {
    throw new RefusedError(`aimed at something that is not this appliance: ${foreign.map(describeRoute).join(', ')}`);
  }
}

export const describeRoute = ({ routeTableId, destination, target }: Route): string => {
  const aim = target.kind === 'absent' ? 'nothing' : `${target.id}${target.blackhole ? ' (blackhole)' : ''}`;
  return `${destination} in ${routeTableId} -> ${aim}`;
};

export const leadsTo = ({ target }: Route, networkInterfaceId: string): boolean =>
  target.kind === 'network-interface' && target.id === networkInterfaceId;

export const leadsToInstance = (
  route: Route,
  { networkInterfaceIds }: Pick<Instance, 'networkInterfaceIds'>,
): boolean => networkInterfaceIds.some((id) => leadsTo(route, id));

/** The address, or a route. */
export const carriesAny = (
  { address, routes }: Traffic,
  instance: Pick<Instance, 'id' | 'networkInterfaceIds'>,
): boolean => address.instanceId === instance.id || routes.some((route) => leadsToInstance(route, instance));

type Place = Pick<Route, 'routeTableId' | 'destination'>;

export const sameRoute =
  (route: Place) =>
  (other: Place): boolean =>
    other.routeTableId === route.routeTableId && other.destination === route.destination;

const idIn = ({ target }: Route): string => (target.kind === 'absent' ? '' : target.id);

export const sameTarget = (one: Route, other: Route): boolean => idIn(one) === idIn(other);
