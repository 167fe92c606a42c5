/** EBS snapshots of ours whose image is gone: EC2 leaves those of a failed image behind, and they cost money for ever. */
import { type Snapshot as EbsSnapshot, paginateDescribeSnapshots } from '@aws-sdk/client-ec2';
import type { Whose } from '../domain/own-image.ts';
import { TAG } from '../domain/snapshot.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

export type OrphanQuestion = Whose & { imageIds: string[]; before: string };

/**
 * The ids of those that were taken before that instant, for an image that is none of these. EC2 itself names the image
 * in the description, and refuses to delete a snapshot that any image needs.
 */
export async function readOrphanSnapshots(
  { ec2 }: Pick<Clients, 'ec2'>,
  { appliance, owner, imageIds, before }: OrphanQuestion,
): Promise<string[]> {
  const Filters = [
    { Name: `tag:${TAG.appliance}`, Values: [appliance] },
    { Name: `tag:${TAG.owner}`, Values: [owner] },
  ];
  const isOrphan = ({ Description = '', StartTime }: EbsSnapshot): boolean => {
    const imageId = /^Created by CreateImage\(.*\) for (ami-[0-9a-f]+)/.exec(Description)?.[1];
    return imageId !== undefined && !imageIds.includes(imageId) && (StartTime?.toISOString() ?? before) < before;
  };
  return sending(`reading the EBS snapshots of ${appliance}`, async () => {
    const ids: string[] = [];
    for await (const { Snapshots = [] } of paginateDescribeSnapshots(
      { client: ec2 },
      { OwnerIds: ['self'], Filters },
    )) {
      ids.push(...Snapshots.filter(isOrphan).flatMap(({ SnapshotId }) => SnapshotId ?? []));
    }
    return ids;
  });
}
