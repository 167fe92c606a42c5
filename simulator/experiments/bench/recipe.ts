/**
 * The shell recipe of 2013 as a sequence of SDK calls, with its typos fixed: the yardstick of the bench. It waits as
 * the AWS CLI does, reads nothing back, and does one thing after the other.
 */
import {
  AssociateAddressCommand,
  CreateTagsCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type Filter,
  type Instance,
  ModifyNetworkInterfaceAttributeCommand,
  ReplaceRouteCommand,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Clients } from '../../../shared/aws/clients.ts';
import type { Appliance } from '../../../shared/domain/appliance.ts';
import type { VirtualClock } from '../../account/time/clock.ts';

/** The polling of `aws ec2 wait instance-running` (aws-facts 3.5: 15 s, forty times). */
const WAITER_MS = 15_000;

const named = (name: unknown): Filter => ({ Name: 'tag:Name', Values: [String(name)] });

function must<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the recipe found no ${what}`);
  return value;
}

/**
 * The operator who types the recipe repeats a line that EC2 refused because what it had just made was not visible yet,
 * or that got no answer. The AWS CLI itself waits longer for one than our clients do, and asks again with the same
 * token.
 */
const AGAIN_MS = 1_000;
const AGAIN_CODES = /NotFound$|^IncorrectInstanceState$|^TimeoutError$/;

export async function typed<Answer>(clock: VirtualClock, line: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await line();
    } catch (cause) {
      if (!(cause instanceof Error) || !AGAIN_CODES.test(cause.name)) throw cause;
      await clock.sleep(AGAIN_MS);
    }
  }
}

/** What the recipe has to know of the failed instance. */
export type Failed = { instanceId: string; zone: string; type: string };

export type Kitchen = {
  clients: Clients;
  clock: VirtualClock;
  appliance: Appliance;
  /** Written down beforehand, for the night in which EC2 will not say: the recipe itself knows nothing of the kind. */
  notes?: Failed | undefined;
};

type Stopping = (kitchen: Kitchen, instanceId: string) => Promise<unknown>;

const askToStop: Stopping = ({ clients }, instanceId) =>
  clients.ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));

/** @param stop what is done about the old instance before anything is launched; the recipe asks and does not wait. */
export async function cook(kitchen: Kitchen, stop = askToStop): Promise<void> {
  const { clients, clock, appliance } = kitchen;
  const failed = await findFailed(kitchen);
  await stop(kitchen, failed.instanceId);
  const { subnetId, vpcId } = await findSubnet(clients, appliance, failed.zone);
  const at = { subnetId, type: failed.type, token: tokenAt(clock) };
  const replacement = await typed(clock, () => launch(clients, appliance, at));
  await typed(clock, () => tagAndGroup(clients, appliance, { replacement, vpcId }));
  await typed(clock, () => waitUntilRunning(clients, clock, { instanceId: replacement.InstanceId }));
  await typed(clock, () => move(clients, appliance, { replacement, vpcId }));
}

/** Without ids DescribeInstances fails as a whole while a zone is lost, and then only the notes can help. */
async function findFailed({ clients, appliance, notes }: Kitchen): Promise<Failed> {
  try {
    const found = await findRunning(clients, appliance);
    const instanceId = must(found.InstanceId, 'instance');
    return {
      instanceId,
      zone: must(found.Placement?.AvailabilityZone, 'zone'),
      type: must(found.InstanceType, 'type'),
    };
  } catch (cause) {
    if (notes) return notes;
    throw cause;
  }
}

async function findRunning({ ec2 }: Clients, { instance }: Appliance): Promise<Instance> {
  const Filters = [named(instance), { Name: 'instance-state-name', Values: ['running'] }];
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  return must(Reservations[0]?.Instances?.[0], 'running instance');
}

export async function findSubnet({ ec2 }: Clients, { vpc, subnets }: Appliance, failedZone: string) {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters: [named(vpc)] }));
  const vpcId = must(Vpcs[0]?.VpcId, 'VPC');
  const Filters = [named(subnets), { Name: 'vpc-id', Values: [vpcId] }];
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
  const subnetId = must(Subnets.find(({ AvailabilityZone }) => AvailabilityZone !== failedZone)?.SubnetId, 'subnet');
  return { vpcId, subnetId };
}

export const tokenAt = (clock: VirtualClock): string => `by-hand-${clock.nowMs()}`;

export async function launch(
  { ec2, launcher }: Clients,
  { image }: Appliance,
  at: { subnetId: string; type: string; token: string },
): Promise<Instance> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'], Filters: [named(image)] }));
  const newest = Images.sort((a, b) => (b.CreationDate ?? '').localeCompare(a.CreationDate ?? ''))[0];
  const { Instances = [] } = await launcher.send(
    new RunInstancesCommand({
      ...{ MinCount: 1, MaxCount: 1, ImageId: must(newest?.ImageId, 'image'), SubnetId: at.subnetId },
      InstanceType: at.type as Instance['InstanceType'],
      ClientToken: at.token,
    }),
  );
  return must(Instances[0], 'launched instance');
}

const interfaceOf = ({ NetworkInterfaces = [] }: Instance): string =>
  must(NetworkInterfaces[0]?.NetworkInterfaceId, 'interface');

type Placed = { replacement: Instance; vpcId: string };

export async function tagAndGroup(
  { ec2 }: Clients,
  appliance: Appliance,
  { replacement, vpcId }: Placed,
): Promise<void> {
  const Resources = [must(replacement.InstanceId, 'replacement')];
  await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'Name', Value: appliance.instance }] }));
  const Filters = [named(appliance.securityGroups ?? appliance.name), { Name: 'vpc-id', Values: [vpcId] }];
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  const Groups = [must(SecurityGroups[0]?.GroupId, 'security group')];
  await ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: interfaceOf(replacement), Groups }));
}

type Patience = { instanceId: string | undefined; everyMs?: number };

export async function waitUntilRunning(
  { ec2 }: Clients,
  clock: VirtualClock,
  { instanceId, everyMs = WAITER_MS }: Patience,
): Promise<void> {
  for (;;) {
    const { Reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [must(instanceId, 'replacement')] }),
    );
    if (Reservations[0]?.Instances?.[0]?.State?.Name === 'running') return;
    await clock.sleep(everyMs);
  }
}

export async function move({ ec2 }: Clients, appliance: Appliance, { replacement, vpcId }: Placed): Promise<void> {
  const NetworkInterfaceId = interfaceOf(replacement);
  await ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck: { Value: false } }));
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({ PublicIps: [appliance.floatingIp] }));
  const AllocationId = must(Addresses[0]?.AllocationId, 'address');
  await ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId, AllowReassociation: true }));
  const Filters = [named(appliance.routeTables), { Name: 'vpc-id', Values: [vpcId] }];
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
  for (const { RouteTableId } of RouteTables) {
    for (const DestinationCidrBlock of appliance.vpnCidrs) {
      await ec2.send(new ReplaceRouteCommand({ RouteTableId, DestinationCidrBlock, NetworkInterfaceId }));
    }
  }
}
