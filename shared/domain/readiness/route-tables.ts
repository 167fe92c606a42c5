/** Readiness of the route tables: room for each route, and what the table of a gateway can have. */
import { isInside } from '../cidr.ts';
import type { Route } from '../snapshot.ts';
import { destinationFamily, type Family } from '../traffic/destination.ts';
import { ROUTES_MAX, routingOf } from '../traffic/route-rules.ts';
import type { RouteRoom, TableFacts } from './facts.ts';
import { type Facts, type Judgement, judgeKnown, notReady, ready } from './verdict.ts';

/** A list that AWS manages has a weight that it does not report: it counts as one. */
const entriesOf = (destination: string, { lists }: RouteRoom): number =>
  destinationFamily(destination) === 'prefix-list' ? (lists.find(({ id }) => id === destination)?.maxEntries ?? 1) : 1;

/** The family of a list's own networks is not read: it counts for both, which is the safer side. */
const countsFor = (destination: string, family: Family): boolean =>
  [family, 'prefix-list'].includes(destinationFamily(destination));

function fullTables(tables: TableFacts[], routes: Route[], room: RouteRoom): string[] {
  return tables.flatMap(({ id, destinations }) => {
    const missing = routes.flatMap(({ routeTableId, destination, target }) =>
      routeTableId === id && target.kind === 'absent' ? [destination] : [],
    );
    const all = [...destinations, ...missing];
    const most = Math.max(
      ...(['ipv4', 'ipv6'] as const).map((family) =>
        all.filter((each) => countsFor(each, family)).reduce((sum, each) => sum + entriesOf(each, room), 0),
      ),
    );
    return most > room.limit ? [`${id} needs ${most} entries and may have ${room.limit}`] : [];
  });
}

/** What no table can have yet is judged with what it has: a route that is missing needs an entry. */
export const judgeRouteQuota = (facts: Facts): Judgement =>
  judgeKnown(facts.routes, (routes) => {
    const { length } = routes;
    if (length > ROUTES_MAX) {
      return notReady(
        `${length} routes lead to the appliance, and a takeover moves at most ${ROUTES_MAX} in one go; put networks into a prefix list`,
      );
    }
    return judgeKnown(facts.tables, (tables) => {
      if (!facts.room) return ready('every configured route has its entry in its table');
      return judgeKnown(facts.room, (room) => {
        const lists = [...new Set(routes.map(({ destination }) => destination))].filter(
          (each) => destinationFamily(each) === 'prefix-list',
        );
        const gone = lists.filter((each) => !room.lists.some(({ id }) => id === each));
        if (gone.length > 0) return notReady(`the prefix list ${gone.join(', ')} does not exist; correct routes`);
        const full = fullTables(tables, routes, room);
        return full.length === 0
          ? ready(`every route fits into its table, which may have ${room.limit} entries`)
          : notReady(
              `${full.join(', ')}, because a prefix list counts with its maximum of entries; make the list smaller, or ask for a higher quota (Service Quotas, VPC, L-93826ACB)`,
            );
      });
    });
  });

/** https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
export const judgeEdge = (facts: Facts): Judgement =>
  judgeKnown(facts.tables, (tables) =>
    judgeKnown(facts.routes, (routes) => {
      const isEdge = ({ id }: TableFacts): boolean => routes.some((route) => route.routeTableId === id && route.edge);
      const unmarked = tables.filter((table) => table.gatewayId && !isEdge(table));
      if (unmarked.length > 0) {
        return notReady(
          `${unmarked.map(({ id, gatewayId }) => `${id} is the table of ${gatewayId}`).join(', ')}; write edge: true, so that its routes follow the address`,
        );
      }
      const noGateway = tables.filter((table) => !table.gatewayId && isEdge(table));
      if (noGateway.length > 0)
        return notReady(`${noGateway.map(({ id }) => id).join(', ')} is no table of a gateway; remove edge: true`);
      const edges = routes.filter(({ edge }) => edge);
      if (edges.length === 0) return ready('no route is in the table of a gateway');
      return judgeKnown(facts.vpcCidrs, (vpc) =>
        judgeKnown(facts.vpcSubnets, (subnets) => {
          const whole = [...vpc, ...subnets.map(({ cidr }) => cidr)];
          const parts = edges.filter(({ destination }) => !whole.includes(destination));
          return parts.length === 0
            ? ready(`${edges.length} routes are in tables of gateways`)
            : notReady(
                `${parts.map(({ destination, routeTableId }) => `${destination} in ${routeTableId}`).join(', ')}: the table of a gateway leads only to the whole CIDR of the VPC or of a subnet; write that under to`,
              );
        }),
      );
    }),
  );

/**
 * A route to a part of a subnet would take that subnet's own traffic away, and EC2 refuses it. The whole subnet is what an
 * inspection between subnets needs.
 */
export const judgeVpnCidr = ({ vpcSubnets, appliance, tables }: Facts): Judgement =>
  judgeKnown(vpcSubnets, (subnets) => {
    const destinations = [...new Set(routingOf(appliance).rules.flatMap(({ to }) => to))].filter(
      (to) => destinationFamily(to) !== 'prefix-list',
    );
    const clashes = destinations.flatMap((to) =>
      subnets
        .filter(({ cidr }) => cidr !== to && isInside(to, cidr))
        .map(({ id, cidr }) => `${to} lies inside ${cidr} of ${id}`),
    );
    if (clashes.length > 0) return notReady(`${clashes.join(', ')}; give the VPN pool addresses that no subnet has`);
    const whole = subnets.filter(({ cidr }) => destinations.includes(cidr));
    if (whole.length === 0) return ready('the VPN clients have addresses of their own');
    const own = tables.found === 'read' ? ownTables(whole, tables.answer) : [];
    const but = own.length > 0 ? `; ${own.join(', ')}, and traffic within a subnet does not pass the appliance` : '';
    return ready(`${whole.map(({ cidr, id }) => `${cidr} is the whole ${id}`).join(', ')}${but}`);
  });

const ownTables = (subnets: { id: string; cidr: string }[], tables: TableFacts[]): string[] =>
  subnets.flatMap(({ id, cidr }) =>
    tables
      .filter(({ subnetIds, destinations }) => subnetIds.includes(id) && destinations.includes(cidr))
      .map((table) => `${table.id} is the table of ${id} itself`),
  );
