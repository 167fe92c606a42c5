/**
 * The shell recipe of 2013 as a sequence of SDK calls, with its typos mended: the yardstick of the bench. It waits as
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
import type { Clients } from '../../shared/aws/clients.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import type { VirtualClock } from '../clock.ts';

/** The polling of `aws ec2 wait instance-running` (aws-facts 3.5: 15 s, forty times). */
const WAITER_MS = 15_000;

const named = (name: unknown): Filter => ({ Name: 'tag:Name', Values: [String(name)] });

function must<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the recipe found no ${what}`);
  return value;
}

/** Whoever types the recipe repeats a line that EC2 refused because what it had just made was not visible yet. */
const AGAIN_MS = 1_000;
const AGAIN_CODES = /NotFound$|^IncorrectInstanceState$/;

async function typed<Answer>(clock: VirtualClock, line: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await line();
    } catch (cause) {
      if (!(cause instanceof Error) || !AGAIN_CODES.test(cause.name)) throw cause;
      await clock.sleep(AGAIN_MS);
    }
  }
}

type Kitchen = { clients: Clients; clock: VirtualClock; appliance: Appliance };

export async function cook({ clients, clock, appliance }: Kitchen): Promise<void> {
  const { ec2 } = clients;
  const failed = await findRunning(clients, appliance);
  await ec2.send(new StopInstancesCommand({ InstanceIds: [must(failed.InstanceId, 'instance')] }));
  const { subnetId, vpcId } = await findSubnet(clients, appliance, must(failed.Placement?.AvailabilityZone, 'zone'));
  const replacement = await launch(clients, appliance, { subnetId, type: must(failed.InstanceType, 'type') });
  await typed(clock, () => tagAndGroup(clients, appliance, { replacement, vpcId }));
  await typed(clock, () => waitUntilRunning(clients, clock, must(replacement.InstanceId, 'replacement')));
  await typed(clock, () => move(clients, appliance, { replacement, vpcId }));
}

async function findRunning({ ec2 }: Clients, { instance }: Appliance): Promise<Instance> {
  const Filters = [named(instance), { Name: 'instance-state-name', Values: ['running'] }];
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  return must(Reservations[0]?.Instances?.[0], 'running instance');
}

async function findSubnet({ ec2 }: Clients, { vpc, subnets }: Appliance, failedZone: string) {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters: [named(vpc)] }));
  const vpcId = must(Vpcs[0]?.VpcId, 'VPC');
  const Filters = [named(subnets), { Name: 'vpc-id', Values: [vpcId] }];
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
  const subnetId = must(Subnets.find(({ AvailabilityZone }) => AvailabilityZone !== failedZone)?.SubnetId, 'subnet');
  return { vpcId, subnetId };
}

async function launch(
  { ec2, launcher }: Clients,
  { image }: Appliance,
  at: { subnetId: string; type: string },
): Promise<Instance> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'], Filters: [named(image)] }));
  const newest = Images.sort((a, b) => (b.CreationDate ?? '').localeCompare(a.CreationDate ?? ''))[0];
  const { Instances = [] } = await launcher.send(
    new RunInstancesCommand({
      ...{ MinCount: 1, MaxCount: 1, ImageId: must(newest?.ImageId, 'image'), SubnetId: at.subnetId },
      InstanceType: at.type as Instance['InstanceType'],
    }),
  );
  return must(Instances[0], 'launched instance');
}

const interfaceOf = ({ NetworkInterfaces = [] }: Instance): string =>
  must(NetworkInterfaces[0]?.NetworkInterfaceId, 'interface');

type Placed = { replacement: Instance; vpcId: string };

async function tagAndGroup({ ec2 }: Clients, appliance: Appliance, { replacement, vpcId }: Placed): Promise<void> {
  const Resources = [must(replacement.InstanceId, 'replacement')];
  await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'Name', Value: appliance.instance }] }));
  const Filters = [named(appliance.securityGroups ?? appliance.name), { Name: 'vpc-id', Values: [vpcId] }];
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  const Groups = [must(SecurityGroups[0]?.GroupId, 'security group')];
  await ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: interfaceOf(replacement), Groups }));
}

async function waitUntilRunning({ ec2 }: Clients, clock: VirtualClock, instanceId: string): Promise<void> {
  for (;;) {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    if (Reservations[0]?.Instances?.[0]?.State?.Name === 'running') return;
    await clock.sleep(WAITER_MS);
  }
}

async function move({ ec2 }: Clients, appliance: Appliance, { replacement, vpcId }: Placed): Promise<void> {
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
