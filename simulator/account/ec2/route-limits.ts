/**
 * What EC2 refuses of a route. Inside the VPC only the entire CIDR of a subnet; in the table of a gateway that of the VPC as
 * well, and no prefix list. A prefix list counts with its maximum of entries against the quota of the table.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html, .../gateway-route-tables.html and
 * .../amazon-vpc-limits.html
 */
import { isInside } from '../../../shared/domain/cidr.ts';
import { destinationFamily } from '../../../shared/domain/traffic/destination.ts';
import { refusal } from '../aws-error.ts';
import { allTrue, truth } from '../consistency.ts';
import type { World } from '../world.ts';
import { notFound } from './lookup.ts';
import type { RouteRecord, RouteTableRecord } from './route-records.ts';

const refuse = (message: string): never => {
  throw refusal('InvalidParameterValue', { message });
};

export function refuseDestination(world: World, table: RouteTableRecord, { destination }: RouteRecord): void {
  const { prefixLists, vpcs, subnets } = world.ec2;
  if (destinationFamily(destination) === 'prefix-list') {
    if (!truth(prefixLists, destination)) throw notFound('pl-', [destination]);
    if (table.gatewayId) refuse(`The route table ${table.id} of a gateway cannot have a prefix list`);
    return;
  }
  const vpc = truth(vpcs, table.vpcId);
  const isSubnet = allTrue(subnets).some(({ vpcId, cidr }) => vpcId === table.vpcId && cidr === destination);
  const isVpc = destination === vpc?.cidr;
  if (table.gatewayId && !isSubnet && !isVpc)
    refuse(`The destination ${destination} is not the entire CIDR of the VPC or of a subnet`);
  if (!vpc || isSubnet || isVpc || !isInside(destination, vpc.cidr)) return;
  refuse(`The destination ${destination} is more specific than the local route and is not the CIDR of a subnet`);
}

/**
 * The worse case: an edge table leads to no interface without a public address, at any moment of a move. The documentation
 * only says that the interface has one.
 */
export function refuseInterface({ ec2 }: World, { gatewayId }: RouteTableRecord, { target }: RouteRecord): void {
  if (!gatewayId?.startsWith('igw-') || target.kind !== 'network-interface') return;
  const isPublic = allTrue(ec2.addresses).some(({ networkInterfaceId }) => networkInterfaceId === target.id);
  if (!isPublic) refuse(`The network interface ${target.id} has no public IP address`);
}

/** IPv4 and IPv6 have a quota each; a prefix list is counted in that of IPv4, as the lists of the scenarios are. */
function entriesOf({ ec2 }: World, { destination }: RouteRecord): { family: 'ipv4' | 'ipv6'; entries: number } {
  const family = destinationFamily(destination);
  if (family !== 'prefix-list') return { family, entries: 1 };
  return { family: 'ipv4', entries: truth(ec2.prefixLists, destination)?.maxEntries ?? 1 };
}

export function refuseWithoutRoom(world: World, table: RouteTableRecord, route: RouteRecord): void {
  const { family, entries } = entriesOf(world, route);
  const used = table.routes
    .map((each) => entriesOf(world, each))
    .filter((each) => each.family === family)
    .reduce((sum, each) => sum + each.entries, entries);
  if (used <= world.quotas.routesPerTable) return;
  const message = `The maximum number of routes has been reached for route table ${table.id}.`;
  throw refusal('RouteLimitExceeded', { message });
}
