/** DescribeSnapshots, of this account's EBS snapshots. */
import type { DescribeSnapshotsRequest, DescribeSnapshotsResult, Snapshot } from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { EbsSnapshotRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const FILTERS: Filterable<EbsSnapshotRecord> = {
  'snapshot-id': ({ id }) => id,
  'volume-id': ({ volumeId }) => volumeId,
  status: ({ state }) => state,
  description: ({ description }) => description,
};

const PROGRESS = { pending: '42%', completed: '100%', error: '42%' } as const;

const present = ({ accountId }: World, snapshot: EbsSnapshotRecord): Snapshot => ({
  SnapshotId: snapshot.id,
  State: snapshot.state,
  Progress: PROGRESS[snapshot.state],
  StartTime: new Date(snapshot.createdAtMs),
  VolumeId: snapshot.volumeId,
  VolumeSize: snapshot.sizeGiB,
  Description: snapshot.description,
  OwnerId: accountId,
  Encrypted: false,
  StorageTier: 'standard',
  Tags: tagList(snapshot.tags),
});

const KNOWN = ['SnapshotIds', 'OwnerIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];

export function describeSnapshots(world: World, input: DescribeSnapshotsRequest): DescribeSnapshotsResult {
  onlyKnows(input, { what: 'DescribeSnapshots parameter', known: KNOWN });
  if (!input.OwnerIds?.length && !input.SnapshotIds?.length) {
    throw new NotSimulatedError("without OwnerIds EC2 lists everybody's public snapshots: say self");
  }
  const mine = !input.OwnerIds?.length || ['self', world.accountId].some((owner) => input.OwnerIds?.includes(owner));
  const seen = select(world, world.ec2.ebsSnapshots, { ids: input.SnapshotIds, prefix: 'snap-' });
  const found = applyFilters(mine ? seen : [], { filters: input.Filters, known: FILTERS });
  const excludedBy = input.SnapshotIds?.length ? 'snapshotSet' : undefined;
  const { items, NextToken } = paginate(world, found, { request: input, rules: { excludedBy } });
  return { Snapshots: items.map((snapshot) => present(world, snapshot)), NextToken };
}
