/** An instance and its parts in the SDK's shapes, as far as the product or a person reads them. */
import type { Instance, InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import { allVisible, truth, visible } from '../consistency.ts';
import type { World } from '../world.ts';
import type { AddressRecord, InstanceRecord, NetworkInterfaceRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const STATE_CODES: Record<string, number> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export const stateOf = (name: InstanceRecord['state']) => ({ Code: STATE_CODES[name] ?? 0, Name: name });

export const groupsOf = (world: World, { groupIds }: NetworkInterfaceRecord) =>
  groupIds.map((GroupId) => ({ GroupId, GroupName: visible(world, world.ec2.securityGroups, GroupId)?.name }));

export function addressOn(world: World, networkInterfaceId: string): AddressRecord | undefined {
  return allVisible(world, world.ec2.addresses).find((address) => address.networkInterfaceId === networkInterfaceId);
}

export const attachmentId = (networkInterfaceId: string): string => networkInterfaceId.replace('eni-', 'eni-attach-');

function presentInterface(world: World, item: NetworkInterfaceRecord, index: number): InstanceNetworkInterface {
  const address = addressOn(world, item.id);
  return {
    NetworkInterfaceId: item.id,
    SubnetId: item.subnetId,
    VpcId: item.vpcId,
    OwnerId: world.accountId,
    PrivateIpAddress: item.privateIp,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: item.privateIp }],
    Ipv6Addresses: [],
    SourceDestCheck: item.sourceDestCheck,
    Status: 'in-use',
    InterfaceType: 'interface',
    Groups: groupsOf(world, item),
    Attachment: {
      AttachmentId: attachmentId(item.id),
      DeviceIndex: index,
      Status: 'attached',
      DeleteOnTermination: true,
    },
    ...(address && { Association: { PublicIp: address.publicIp, PublicDnsName: '', IpOwnerId: world.accountId } }),
  };
}

function blockDevicesOf(world: World, { volumeIds }: InstanceRecord): Instance['BlockDeviceMappings'] {
  return volumeIds.flatMap((id) => {
    const volume = visible(world, world.ec2.volumes, id);
    if (!volume) return [];
    const Ebs = {
      VolumeId: id,
      Status: 'attached' as const,
      DeleteOnTermination: volume.deleteOnTermination,
      AttachTime: new Date(volume.createdAtMs),
    };
    return [{ DeviceName: volume.device, Ebs }];
  });
}

function networkOf(world: World, instance: InstanceRecord): Partial<Instance> {
  // RunInstances answers with the interface that it made, before any read shows it: it is part of the same answer.
  const interfaces = instance.networkInterfaceIds.flatMap(
    (id) => visible(world, world.ec2.networkInterfaces, id) ?? truth(world.ec2.networkInterfaces, id) ?? [],
  );
  const [primary] = interfaces;
  if (!primary) return { NetworkInterfaces: [], SecurityGroups: [] };
  const publicIp = addressOn(world, primary.id)?.publicIp;
  return {
    NetworkInterfaces: interfaces.map((item, index) => presentInterface(world, item, index)),
    SecurityGroups: groupsOf(world, primary),
    SourceDestCheck: primary.sourceDestCheck,
    PrivateIpAddress: primary.privateIp,
    SubnetId: instance.subnetId,
    VpcId: instance.vpcId,
    ...(publicIp && { PublicIpAddress: publicIp }),
  };
}

/** A terminated instance keeps its tags and its reasons for a while, and nothing of its network. */
export function presentInstance(world: World, instance: InstanceRecord): Instance {
  const { stateReason, instanceProfile, metadata, attributes } = instance;
  const { CapacityReservationSpecification, PrivateDnsNameOptions } = attributes;
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type as Instance['InstanceType'],
    ...(instance.spot && { InstanceLifecycle: 'spot' as const }),
    State: stateOf(instance.state),
    StateTransitionReason: instance.transitionReason,
    ...(stateReason && { StateReason: { Code: stateReason.code, Message: stateReason.message } }),
    LaunchTime: new Date(instance.launchedAtMs),
    Placement: { Tenancy: 'default', GroupName: '', ...attributes.Placement, AvailabilityZone: instance.zone },
    CapacityReservationSpecification: CapacityReservationSpecification ?? { CapacityReservationPreference: 'open' },
    PrivateDnsNameOptions: PrivateDnsNameOptions ?? {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    KeyName: instance.keyName,
    ...(instanceProfile && { IamInstanceProfile: { Arn: instanceProfile.arn, Id: instanceProfile.id } }),
    MetadataOptions: {
      State: 'applied',
      HttpTokens: 'optional',
      HttpEndpoint: 'enabled',
      HttpPutResponseHopLimit: 1,
      ...metadata,
    },
    EbsOptimized: instance.ebsOptimized,
    MaintenanceOptions: { AutoRecovery: instance.autoRecovery },
    Monitoring: { State: instance.monitoring ? 'enabled' : 'disabled' },
    ClientToken: instance.clientToken,
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/sda1',
    Architecture: 'x86_64',
    VirtualizationType: 'hvm',
    BlockDeviceMappings: blockDevicesOf(world, instance),
    ProductCodes: (instance.productCodes ?? []).map((ProductCodeId) => ({
      ProductCodeId,
      ProductCodeType: 'marketplace' as const,
    })),
    Tags: tagList(instance.tags),
    ...networkOf(world, instance),
  };
}
