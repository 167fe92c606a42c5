/** A small account in an emulator: a network, an appliance that holds an address and a route, and one image of it. */
import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  CreateImageCommand,
  CreateKeyPairCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  type EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  type ResourceType,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Clients } from '../clients.ts';
import { tagList, tagsOf } from '../tags.ts';

export const EMULATED = { cidr: '10.242.2.0/24', zones: ['a', 'c'], mail: 'ops@example.com' };

const naming = (name: string) => (ResourceType: ResourceType) => [{ ResourceType, Tags: tagList({ Name: name }) }];

export type EmulatedAccount = {
  name: string;
  publicIp: string;
  allocationId: string;
  routeTableId: string;
  instanceId: string;
};

async function network(ec2: EC2Client, region: string, name: string) {
  const named = naming(name);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', TagSpecifications: named('vpc') }));
  const VpcId = Vpc?.VpcId ?? '';
  const subnets: string[] = [];
  for (const [at, zone] of EMULATED.zones.entries()) {
    const place = { VpcId, CidrBlock: `10.0.${at}.0/24`, AvailabilityZone: `${region}${zone}` };
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ ...place, TagSpecifications: named('subnet') }));
    subnets.push(Subnet?.SubnetId ?? '');
  }
  const table = await ec2.send(new CreateRouteTableCommand({ VpcId, TagSpecifications: named('route-table') }));
  const group = await ec2.send(new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId }));
  await ec2.send(new CreateKeyPairCommand({ KeyName: name }));
  const RouteTableId = table.RouteTable?.RouteTableId ?? '';
  return { subnets, RouteTableId, GroupId: group.GroupId ?? '' };
}

/** An image of the emulator's own; of the instance that runs from it the account's first image is taken. */
export async function furnishEmulated(
  { ec2 }: Pick<Clients, 'ec2'>,
  { region, name }: { region: string; name: string },
): Promise<EmulatedAccount> {
  const { subnets, RouteTableId, GroupId } = await network(ec2, region, name);
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: Images[0]?.ImageId, InstanceType: 't3.nano', KeyName: name, MinCount: 1, MaxCount: 1 },
      ...{ SubnetId: subnets[0], SecurityGroupIds: [GroupId], TagSpecifications: naming(name)('instance') },
    }),
  );
  const InstanceId = Instances[0]?.InstanceId ?? '';
  const NetworkInterfaceId = Instances[0]?.NetworkInterfaces?.[0]?.NetworkInterfaceId ?? '';
  await ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck: { Value: false } }));
  const address = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  await ec2.send(new AssociateAddressCommand({ AllocationId: address.AllocationId, InstanceId }));
  await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: EMULATED.cidr, NetworkInterfaceId }));
  const image = await ec2.send(new CreateImageCommand({ InstanceId, Name: `${name}-first`, NoReboot: true }));
  await ec2.send(new CreateTagsCommand({ Resources: [image.ImageId ?? ''], Tags: tagList({ Name: name }) }));
  const { PublicIp: publicIp = '', AllocationId: allocationId = '' } = address;
  return { name, publicIp, allocationId, routeTableId: RouteTableId, instanceId: InstanceId };
}

export type EmulatedTraffic = {
  holder: string | undefined;
  addressTags: Record<string, string>;
  route: string | undefined;
  instances: { id: string; state: string; zone: string; forwards: boolean; tags: Record<string, string> }[];
  images: Record<string, string>[];
};

/** What the emulator says, read without the product. */
export async function lookAt({ ec2 }: Clients, account: EmulatedAccount): Promise<EmulatedTraffic> {
  const [addresses, tables, instances, images] = await Promise.all([
    ec2.send(new DescribeAddressesCommand({ AllocationIds: [account.allocationId] })),
    ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [account.routeTableId] })),
    ec2.send(new DescribeInstancesCommand({})),
    ec2.send(new DescribeImagesCommand({ Owners: ['self'] })),
  ]);
  const found = (instances.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
  const route = tables.RouteTables?.[0]?.Routes?.find((each) => each.DestinationCidrBlock === EMULATED.cidr);
  const behind = found.find(({ NetworkInterfaces = [] }) =>
    NetworkInterfaces.some((each) => each.NetworkInterfaceId === route?.NetworkInterfaceId),
  );
  return {
    holder: addresses.Addresses?.[0]?.InstanceId,
    addressTags: tagsOf(addresses.Addresses?.[0]?.Tags),
    route: route?.InstanceId ?? behind?.InstanceId,
    instances: found.map(({ InstanceId: id = '', State, Placement, Tags, NetworkInterfaces = [] }) => ({
      ...{ id, state: State?.Name ?? 'unknown', zone: Placement?.AvailabilityZone ?? '', tags: tagsOf(Tags) },
      forwards: NetworkInterfaces.length > 0 && NetworkInterfaces.every((each) => each.SourceDestCheck === false),
    })),
    images: (images.Images ?? []).map(({ Tags }) => tagsOf(Tags)),
  };
}

export const terminateEmulated = async ({ ec2 }: Clients, instanceId: string): Promise<void> =>
  void (await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] })));
