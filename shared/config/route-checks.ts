/** Faults of the routes that only show when values are seen together. */
import { z } from 'zod';
import { isInside, prefixOf } from '../domain/cidr.ts';
import { canonicalAddress } from '../domain/ip-address.ts';
import { ROUTES_MAX } from '../domain/traffic/route-rules.ts';
import { coverageOf, isDefaultRoute } from './default-route.ts';
import type { Fault } from './faults.ts';
import { isId } from './fields.ts';

const nameOrList = z
  .union([z.string(), z.array(z.unknown())])
  .optional()
  .catch(undefined);

/** A lenient read that never fails. */
export const routesGlance = z
  .array(
    z
      .object({ tables: nameOrList, to: z.array(z.unknown()).catch([]), edge: z.unknown().optional() })
      .catch({ to: [], edge: undefined }),
  )
  .optional()
  .catch([]);

type Glance = z.infer<typeof routesGlance>;
type Rule = NonNullable<Glance>[number];

type Written = {
  routes: Glance;
  routeTables: z.infer<typeof nameOrList>;
  /** Undefined where the key is not there at all. */
  vpnCidrs: unknown[] | undefined;
};

const textsIn = (values: unknown[]): string[] => values.filter((value) => typeof value === 'string');

const tablesOf = ({ tables }: Pick<Rule, 'tables'>): string[] =>
  typeof tables === 'string' ? [tables] : textsIn(tables ?? []);

export const isIdList = (tables: Rule['tables']): boolean => {
  const list = typeof tables === 'string' ? [tables] : tables;
  return list !== undefined && list.length > 0 && list.every((id) => typeof id === 'string' && isId('rtb', id));
};

/** Of IPv6 all addresses in use are in 2000::/3. */
const isAlmostAll = (to: string): boolean => /\/\d+$/.test(to) && prefixOf(to) <= (to.includes(':') ? 3 : 1);

type Said = { table: string; to: string; path: PropertyKey[] };

/** Each destination of each table, in the order of the file. */
const saidIn = (routes: Rule[]): Said[] =>
  routes.flatMap((rule, index) =>
    rule.to.flatMap((to, position) =>
      typeof to === 'string'
        ? tablesOf(rule).map((table) => ({ table, to: canonicalAddress(to), path: ['routes', index, 'to', position] }))
        : [],
    ),
  );

const isNetwork = (to: string): boolean => /^[\da-f.:]+\/\d{1,3}$/i.test(to);

/** The second of two destinations of one table of which the more specific one would take a part of the other. */
function overlaps(routes: Rule[]): Fault[] {
  const all = saidIn(routes);
  return all.flatMap(({ table, to, path }, index) => {
    const earlier = all.slice(0, index).filter((each) => each.table === table && each.path.join() !== path.join());
    if (earlier.some((each) => each.to === to))
      return [{ path, message: `"${to}" is listed twice for the table ${table}; remove one` }];
    const other = earlier.find((each) => isNetwork(each.to) && isNetwork(to) && areNested(each.to, to));
    if (other === undefined) return [];
    return [{ path, message: `"${to}" overlaps "${other.to}" in the table ${table}; keep the larger of the two` }];
  });
}

/** A default route has every other one inside it, and is no mistake. */
const areNested = (one: string, other: string): boolean =>
  ![one, other].some(isAlmostAll) && (isInside(one, other) || isInside(other, one));

/** A default route by a Name tag could cut off a whole VPC when one route table too many gets the tag. */
function defaultRoutes(routes: Rule[]): Fault[] {
  const byName = routes.flatMap((rule, index) => (isIdList(rule.tables) ? [] : [{ ...rule, index }]));
  return byName.flatMap(({ tables, to, index }) => {
    const all = textsIn(byName.filter((other) => other.tables === tables).flatMap((other) => other.to));
    const path = ['routes', index, 'tables'];
    const six = textsIn(to).find((each) => each.includes(':') && isAlmostAll(each));
    const way = 'list the route tables by id: tables: [rtb-…]';
    if (six !== undefined) return [{ path, message: `"${six}" moves a default route; ${way}` }];
    if (!isDefaultRoute(all)) return [];
    const covered = Math.round(coverageOf(all) * 100);
    return [{ path, message: `the networks cover ${covered} % of all addresses, which moves a default route; ${way}` }];
  });
}

/** An edge table takes no prefix list: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
const listsAtEdge = (routes: Rule[]): Fault[] =>
  routes.flatMap(({ to, edge }, index) =>
    edge !== true
      ? []
      : to.flatMap((each, position) =>
          typeof each === 'string' && each.startsWith('pl-')
            ? [
                {
                  path: ['routes', index, 'to', position],
                  message: `"${each}" is a prefix list, which the table of a gateway cannot have; list the CIDR of the VPC or of each subnet`,
                },
              ]
            : [],
        ),
  );

const countIn = (rules: Pick<Rule, 'tables' | 'to'>[]): number =>
  rules.reduce((sum, { tables, to }) => sum + to.length * (typeof tables === 'string' ? 1 : (tables?.length ?? 1)), 0);

function tooMany({ routes, routeTables, vpnCidrs = [] }: Written): Fault[] {
  const count = countIn(routes ?? [{ tables: routeTables, to: vpnCidrs }]);
  if (count <= ROUTES_MAX) return [];
  const message = `are ${count} routes, and a takeover moves at most ${ROUTES_MAX} of an appliance; put networks into a prefix list, which is one route of each table`;
  return [{ path: [routes ? 'routes' : 'vpnCidrs'], message }];
}

const BOTH =
  'is refused beside vpnCidrs and routeTables, which are its short form; write every route under routes, and remove the other two';

const MISSING = 'is missing; write vpnCidrs: [10.242.2.0/24], or [] when no route follows the appliance, or routes';

/** Paths begin at the appliance. */
export function routeFaults(written: Written): Fault[] {
  const { routes, routeTables, vpnCidrs } = written;
  if (!routes) return vpnCidrs ? tooMany(written) : [{ path: ['vpnCidrs'], message: MISSING }];
  const both = vpnCidrs || routeTables !== undefined ? [{ path: ['routes'], message: BOTH }] : [];
  return [...both, ...tooMany(written), ...overlaps(routes), ...defaultRoutes(routes), ...listsAtEdge(routes)];
}
