/** What a launch comes down to once the launch template is merged under the request and every id is checked. */
import type { BlockDeviceMapping, RequestLaunchTemplateData, RunInstancesRequest } from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows, refusal } from '../aws-error.ts';
import { visible } from '../consistency.ts';
import type { World } from '../world.ts';
import { seenTemplate, versionOf } from './launch-templates.ts';
import { missingParameter, notFound } from './lookup.ts';
import type { ImageRecord, MappingRecord, SubnetRecord } from './state.ts';

const SHARED = [
  'ImageId',
  'InstanceType',
  'KeyName',
  'SecurityGroupIds',
  'UserData',
  'IamInstanceProfile',
  'MetadataOptions',
  'BlockDeviceMappings',
  'TagSpecifications',
  'EbsOptimized',
  'Monitoring',
  'DisableApiStop',
  'DisableApiTermination',
  'Placement',
  'NetworkInterfaces',
  'InstanceInitiatedShutdownBehavior',
  'CreditSpecification',
  'MaintenanceOptions',
  'CapacityReservationSpecification',
  'PrivateDnsNameOptions',
] as const;
const REQUEST_ONLY = ['SubnetId', 'MinCount', 'MaxCount', 'ClientToken', 'DryRun', 'LaunchTemplate'];

export type Merged = Pick<RunInstancesRequest, (typeof SHARED)[number] | 'SubnetId'>;

export type Launch = {
  merged: Merged;
  image: ImageRecord;
  subnet: SubnetRecord;
  groupIds: string[];
  mappings: MappingRecord[];
};

function templateData(world: World, request: RunInstancesRequest): RequestLaunchTemplateData {
  if (!request.LaunchTemplate) return {};
  const template = seenTemplate(world, request.LaunchTemplate);
  return versionOf(template, request.LaunchTemplate.Version).data;
}

/** A parameter of the request replaces the template's whole; only block devices merge, by device name. */
export function merge(world: World, request: RunInstancesRequest): Merged {
  onlyKnows(request, { what: 'RunInstances parameter', known: [...SHARED, ...REQUEST_ONLY] });
  const data = templateData(world, request);
  onlyKnows(data, { what: 'launch template parameter', known: SHARED });
  const given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  const BlockDeviceMappings = [...(data.BlockDeviceMappings ?? []), ...(request.BlockDeviceMappings ?? [])];
  return { ...(data as Merged), ...given, BlockDeviceMappings: BlockDeviceMappings as BlockDeviceMapping[] };
}

function usableImage(world: World, id: string | undefined): ImageRecord {
  if (!id) throw missingParameter('ImageId');
  const image = visible(world, world.ec2.images, id);
  if (!image) throw notFound('ami-', [id]);
  if (image.state === 'available') return image;
  throw refusal('InvalidAMIID.Unavailable', { message: `The image ID '${id}' is not available` });
}

/** What a request may say of the one network interface that is simulated. */
const INTERFACE = ['DeviceIndex', 'SubnetId', 'Groups', 'AssociatePublicIpAddress', 'DeleteOnTermination'];

/**
 * A request names its network interface, or the subnet and the groups of the instance; groups of a launch template count.
 * https://github.com/ansible-collections/community.aws/issues/225
 */
function networkOf({ SubnetId, SecurityGroupIds, NetworkInterfaces = [] }: Merged): {
  subnetId: string | undefined;
  groupIds: string[];
} {
  const [only, ...more] = NetworkInterfaces;
  if (!only) return { subnetId: SubnetId, groupIds: SecurityGroupIds ?? [] };
  const also = SubnetId ? 'subnet ID' : SecurityGroupIds?.length ? 'security groups' : undefined;
  if (also) {
    const message = `Network interfaces and an instance-level ${also} may not be specified on the same request`;
    throw refusal('InvalidParameterCombination', { message });
  }
  onlyKnows(only, { what: 'NetworkInterfaces parameter', known: INTERFACE });
  if (more.length > 0 || only.DeviceIndex !== 0) {
    throw new NotSimulatedError('the simulator knows launches with one network interface, at device index 0');
  }
  return { subnetId: only.SubnetId, groupIds: only.Groups ?? [] };
}

