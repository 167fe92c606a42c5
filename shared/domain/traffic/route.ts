/** Where a configured route leads. */
import type { Route } from '../snapshot.ts';
import { placedRoute } from './kinds.ts';
import { describePlaced, isAt, samePart, sameSpot } from './placed.ts';

export const describeRoute = (route: Route): string => describePlaced(placedRoute(route));

export const leadsTo = (route: Route, networkInterfaceId: string): boolean =>
  isAt(placedRoute(route), { networkInterfaceId });

export const sameRoute =
  (one: Route) =>
  (other: Route): boolean =>
    samePart(placedRoute(one))(placedRoute(other));

export const sameTarget = (one: Route, other: Route): boolean => sameSpot(placedRoute(one), placedRoute(other));
