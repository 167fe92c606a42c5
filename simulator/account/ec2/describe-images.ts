/** DescribeImages, of all that this account may launch from; a deregistered image is shown for a while as that. */
import type { DescribeImagesRequest, DescribeImagesResult, Image } from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { allTrue, allVisible, visible } from '../consistency.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { isProtected } from './conditions.ts';
import { flawsOf } from './fitness.ts';
import { notFound } from './lookup.ts';
import { paginate } from './paging.ts';
import type { ImageRecord, MappingRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const createdAt = ({ createdAtMs }: ImageRecord): string => new Date(createdAtMs).toISOString();

const FILTERS: Filterable<ImageRecord> = {
  'image-id': ({ id }) => id,
  name: ({ name }) => name,
  state: ({ state }) => state,
  'owner-id': ({ ownerId }) => ownerId,
  'creation-date': createdAt,
  'source-instance-id': ({ sourceInstanceId }) => sourceInstanceId,
  'source-image-id': ({ sourceImageId }) => sourceImageId,
  'source-image-region': ({ sourceImageRegion }) => sourceImageRegion,
  'block-device-mapping.snapshot-id': ({ mappings }) => mappings.flatMap(({ ebsSnapshotId }) => ebsSnapshotId ?? []),
};

/**
 * An image that is pending, or has failed, names the devices without their EBS snapshots: tools have met such mappings
 * (https://github.com/cloud-custodian/cloud-custodian/pull/206), and AWS does not say when the ids come.
 */
const snapshotIdIn = ({ state }: ImageRecord, { ebsSnapshotId }: MappingRecord): string | undefined =>
  state === 'pending' || state === 'failed' ? undefined : ebsSnapshotId;

const present = (world: World, found: ImageRecord): Image => presentAs(world, { ...found, ...flawsOf(world) });

const presentAs = (world: World, image: ImageRecord): Image => ({
  ImageId: image.id,
  Name: image.name,
  Description: image.description,
  State: image.state,
  ...(image.stateReason && { StateReason: { Code: image.stateReason.code, Message: image.stateReason.message } }),
  DeregistrationProtection: isProtected(world, image.id) ? 'enabled-without-cooldown' : 'disabled',
  SourceInstanceId: image.sourceInstanceId,
  ...(image.sourceImageId && { SourceImageId: image.sourceImageId, SourceImageRegion: image.sourceImageRegion }),
  ProductCodes: [],
  OwnerId: image.ownerId,
  CreationDate: createdAt(image),
  Public: false,
  RootDeviceType: 'ebs',
  RootDeviceName: image.mappings[0]?.device,
  Architecture: image.architecture ?? 'x86_64',
  EnaSupport: image.enaSupport ?? true,
  ...(image.bootMode && { BootMode: image.bootMode }),
  VirtualizationType: 'hvm',
  BlockDeviceMappings: image.mappings.map((mapping) => ({
    DeviceName: mapping.device,
    Ebs: {
      SnapshotId: snapshotIdIn(image, mapping),
      VolumeSize: mapping.sizeGiB,
      VolumeType: mapping.volumeType === 'gp3' ? 'gp3' : 'gp2',
      DeleteOnTermination: mapping.deleteOnTermination,
    },
  })),
  Tags: tagList(image.tags),
});

/**
 * "After all instances that reference a deregistered AMI are terminated, specifying the ID of the image will
 * eventually return an error": until then the answer is empty.
 */
function byId(world: World, ids: string[]): ImageRecord[] {
  const { images, instances } = world.ec2;
  const inUse = (id: string): boolean =>
    allTrue(instances).some(({ imageId, state }) => imageId === id && state !== 'terminated');
  const missing = ids.filter((id) => !visible(world, images, id) && !inUse(id));
  if (missing.length > 0) throw notFound('ami-', missing);
  return ids.flatMap((id) => visible(world, images, id) ?? []);
}

const KNOWN = [
  'ImageIds',
  'Owners',
  'Filters',
  'IncludeDeprecated',
  'IncludeDisabled',
  'MaxResults',
  'NextToken',
  'DryRun',
];

export function describeImages(world: World, input: DescribeImagesRequest): DescribeImagesResult {
  onlyKnows(input, { what: 'DescribeImages parameter', known: KNOWN });
  const seen = input.ImageIds?.length ? byId(world, input.ImageIds) : allVisible(world, world.ec2.images);
  const owners = input.Owners?.map((owner) => (owner === 'self' ? world.accountId : owner));
  const owned = seen.filter(({ ownerId }) => !owners?.length || owners.includes(ownerId));
  const shown = owned.filter(({ state }) => state !== 'disabled' || input.IncludeDisabled === true);
  const found = applyFilters(shown, { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  return { Images: items.map((image) => present(world, image)), NextToken };
}
