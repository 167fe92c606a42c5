/** In which order parts are moved, where not all of them are moved at once. */
import type { Part } from './part.ts';

/**
 * EC2 may want an address at a network interface to which the table of an internet gateway leads, so such a route is
 * written after the address.
 */
export const followsAddress = (part: Part): boolean => 'edge' in part && part.edge === true;

/** EC2 takes fifty changes of routes at once, and five more each second. */
export const AT_ONCE_MAX = 40;

/**
 * Of many routes the first of each table come first, then the second of each: the configuration lists the most used one
 * first, and the two directions between two networks stay together.
 */
export function inOrder<Each extends Part>(parts: Each[]): Each[] {
  if (parts.length <= AT_ONCE_MAX) return parts;
  const seen = new Map<string, number>();
  const ranked = parts.map((part) => {
    const table = 'routeTableId' in part ? part.routeTableId : '';
    const rank = seen.get(table) ?? 0;
    seen.set(table, rank + 1);
    return { part, rank };
  });
  return ranked.toSorted((one, other) => one.rank - other.rank).map(({ part }) => part);
}
