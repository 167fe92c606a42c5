/** A route of a configured route table, which leads to a network interface. */
import { writeRoute } from '../../aws/apply-change.ts';
import { tryCreateRoute, tryReplaceRoute } from '../../aws/dry-runs.ts';
import { readRoutes } from '../../aws/read-routes.ts';
import { placedRoute } from '../../domain/traffic/kinds.ts';
import type { PartFields } from '../../domain/traffic/part.ts';
import { ROUTES, UNATTACHED } from '../dry-runs/attempts.ts';
import type { Attempt, Subject } from '../dry-runs/dry-runs.ts';
import type { Attempts, Read, Write } from './kind.ts';

const distinct = (values: string[]): string[] => [...new Set(values)];

/** An appliance without routes has none to read: EC2 refuses an empty list of tables. @throws RefusedError when every table is gone. */
export const read: Read<'route'> = async (parts, _, { clients }) => {
  if (parts.length === 0) return [];
  const tables = distinct(parts.map(({ routeTableId }) => routeTableId));
  const to = distinct(parts.map(({ destination }) => destination));
  const found = await readRoutes(clients, { vpcId: '', rules: [{ tables, to, device: 0 }] });
  const placed = new Map(found.map(placedRoute).map((each) => [keyOf(each), each]));
  return parts.flatMap((part) => {
    const position = placed.get(keyOf(part))?.position;
    return position ? { ...part, position } : [];
  });
};

const keyOf = ({ routeTableId, destination }: PartFields['route']): string => `${routeTableId} ${destination}`;

export const write: Write<'route'> = ({ routeTableId, destination, position }, { networkInterfaceId }, { clients }) =>
  writeRoute(clients, { routeTableId, destination, networkInterfaceId, absent: position.at === 'nowhere' });

/** A permission is one for the whole table, so that one route of each is tried. */
export const attempts: Attempts = ({ routes }) => {
  if (!routes)
    return [ROUTES, { call: 'ec2:ReplaceRoute', try: () => 'the routes to the active instance were not given' }];
  const tables = new Map(routes.map((route) => [route.routeTableId, route]));
  const tries = [...tables.values()].flatMap((route) => [
    attempt('ec2:ReplaceRoute', tryReplaceRoute, route),
    attempt('ec2:CreateRoute', tryCreateRoute, route),
  ]);
  return [ROUTES, ...tries];
};

const attempt = (call: string, send: typeof tryReplaceRoute, route: PartFields['route']): Attempt => ({
  call: `${call} in ${route.routeTableId}`,
  try: ({ address: { networkInterfaceId } }: Subject, { clients }) =>
    networkInterfaceId ? send(clients, { ...route, networkInterfaceId }) : UNATTACHED,
});
