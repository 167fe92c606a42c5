/** Where the routes of an appliance lead now. */
import { readRoutes, readVpcId } from '../../aws/read-network.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { Instance, Route } from '../../domain/snapshot.ts';
import { leadsTo } from '../../domain/traffic/route.ts';

type Routed = Pick<Appliance, 'vpc' | 'routeTables' | 'vpnCidrs'>;

/** None for an appliance without networks: then nothing is read. */
export async function readRoutesOf(
  { vpc, routeTables: choice, vpnCidrs: destinations }: Routed,
  { clients }: Pick<Deps, 'clients'>,
): Promise<Route[]> {
  if (destinations.length === 0) return [];
  const vpcId = await readVpcId(clients, vpc);
  return readRoutes(clients, { vpcId, choice, destinations });
}

/** The first of the routes that leads to the instance. */
export const routeTo = ({ networkInterfaceIds }: Instance, routes: Route[]): Route | undefined =>
  routes.find((route) => networkInterfaceIds.some((id) => leadsTo(route, id)));
