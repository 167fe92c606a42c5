/** Where the routes of an appliance lead now. */
import { readVpcId } from '../../aws/read-network.ts';
import { readRoutes } from '../../aws/read-routes.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { Instance, Route } from '../../domain/snapshot.ts';
import { leadsTo } from '../../domain/traffic/route.ts';
import { type Routed, routingOf } from '../../domain/traffic/route-rules.ts';

/** None for an appliance without networks: then nothing is read. */
export async function readRoutesOf(
  appliance: Routed & Pick<Appliance, 'vpc'>,
  { clients }: Pick<Deps, 'clients'>,
): Promise<Route[]> {
  const routing = routingOf(appliance);
  if (routing.rules.length === 0) return [];
  const vpcId = await readVpcId(clients, appliance.vpc);
  return readRoutes(clients, { vpcId, ...routing });
}

/** The first of the routes that leads to the instance. */
export const routeTo = ({ networkInterfaceIds }: Instance, routes: Route[]): Route | undefined =>
  routes.find((route) => networkInterfaceIds.some((id) => leadsTo(route, id)));
