/** DeregisterImage, alone or together with the EBS snapshots that no other image shares. */
import type { DeleteSnapshotReturnCode, DeregisterImageRequest, DeregisterImageResult } from '@aws-sdk/client-ec2';
import { IMAGE_MS } from '../../durations.ts';
import { between } from '../../random.ts';
import { type AwsError, onlyKnows, refusal } from '../aws-error.ts';
import { callers } from '../caller.ts';
import { drawLagMs, truth, visible, write } from '../consistency.ts';
import { refusalOf } from '../faults/calls.ts';
import type { World } from '../world.ts';
import { isProtected } from './conditions.ts';
import { isShared, removeSnapshot } from './image-snapshots.ts';
import { missingParameter, notFound } from './lookup.ts';
import type { ImageRecord } from './state.ts';

function deregistrable(world: World, id: string): ImageRecord {
  const { images, gone } = world.ec2;
  const image = truth(images, id);
  if (gone.has(id) || image?.state === 'deregistered') {
    throw refusal('InvalidAMIID.Unavailable', { message: `The image ID '${id}' is no longer available` });
  }
  if (!image || !visible(world, images, id)) throw notFound('ami-', [id]);
  if (image.ownerId !== world.accountId) {
    throw refusal('AuthFailure', { message: `Not authorized for image:${id}` });
  }
  if (!isProtected(world, id)) return image;
  const message = `The image '${id}' is protected from deregistration. Disable its deregistration protection first.`;
  throw refusal('OperationNotPermitted', { message });
}

function returnCodeOf({ name, httpStatusCode }: AwsError): DeleteSnapshotReturnCode['ReturnCode'] {
  if (name === 'UnauthorizedOperation') return 'missing-permissions';
  return httpStatusCode >= 500 ? 'internal-error' : 'client-error';
}

/** EC2 deletes each as the caller, whose right to do so it needs as well: a fault of DeleteSnapshot strikes here too. */
function deleteOne(world: World, { id, image }: { id: string; image: ImageRecord }): DeleteSnapshotReturnCode {
  if (isShared(world, { id, except: image.id })) return { SnapshotId: id, ReturnCode: 'skipped' };
  const caller = callers.getStore()?.name ?? 'person';
  const call = { service: 'EC2' as const, action: 'DeleteSnapshot', caller, input: { SnapshotId: id } };
  const refused = refusalOf(world, call);
  if (refused) return { SnapshotId: id, ReturnCode: returnCodeOf(refused) };
  removeSnapshot(world, id);
  return { SnapshotId: id, ReturnCode: 'success' };
}

/** Only an available image says which snapshots are its own; those of a pending or failed one are left behind. */
const ownSnapshotIds = (world: World, { state, mappings }: ImageRecord): string[] => {
  const named = state === 'available' ? mappings.flatMap(({ ebsSnapshotId }) => ebsSnapshotId ?? []) : [];
  return [...new Set(named)].filter((id) => truth(world.ec2.ebsSnapshots, id) !== undefined);
};

/** "Recently deregistered images appear in the returned results for a short interval" (EC2's API reference). */
function linger(world: World, image: ImageRecord): void {
  const { images, gone } = world.ec2;
  write(world, images, { id: image.id, value: { ...image, state: 'deregistered' }, lagMs: drawLagMs(world) });
  world.clock.at(world.clock.nowMs() + between(world.random, IMAGE_MS.deregisteredStaysVisible), () => {
    images.delete(image.id);
    gone.set(image.id, image);
  });
}

export function deregisterImage(world: World, input: DeregisterImageRequest): DeregisterImageResult {
  const known = ['ImageId', 'DeleteAssociatedSnapshots', 'DryRun'];
  onlyKnows(input, { what: 'DeregisterImage parameter', known });
  if (!input.ImageId) throw missingParameter('imageId');
  const image = deregistrable(world, input.ImageId);
  linger(world, image);
  world.changed(`${image.id} deregistered`);
  if (!input.DeleteAssociatedSnapshots) return { Return: true };
  const DeleteSnapshotResults = ownSnapshotIds(world, image).map((id) => deleteOne(world, { id, image }));
  return { Return: true, DeleteSnapshotResults };
}
