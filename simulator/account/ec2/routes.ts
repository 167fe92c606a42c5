/** ReplaceRoute and CreateRoute, by network interface. */
import type { CreateRouteRequest, CreateRouteResult, ReplaceRouteRequest } from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows, refusal } from '../aws-error.ts';
import { drawLagMs, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { missingParameter, target } from './lookup.ts';
import type { RouteRecord, RouteTableRecord } from './state.ts';

type RouteRequest = CreateRouteRequest | ReplaceRouteRequest;
const KNOWN = ['RouteTableId', 'DestinationCidrBlock', 'NetworkInterfaceId', 'GatewayId', 'DryRun'];

function routeTarget(world: World, { NetworkInterfaceId, GatewayId }: RouteRequest): RouteRecord['target'] {
  if (GatewayId) return { kind: 'gateway', id: GatewayId };
  if (!NetworkInterfaceId) throw new NotSimulatedError('routes are simulated to a network interface or a gateway only');
  target(world, world.ec2.networkInterfaces, { id: NetworkInterfaceId, prefix: 'eni-' });
  return { kind: 'network-interface', id: NetworkInterfaceId };
}

function read(world: World, request: RouteRequest): { table: RouteTableRecord; route: RouteRecord } {
  onlyKnows(request, { what: 'route parameter', known: KNOWN });
  const { RouteTableId: id, DestinationCidrBlock: destination } = request;
  if (!id) throw missingParameter('routeTableId');
  if (!destination) throw missingParameter('destinationCidrBlock');
  const table = target(world, world.ec2.routeTables, { id, prefix: 'rtb-' });
  return { table, route: { destination, target: routeTarget(world, request) } };
}

function save(world: World, table: RouteTableRecord, route: RouteRecord): void {
  const others = table.routes.filter(({ destination }) => destination !== route.destination);
  const value = { ...table, routes: [...others, route] };
  write(world, world.ec2.routeTables, { id: table.id, value, lagMs: drawLagMs(world) });
  world.changed(`route ${table.id} ${route.destination} to ${route.target.id}`);
}

const existing = (table: RouteTableRecord, { destination }: RouteRecord): RouteRecord | undefined =>
  table.routes.find((route) => route.destination === destination);

export function replaceRoute(world: World, request: ReplaceRouteRequest): object {
  const { table, route } = read(world, request);
  if (!existing(table, route)) {
    const message = `no route with destination-cidr-block ${route.destination} in route table ${table.id}`;
    throw refusal('InvalidRoute.NotFound', { message });
  }
  save(world, table, route);
  return {};
}

/** The worse case: an existing destination is refused even when its target is the one asked for. */
export function createRoute(world: World, request: CreateRouteRequest): CreateRouteResult {
  const { table, route } = read(world, request);
  if (existing(table, route)) {
    throw refusal('RouteAlreadyExists', { message: `The route identified by ${route.destination} already exists.` });
  }
  save(world, table, route);
  return { Return: true };
}
