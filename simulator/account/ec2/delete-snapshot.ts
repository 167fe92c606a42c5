/** DeleteSnapshot: of an EBS snapshot that belongs to no image any more. */
import type { DeleteSnapshotRequest } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import type { World } from '../world.ts';
import { imagesUsing, removeSnapshot } from './image-snapshots.ts';
import { missingParameter, target } from './lookup.ts';

export function deleteSnapshot(world: World, input: DeleteSnapshotRequest): object {
  onlyKnows(input, { what: 'DeleteSnapshot parameter', known: ['SnapshotId', 'DryRun'] });
  if (!input.SnapshotId) throw missingParameter('snapshotId');
  const { id } = target(world, world.ec2.ebsSnapshots, { id: input.SnapshotId, prefix: 'snap-' });
  const [image] = imagesUsing(world, id);
  if (image) {
    throw refusal('InvalidSnapshot.InUse', { message: `The snapshot ${id} is currently in use by ${image.id}` });
  }
  removeSnapshot(world, id);
  return {};
}
