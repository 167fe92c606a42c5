/** DescribeNetworkInterfaces: readable even while the instances behind them are not. */
import type {
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import { addressOn, attachmentId, groupsOf } from './present-instance.ts';
import type { NetworkInterfaceRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const filtersIn = (world: World): Filterable<NetworkInterfaceRecord> => ({
  'network-interface-id': ({ id }) => id,
  'attachment.instance-id': ({ instanceId }) => instanceId,
  'attachment.device-index': ({ instanceId }) => (instanceId ? '0' : undefined),
  'vpc-id': ({ vpcId }) => vpcId,
  'subnet-id': ({ subnetId }) => subnetId,
  'availability-zone': ({ zone }) => zone,
  'private-ip-address': ({ privateIp }) => privateIp,
  'association.public-ip': ({ id }) => addressOn(world, id)?.publicIp,
  'association.allocation-id': ({ id }) => addressOn(world, id)?.id,
  status: ({ instanceId }) => (instanceId ? 'in-use' : 'available'),
});

function connectionsOf(world: World, { id, instanceId }: NetworkInterfaceRecord): Partial<NetworkInterface> {
  const address = addressOn(world, id);
  return {
    ...(instanceId && {
      Attachment: {
        AttachmentId: attachmentId(id),
        InstanceId: instanceId,
        InstanceOwnerId: world.accountId,
        DeviceIndex: 0,
        Status: 'attached',
        DeleteOnTermination: true,
      },
    }),
    ...(address && {
      Association: {
        AllocationId: address.id,
        AssociationId: address.associationId,
        PublicIp: address.publicIp,
        IpOwnerId: world.accountId,
      },
    }),
  };
}

const present = (world: World, item: NetworkInterfaceRecord): NetworkInterface => ({
  NetworkInterfaceId: item.id,
  SubnetId: item.subnetId,
  VpcId: item.vpcId,
  AvailabilityZone: item.zone,
  OwnerId: world.accountId,
  InterfaceType: 'interface',
  PrivateIpAddress: item.privateIp,
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: item.privateIp }],
  SourceDestCheck: item.sourceDestCheck,
  Status: item.instanceId ? 'in-use' : 'available',
  Groups: groupsOf(world, item),
  TagSet: tagList(item.tags),
  ...connectionsOf(world, item),
});

const KNOWN = ['NetworkInterfaceIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];

export function describeNetworkInterfaces(
  world: World,
  input: DescribeNetworkInterfacesRequest,
): DescribeNetworkInterfacesResult {
  onlyKnows(input, { what: 'DescribeNetworkInterfaces parameter', known: KNOWN });
  const seen = select(world, world.ec2.networkInterfaces, { ids: input.NetworkInterfaceIds, prefix: 'eni-' });
  const found = applyFilters(seen, { filters: input.Filters, known: filtersIn(world) });
  const excludedBy = input.NetworkInterfaceIds?.length ? 'networkInterfaceIdSet' : undefined;
  const { items, NextToken } = paginate(world, found, { request: input, rules: { excludedBy } });
  return { NetworkInterfaces: items.map((item) => present(world, item)), NextToken };
}
