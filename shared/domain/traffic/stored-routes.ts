/** The routes of a plan, as the input of its execution holds them: many of them are grouped, so that the input stays small. */
import type { Route } from '../snapshot.ts';
import type { TakeoverPlan } from '../takeover/takeover-plan.ts';

/** The routes of one table that were found at the same target. */
type RouteGroup = Omit<Route, 'destination'> & { device: 0; destinations: string[] };

type StoredRoute = Route | RouteGroup;

export type StoredPlan = Omit<TakeoverPlan, 'routes'> & { routes: StoredRoute[] };

/** With few routes a plan stays readable by a release that knows no groups: one may still run while this one is deployed. */
const LISTED_MAX = 20;

function storedRoutes(routes: Route[]): StoredRoute[] {
  if (routes.length <= LISTED_MAX) return routes;
  const groups = Map.groupBy(routes, ({ destination: _, ...rest }) => JSON.stringify(rest));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { destination: _, ...rest } = first;
    return [{ ...rest, device: 0 as const, destinations: group.map(({ destination }) => destination) }];
  });
}

export const storedPlan = (plan: TakeoverPlan): StoredPlan => ({ ...plan, routes: storedRoutes(plan.routes) });

export const listedRoutes = (stored: StoredRoute[]): Route[] =>
  stored.flatMap((each) => {
    if (!('destinations' in each)) return [each];
    const { destinations, device: _, ...rest } = each;
    return destinations.map((destination) => ({ ...rest, destination }));
  });

/** A plan as it was read from an execution, of this release or of an earlier one. */
export const listedPlan = <Plan extends { routes?: unknown }>(plan: Plan): Plan =>
  Array.isArray(plan.routes) ? { ...plan, routes: listedRoutes(plan.routes) } : plan;