function subnetOf(world: World, merged: Merged): SubnetRecord {
  const { Placement } = merged;
  const { subnetId: SubnetId } = networkOf(merged);
  if (!SubnetId) throw refusal('VPCIdNotSpecified', { message: 'No default VPC for this user' });
  const subnet = visible(world, world.ec2.subnets, SubnetId);
  if (!subnet) throw notFound('subnet-', [SubnetId]);
  if (!Placement?.AvailabilityZone || Placement.AvailabilityZone === subnet.zone) return subnet;
  const message = `The subnet ${SubnetId} is not in the zone ${Placement.AvailabilityZone}`;
  throw refusal('InvalidParameterValue', { message });
}

function groupsIn(world: World, { merged, subnet }: { merged: Merged; subnet: SubnetRecord }): string[] {
  return networkOf(merged).groupIds.map((id) => {
    const group = visible(world, world.ec2.securityGroups, id);
    if (!group) throw notFound('sg-', [id]);
    if (group.vpcId === subnet.vpcId) return id;
    const message = `Security group ${id} and subnet ${subnet.id} belong to different networks.`;
    throw refusal('InvalidParameter', { message });
  });
}

/**
 * "This parameter is supported only for volumes created from snapshots", "Valid range: 100 - 300 MiB/s": EbsBlockDevice. How EC2
 * refuses anything else is documented nowhere. It changes no boot here: those of the simulator are whole boots as they were measured.
 */
function rateOf(device: string, rate: number | undefined, ebsSnapshotId: string | undefined): number | undefined {
  if (rate === undefined) return undefined;
  const fault =
    ebsSnapshotId === undefined
      ? `${device} has no snapshot`
      : rate < 100 || rate > 300
        ? 'the rate is 100 to 300'
        : '';
  if (fault === '') return rate;
  throw refusal('InvalidParameterValue', { message: `The volume initialization rate is invalid: ${fault}` });
}

/** nortontruter/infracoders-workshop PR 3. */
const neitherSnapshotNorSize = (device: string): Error =>
  refusal('InvalidBlockDeviceMapping', {
    message: `Either snapshot ID or volume size must be provided for: ${device}`,
  });

/** The image's devices, changed or extended by the request's; `NoDevice` leaves one out. */
function mappingsOf(image: ImageRecord, { BlockDeviceMappings = [] }: Merged): MappingRecord[] {
  const byDevice = new Map(image.mappings.map((mapping) => [mapping.device, mapping]));
  for (const { DeviceName: device = '', Ebs, NoDevice } of BlockDeviceMappings) {
    const base = byDevice.get(device);
    if (NoDevice !== undefined) byDevice.delete(device);
    if (!Ebs) continue;
    const ebsSnapshotId = Ebs.SnapshotId ?? base?.ebsSnapshotId;
    if (ebsSnapshotId === undefined && Ebs.VolumeSize === undefined && !base) throw neitherSnapshotNorSize(device);
    byDevice.set(device, {
      device,
      ebsSnapshotId,
      sizeGiB: Ebs.VolumeSize ?? base?.sizeGiB ?? 8,
      volumeType: Ebs.VolumeType ?? base?.volumeType ?? 'gp2',
      deleteOnTermination: Ebs.DeleteOnTermination ?? base?.deleteOnTermination ?? true,
      initializationRate: rateOf(device, Ebs.VolumeInitializationRate, ebsSnapshotId) ?? base?.initializationRate,
    });
  }
  return [...byDevice.values()];
}

export function checkLaunch(world: World, merged: Merged): Launch {
  const image = usableImage(world, merged.ImageId);
  const subnet = subnetOf(world, merged);
  return { merged, image, subnet, groupIds: groupsIn(world, { merged, subnet }), mappings: mappingsOf(image, merged) };
}
