/** EBS snapshots of ours whose image is gone: EC2 leaves those of a failed image behind, and they cost money for ever. */
import { type Snapshot as EbsSnapshot, paginateDescribeSnapshots } from '@aws-sdk/client-ec2';
import type { Whose } from '../domain/images/standing.ts';
import { TAG } from '../domain/snapshot.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

/** `orphanedSince`: what a rotation has written on it when it first found its image gone. */
export type ImageSnapshot = {
  id: string;
  hasImage: boolean;
  /** The instance that EC2 names in the description as the source of the image. */
  sourceInstanceId?: string | undefined;
  orphanedSince?: string | undefined;
};

/**
 * Every one that CreateImage made for this appliance. EC2 itself names the image in the description, and refuses to delete
 * a snapshot that any image needs.
 */
export async function readImageSnapshots(
  { ec2 }: Pick<Clients, 'ec2'>,
  { appliance, owner, imageIds }: Whose & { imageIds: string[] },
): Promise<ImageSnapshot[]> {
  const Filters = [
    { Name: `tag:${TAG.appliance}`, Values: [appliance] },
    { Name: `tag:${TAG.owner}`, Values: [owner] },
  ];
  const read = ({ SnapshotId, Description = '', Tags }: EbsSnapshot): ImageSnapshot[] => {
    const [, sourceInstanceId, imageId] = /^Created by CreateImage\((.*)\) for (ami-[0-9a-f]+)/.exec(Description) ?? [];
    if (!SnapshotId || imageId === undefined) return [];
    const orphanedSince = tagsOf(Tags)[TAG.orphanedSince];
    return [{ id: SnapshotId, hasImage: imageIds.includes(imageId), sourceInstanceId, orphanedSince }];
  };
  return sending(`reading the EBS snapshots of ${appliance}`, async () => {
    const found: ImageSnapshot[] = [];
    for await (const { Snapshots = [] } of paginateDescribeSnapshots(
      { client: ec2 },
      { OwnerIds: ['self'], Filters },
    )) {
      found.push(...Snapshots.flatMap(read));
    }
    return found;
  });
}
