/** VPC, subnets and security groups, found by id or by Name tag. */
import {
  DescribeSecurityGroupsCommand,
  type DescribeSubnetsCommandInput,
  DescribeVpcsCommand,
  type Subnet as Ec2Subnet,
  type Filter,
  paginateDescribeSubnets,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import type { Subnet } from '../domain/snapshot.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

export const named = (...names: string[]): Filter => ({ Name: 'tag:Name', Values: names });
export const inVpc = (vpcId: string): Filter => ({ Name: 'vpc-id', Values: [vpcId] });

export async function readVpcId({ ec2 }: Clients, vpc: string): Promise<string> {
  if (vpc.startsWith('vpc-')) return vpc;
  const { Vpcs = [] } = await sending('reading the VPC', () =>
    ec2.send(new DescribeVpcsCommand({ Filters: [named(vpc)] })),
  );
  const [found, ...more] = Vpcs;
  if (!found?.VpcId || more.length > 0) {
    throw new RefusedError(`vpc: ${Vpcs.length} VPCs have the Name "${vpc}"; exactly one is needed, or its id`);
  }
  return found.VpcId;
}

/** A Name inside the VPC, or ids, which need none. */
type Selection = { vpcId: string; choice: string | string[] };

export async function listed<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}

/** One subnet per zone: the one with the most free addresses, so that a launch is least likely to be refused. */
export async function readSubnets(clients: Clients, { vpcId, choice }: Selection): Promise<Subnet[]> {
  const input = Array.isArray(choice) ? { SubnetIds: choice } : { Filters: [inVpc(vpcId), named(choice)] };
  return bestOfEachZone(await describeSubnets(clients, input), { vpcId, choice });
}

/** Those that are still there: a takeover goes on with what is left, where one of the configured ids was deleted. */
export async function readSubnetsLeft(clients: Clients, { vpcId, choice }: Selection): Promise<Subnet[]> {
  try {
    return await readSubnets(clients, { vpcId, choice });
  } catch (cause) {
    const isGone = cause instanceof RefusedError && codeOf(cause.cause) === 'InvalidSubnetID.NotFound';
    if (!isGone || !Array.isArray(choice)) throw cause;
    const left = await describeSubnets(clients, { Filters: [{ Name: 'subnet-id', Values: choice }] });
    return bestOfEachZone(left, { vpcId, choice });
  }
}

const describeSubnets = ({ ec2 }: Clients, input: DescribeSubnetsCommandInput): Promise<Ec2Subnet[]> =>
  sending('reading the subnets', () => listed(paginateDescribeSubnets({ client: ec2 }, input), (page) => page.Subnets));

/**
 * An address needs a private IPv4 address to be associated with, so a subnet with IPv6 addresses only is no place.
 *
 * @throws RefusedError when there is none.
 */
function bestOfEachZone(found: Ec2Subnet[], { vpcId, choice }: Selection): Subnet[] {
  if (found.length === 0) throw new RefusedError(`subnets: none named "${choice}" in ${vpcId}`);
  const fit = found.filter(({ Ipv6Native }) => Ipv6Native !== true);
  if (fit.length === 0) {
    const ids = found.map(({ SubnetId }) => SubnetId).join(', ');
    throw new RefusedError(
      `subnets: ${ids} have IPv6 addresses only, and an Elastic IP needs IPv4; list a subnet with IPv4 addresses`,
    );
  }
  const best = new Map<string, Ec2Subnet>();
  for (const subnet of fit) {
    const { SubnetId: id, AvailabilityZone: zone } = subnet;
    if (!id || !zone) continue;
    const rival = best.get(zone);
    if (!rival || isBetter(subnet, rival)) best.set(zone, subnet);
  }
  return [...best.values()].map(subnetOf).sort((a, b) => a.zone.localeCompare(b.zone));
}

/**
 * One on an Outpost has few types and the capacity of its racks alone, so it comes behind one of the Region in the same zone.
 * https://docs.aws.amazon.com/outposts/latest/userguide/outposts-networking-components.html
 */
function isBetter(one: Ec2Subnet, other: Ec2Subnet): boolean {
  if (Boolean(one.OutpostArn) !== Boolean(other.OutpostArn)) return !one.OutpostArn;
  if (freeIn(one) !== freeIn(other)) return freeIn(one) > freeIn(other);
  return (one.SubnetId ?? '') < (other.SubnetId ?? '');
}

const freeIn = ({ AvailableIpAddressCount = 0 }: Ec2Subnet): number => AvailableIpAddressCount;

const subnetOf = ({ SubnetId = '', AvailabilityZone = '', AvailableIpAddressCount, OwnerId }: Ec2Subnet): Subnet => ({
  ...{ id: SubnetId, zone: AvailabilityZone, freeAddresses: AvailableIpAddressCount ?? 0 },
  ...(OwnerId && { ownerId: OwnerId }),
});

/** Groups by id, by Name tag or by group name, in the order of the configuration; each must match exactly one. */
export async function readSecurityGroupIds({ ec2 }: Clients, vpcId: string, wanted: string[]): Promise<string[]> {
  if (wanted.every((group) => group.startsWith('sg-'))) return wanted;
  const { SecurityGroups = [] } = await sending('reading the security groups', () =>
    ec2.send(new DescribeSecurityGroupsCommand({ Filters: [inVpc(vpcId)] })),
  );
  return wanted.map((group) => {
    const matches = SecurityGroups.filter((candidate) => isCalled(candidate, group));
    const [match, ...more] = matches;
    if (!match?.GroupId || more.length > 0) {
      throw new RefusedError(
        `securityGroups: ${matches.length} groups named "${group}" in ${vpcId}; exactly one is needed, or its id`,
      );
    }
    return match.GroupId;
  });
}

const isCalled = ({ GroupId, GroupName, Tags }: SecurityGroup, name: string): boolean =>
  GroupId === name || GroupName === name || tagsOf(Tags).Name === name;
