/** ReplaceRoute and CreateRoute, by network interface or gateway, of every family of destinations. */
import type { CreateRouteRequest, CreateRouteResult, ReplaceRouteRequest } from '@aws-sdk/client-ec2';
import { canonicalAddress } from '../../../shared/domain/ip-address.ts';
import { NotSimulatedError, onlyKnows, refusal } from '../aws-error.ts';
import { drawLagMs, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { missingParameter, target } from './lookup.ts';
import { refuseDestination, refuseInterface, refuseWithoutRoom } from './route-limits.ts';
import type { RouteRecord, RouteTableRecord } from './route-records.ts';

type RouteRequest = CreateRouteRequest | ReplaceRouteRequest;
const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;
const KNOWN = ['RouteTableId', ...DESTINATIONS, 'NetworkInterfaceId', 'GatewayId', 'DryRun'];

function routeTarget(world: World, { NetworkInterfaceId, GatewayId }: RouteRequest): RouteRecord['target'] {
  if (GatewayId) return { kind: 'gateway', id: GatewayId };
  if (!NetworkInterfaceId) throw new NotSimulatedError('routes are simulated to a network interface or a gateway only');
  target(world, world.ec2.networkInterfaces, { id: NetworkInterfaceId, prefix: 'eni-' });
  return { kind: 'network-interface', id: NetworkInterfaceId };
}

function destinationIn(request: RouteRequest): string {
  const [destination, ...more] = DESTINATIONS.flatMap((key) => request[key] ?? []);
  if (!destination) throw missingParameter('destinationCidrBlock');
  if (more.length > 0) {
    throw refusal('InvalidParameterCombination', { message: 'The request must contain exactly one destination' });
  }
  return canonicalAddress(destination);
}

function read(world: World, request: RouteRequest): { table: RouteTableRecord; route: RouteRecord } {
  onlyKnows(request, { what: 'route parameter', known: KNOWN });
  const { RouteTableId: id } = request;
  if (!id) throw missingParameter('routeTableId');
  const destination = destinationIn(request);
  const table = target(world, world.ec2.routeTables, { id, prefix: 'rtb-' });
  const route = { destination, target: routeTarget(world, request) };
  refuseDestination(world, table, route);
  refuseInterface(world, table, route);
  return { table, route };
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
  refuseWithoutRoom(world, table, route);
  save(world, table, route);
  return { Return: true };
}
