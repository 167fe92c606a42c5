/** The configured routes of an appliance, as EC2 has them: of any family, in tables by id or by Name tag. */
import {
  type EC2Client,
  type Route as Ec2Route,
  type Filter,
  paginateDescribeRouteTables,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import type { RouteRule } from '../domain/appliance.ts';
import { RefusedError } from '../domain/errors.ts';
import type { TableFacts } from '../domain/readiness/facts.ts';
import type { Route, RouteTarget } from '../domain/snapshot.ts';
import type { Routing } from '../domain/traffic/route-rules.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { inVpc, listed, named } from './read-network.ts';
import { destinationOf } from './route-destination.ts';
import { tagsOf } from './tags.ts';

/** EC2 keeps the interface of a stopped or terminated instance in the route and calls the state `blackhole`. */
export function targetOf(route: Ec2Route | undefined): RouteTarget {
  if (!route) return { kind: 'absent' };
  const blackhole = route.State === 'blackhole';
  const interfaceId = route.NetworkInterfaceId || route.InstanceId;
  if (interfaceId) {
    return { kind: 'network-interface', id: interfaceId, instanceId: route.InstanceId || undefined, blackhole };
  }
  const id =
    route.GatewayId ||
    route.NatGatewayId ||
    route.TransitGatewayId ||
    route.VpcPeeringConnectionId ||
    route.LocalGatewayId ||
    route.CarrierGatewayId ||
    route.CoreNetworkArn ||
    'something unknown';
  return { kind: 'other', id, blackhole };
}

type Selection = Pick<Routing, 'rules'> & { vpcId: string; field?: Routing['field'] };

/**
 * Every configured table with every configured destination, absent ones included. A table that was deleted is left out,
 * because the others are no less worth moving.
 *
 * @throws RefusedError when there is no table at all.
 */
export async function readRoutes({ ec2 }: Clients, selection: Selection): Promise<Route[]> {
  return routesIn(await readRouteTables(ec2, selection), selection.rules);
}

/** Each table with all that it holds, for readiness. @throws RefusedError when any of the configured tables is missing. */
export async function readEveryTable(
  { ec2 }: Clients,
  selection: Selection,
): Promise<{ routes: Route[]; tables: TableFacts[] }> {
  const tables = await readRouteTables(ec2, selection);
  const wanted = selection.rules.flatMap((rule) => rule.tables);
  const missing = [...new Set(wanted)].filter((each) => !tables.some((table) => isCalled(table, each)));
  if (missing.length > 0) throw new RefusedError(`${fieldOf(selection)}: there is no ${missing.join(', ')}`);
  return { routes: routesIn(tables, selection.rules), tables: tables.map(tableFacts) };
}

function tableFacts({ RouteTableId: id = '', Routes = [], Associations = [] }: RouteTable): TableFacts {
  const gatewayId = Associations.flatMap(({ GatewayId }) => GatewayId ?? [])[0];
  return {
    id,
    destinations: Routes.flatMap((route) => destinationOf(route) ?? []),
    subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
    ...(gatewayId && { gatewayId }),
  };
}

const fieldOf = ({ field = 'routeTables' }: Selection): string => field;

const isCalled = ({ RouteTableId, Tags }: RouteTable, table: string): boolean =>
  RouteTableId === table || tagsOf(Tags).Name === table;

/** A table that two rules name, by its id and by its Name, has each of its routes once. */
function routesIn(tables: RouteTable[], rules: RouteRule[]): Route[] {
  const routes = rules.flatMap((rule) =>
    tables
      .filter((table) => [rule.tables].flat().some((each) => isCalled(table, each)))
      .flatMap((table) => rule.to.map((destination) => routeIn(table, { destination, edge: rule.edge }))),
  );
  const seen = new Set<string>();
  return routes.filter(({ routeTableId, destination }) => {
    const key = `${routeTableId} ${destination}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const routeIn = (
  { RouteTableId: routeTableId = '', Routes = [] }: RouteTable,
  { destination, edge }: Pick<Route, 'destination' | 'edge'>,
): Route => ({
  routeTableId,
  destination,
  ...(edge && { edge }),
  target: targetOf(Routes.find((route) => destinationOf(route) === destination)),
});

/** EC2 takes at most so many values of one filter. */
const FILTER_VALUES_MAX = 200;

/** A filter, because one id that is not there would make EC2 refuse to say anything of the others. */
function filtersOf({ rules, vpcId }: Selection): Filter[][] {
  const ids = [...new Set(rules.flatMap(({ tables }) => (typeof tables === 'string' ? [] : tables)))];
  const names = [...new Set(rules.flatMap(({ tables }) => (typeof tables === 'string' ? [tables] : [])))];
  const byId = Array.from({ length: Math.ceil(ids.length / FILTER_VALUES_MAX) }, (_, page) => [
    { Name: 'route-table-id', Values: ids.slice(page * FILTER_VALUES_MAX, (page + 1) * FILTER_VALUES_MAX) },
  ]);
  return [...byId, ...(names.length > 0 ? [[inVpc(vpcId), named(...names)]] : [])];
}

async function readRouteTables(ec2: EC2Client, selection: Selection): Promise<RouteTable[]> {
  const { rules, vpcId } = selection;
  const asked = filtersOf(selection).map((Filters) =>
    sending('reading the route tables', () =>
      listed(paginateDescribeRouteTables({ client: ec2 }, { Filters }), (page) => page.RouteTables),
    ),
  );
  const tables = (await Promise.all(asked)).flat();
  if (tables.length === 0 && rules.length > 0) {
    const choice = [...new Set(rules.flatMap((rule) => rule.tables))].join(',');
    throw new RefusedError(`${fieldOf(selection)}: none found for "${choice}" in ${vpcId}`);
  }
  const byId = new Map(tables.map((table) => [table.RouteTableId ?? '', table]));
  return [...byId.values()].sort((a, b) => (a.RouteTableId ?? '').localeCompare(b.RouteTableId ?? ''));
}
