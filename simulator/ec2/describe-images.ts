/** DescribeImages. A deregistered image may be shown for a while: that is the read lag of its deletion. */
import type { DescribeImagesRequest, DescribeImagesResult, Image } from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { ImageRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const createdAt = ({ createdAtMs }: ImageRecord): string => new Date(createdAtMs).toISOString();

const FILTERS: Filterable<ImageRecord> = {
  'image-id': ({ id }) => id,
  name: ({ name }) => name,
  state: ({ state }) => state,
  'owner-id': ({ ownerId }) => ownerId,
  'creation-date': createdAt,
  'block-device-mapping.snapshot-id': ({ mappings }) => mappings.flatMap(({ ebsSnapshotId }) => ebsSnapshotId ?? []),
};

const present = (image: ImageRecord): Image => ({
  ImageId: image.id,
  Name: image.name,
  State: image.state,
  OwnerId: image.ownerId,
  CreationDate: createdAt(image),
  Public: false,
  RootDeviceType: 'ebs',
  RootDeviceName: image.mappings[0]?.device,
  Architecture: 'x86_64',
  VirtualizationType: 'hvm',
  BlockDeviceMappings: image.mappings.map(({ device, ebsSnapshotId, sizeGiB, volumeType, deleteOnTermination }) => ({
    DeviceName: device,
    Ebs: {
      SnapshotId: ebsSnapshotId,
      VolumeSize: sizeGiB,
      VolumeType: volumeType === 'gp3' ? 'gp3' : 'gp2',
      DeleteOnTermination: deleteOnTermination,
    },
  })),
  Tags: tagList(image.tags),
});

const KNOWN = ['ImageIds', 'Owners', 'Filters', 'IncludeDeprecated', 'MaxResults', 'NextToken', 'DryRun'];

export function describeImages(world: World, input: DescribeImagesRequest): DescribeImagesResult {
  onlyKnows(input, { what: 'DescribeImages parameter', known: KNOWN });
  const seen = select(world, world.ec2.images, { ids: input.ImageIds, prefix: 'ami-' });
  const owners = input.Owners?.map((owner) => (owner === 'self' ? world.accountId : owner));
  const owned = seen.filter(({ ownerId }) => !owners?.length || owners.includes(ownerId));
  const found = applyFilters(owned, { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  return { Images: items.map(present), NextToken };
}
