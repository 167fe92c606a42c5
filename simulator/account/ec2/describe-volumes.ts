/** DescribeVolumes. */
import type { DescribeVolumesRequest, DescribeVolumesResult, Volume } from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { VolumeRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const FILTERS: Filterable<VolumeRecord> = {
  'volume-id': ({ id }) => id,
  'attachment.instance-id': ({ instanceId }) => instanceId,
  'attachment.device': ({ instanceId, device }) => (instanceId ? device : undefined),
  'availability-zone': ({ zone }) => zone,
  'snapshot-id': ({ ebsSnapshotId }) => ebsSnapshotId,
  status: ({ instanceId }) => (instanceId ? 'in-use' : 'available'),
};

const present = (volume: VolumeRecord): Volume => ({
  VolumeId: volume.id,
  AvailabilityZone: volume.zone,
  Size: volume.sizeGiB,
  SnapshotId: volume.ebsSnapshotId,
  VolumeType: volume.volumeType as Volume['VolumeType'],
  Encrypted: false,
  VolumeInitializationRate: volume.initializationRate,
  State: volume.instanceId ? 'in-use' : 'available',
  CreateTime: new Date(volume.createdAtMs),
  Attachments: volume.instanceId
    ? [
        {
          InstanceId: volume.instanceId,
          VolumeId: volume.id,
          Device: volume.device,
          State: 'attached',
          DeleteOnTermination: volume.deleteOnTermination,
        },
      ]
    : [],
  Tags: tagList(volume.tags),
});

export function describeVolumes(world: World, input: DescribeVolumesRequest): DescribeVolumesResult {
  const known = ['VolumeIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];
  onlyKnows(input, { what: 'DescribeVolumes parameter', known });
  const seen = select(world, world.ec2.volumes, { ids: input.VolumeIds, prefix: 'vol-' });
  const found = applyFilters(seen, { filters: input.Filters, known: FILTERS });
  const excludedBy = input.VolumeIds?.length ? 'volumeSet' : undefined;
  const { items, NextToken } = paginate(world, found, { request: input, rules: { excludedBy } });
  return { Volumes: items.map(present), NextToken };
}
