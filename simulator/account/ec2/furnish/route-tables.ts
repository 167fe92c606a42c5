/** The route tables that an appliance names, and the prefix lists to which they lead. */
import type { Appliance, RouteRule } from '../../../../shared/domain/appliance.ts';
import { routingOf } from '../../../../shared/domain/traffic/route-rules.ts';
import { allTrue, truth } from '../../consistency.ts';
import type { World } from '../../world.ts';
import type { RouteTableRecord } from '../route-records.ts';
import type { BuildOptions } from './options.ts';
import { named, settle } from './settle.ts';

const LOCAL = { destination: '10.0.0.0/16', target: { kind: 'local', id: 'local' } } as const;
const GATEWAY = 'igw-0a1b2c3d4e5f60718';
const INTERNET = { destination: '0.0.0.0/0', target: { kind: 'gateway', id: GATEWAY } } as const;

type Place = { build: BuildOptions; vpcId: string };
type Wanted = Pick<RouteRule, 'tables' | 'edge'> & { count: number };

function furnishTables(world: World, { tables, edge, count }: Wanted, { vpcId }: Place): string[] {
  const known = allTrue(world.ec2.routeTables).filter(({ id, vpcId: home, tags }) =>
    typeof tables === 'string' ? home === vpcId && tags.Name === tables : tables.includes(id),
  );
  const missing =
    typeof tables === 'string'
      ? Array.from({ length: known.length > 0 ? 0 : count }, () => tables)
      : tables.filter((id) => !known.some((table) => table.id === id));
  const made = missing.map((wanted) => {
    const common = named(world, { wanted, prefix: 'rtb' });
    const routes = edge ? [LOCAL] : [LOCAL, INTERNET];
    return settle<RouteTableRecord>(world, world.ec2.routeTables, {
      ...{ ...common, vpcId, routes },
      ...(edge && { gatewayId: GATEWAY }),
    }).id;
  });
  return [...known.map(({ id }) => id), ...made];
}

export function furnishRouteTables(world: World, appliance: Appliance, place: Place): string[] {
  const { routes, routeTables } = appliance;
  if (!routes) return furnishTables(world, { tables: routeTables, count: place.build.routeTables }, place);
  for (const [id, maxEntries] of Object.entries(place.build.prefixLists))
    settle(world, world.ec2.prefixLists, { id, tags: {}, maxEntries });
  return [...new Set(routes.flatMap((rule) => furnishTables(world, { ...rule, count: 1 }, place)))];
}

/** Every configured route to the appliance, but a local one stays as it is; `other` has the first one of all. */
export function furnishRoutes(
  world: World,
  appliance: Appliance,
  { to, other, tableIds }: { to: string; other: string | undefined; tableIds: string[] },
): void {
  let index = 0;
  for (const { tables, to: destinations } of routingOf(appliance).rules) {
    for (const table of tablesCalled(world, tables)) {
      if (!tableIds.includes(table.id)) continue;
      const local = table.routes.filter(({ target }) => target.kind === 'local').map(({ destination }) => destination);
      const aimed = destinations.filter((destination) => !local.includes(destination));
      const own = aimed.map((destination) => {
        const id = index++ === 0 && other ? other : to;
        return { destination, target: { kind: 'network-interface' as const, id } };
      });
      const others = table.routes.filter(({ destination }) => !aimed.includes(destination));
      settle(world, world.ec2.routeTables, { ...table, routes: [...others, ...own] });
    }
  }
}

const tablesCalled = ({ ec2 }: World, tables: string | string[]): RouteTableRecord[] =>
  typeof tables === 'string'
    ? allTrue(ec2.routeTables).filter(({ tags }) => tags.Name === tables)
    : tables.flatMap((id) => truth(ec2.routeTables, id) ?? []);
