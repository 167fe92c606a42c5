/** What readiness knows of the routes: where they lead, and what their tables have room for. */

import { readPrefixLists } from '../../aws/prefix-lists.ts';
import { readEveryTable } from '../../aws/read-routes.ts';
import type { ReadinessClients } from '../../aws/readiness-clients.ts';
import { readRouteQuota } from '../../aws/route-quota.ts';
import { readVpcCidrs } from '../../aws/subnet-cidrs.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { RouteRoom, TableFacts } from '../../domain/readiness/facts.ts';
import type { Facts, Found } from '../../domain/readiness/verdict.ts';
import type { Route } from '../../domain/snapshot.ts';
import { destinationFamily } from '../../domain/traffic/destination.ts';
import { routingOf } from '../../domain/traffic/route-rules.ts';
import { finding } from '../dry-runs/finding.ts';

type RouteFacts = Pick<Facts, 'routes' | 'tables' | 'room' | 'vpcCidrs'>;

export async function gatherRoutes(
  appliance: Appliance,
  vpc: Promise<string>,
  clients: ReadinessClients,
): Promise<RouteFacts> {
  const routing = routingOf(appliance);
  const read = await finding(vpc.then((vpcId) => readEveryTable(clients, { vpcId, ...routing })));
  const isEdge = routing.rules.some(({ edge }) => edge);
  const vpcCidrs = isEdge ? await finding(vpc.then((vpcId) => readVpcCidrs(clients, vpcId))) : NOT_READ;
  if (read.found !== 'read') return { routes: read, tables: read, vpcCidrs };
  const { tables, routes } = read.answer;
  const room = mattersRoom(routes) ? await finding(readRoom(tables, routes, clients)) : undefined;
  return { routes: { found: 'read', answer: routes }, tables: { found: 'read', answer: tables }, room, vpcCidrs };
}

const NOT_READ: Found<string[]> = { found: 'unread', why: 'no route is in the table of a gateway' };

const isList = (destination: string): boolean => destinationFamily(destination) === 'prefix-list';

/** A route that is there has its entry. */
const mattersRoom = (routes: Route[]): boolean =>
  routes.some(({ target, destination }) => target.kind === 'absent' || isList(destination));

async function readRoom(tables: TableFacts[], routes: Route[], clients: ReadinessClients): Promise<RouteRoom> {
  const all = [...tables.flatMap(({ destinations }) => destinations), ...routes.map(({ destination }) => destination)];
  const ids = [...new Set(all.filter(isList))];
  const [limit, lists] = await Promise.all([
    readRouteQuota(clients),
    ids.length > 0 ? readPrefixLists(clients, ids) : [],
  ]);
  return { limit, lists };
}
