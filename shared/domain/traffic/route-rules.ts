/** Which routes an appliance has: as `routes` lists them, or every one of `vpnCidrs` in every one of `routeTables`. */
import type { Appliance, RouteRule } from '../appliance.ts';

export type Routed = Pick<Appliance, 'routeTables' | 'vpnCidrs' | 'routes'>;

/** `field`: where the configuration names the tables. */
export type Routing = { rules: RouteRule[]; field: 'routes' | 'routeTables' };

export function routingOf({ routes, routeTables: tables, vpnCidrs: to }: Routed): Routing {
  if (routes) return { rules: routes, field: 'routes' };
  return { rules: to.length === 0 ? [] : [{ tables, to, device: 0 }], field: 'routeTables' };
}

/** A takeover that moves more takes minutes: EC2 lets five changes of routes a second pass. */
export const ROUTES_MAX = 400;

/** The Name of a table is looked up in AWS, so that a route of one that has a Name is taken for configured. */
export const isConfigured = (rules: RouteRule[], route: { routeTableId: string; destination: string }): boolean =>
  rules.some(
    ({ tables, to }) =>
      to.includes(route.destination) && (typeof tables === 'string' || tables.includes(route.routeTableId)),
  );
