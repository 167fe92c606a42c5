/** CreateImage: an image and one EBS snapshot for each volume, all pending, found or not found together. */
import type { CreateImageRequest, CreateImageResult } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { callers } from '../caller.ts';
import { allTrue, drawLagMs, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { newId } from './ids.ts';
import { develop, flawOf, restart } from './image-life.ts';
import { missingParameter, target } from './lookup.ts';
import type { EbsSnapshotRecord, ImageRecord, InstanceRecord, MappingRecord, VolumeRecord } from './state.ts';
import { onlyTypes, tagsFor } from './tag-list.ts';

const KNOWN = ['InstanceId', 'Name', 'Description', 'NoReboot', 'TagSpecifications', 'DryRun'];

const WELL_FORMED = /^[\w()[\] ./\-'@]{3,128}$/;

/** Of one account and Region, in every state of the image, until it is deregistered. */
export function refuseName(world: World, name: string): void {
  if (!WELL_FORMED.test(name)) {
    const message =
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, ()[] ./-'@_";
    throw refusal('InvalidAMIName.Malformed', { message });
  }
  const holder = allTrue(world.ec2.images).find(
    (image) => image.name === name && image.ownerId === world.accountId && image.state !== 'deregistered',
  );
  if (!holder) return;
  throw refusal('InvalidAMIName.Duplicate', { message: `AMI name ${name} is already in use by AMI ${holder.id}` });
}

/** In EC2's own words: https://github.com/aws-samples/aws-systemsmanagerautomation-with-asglifecyclehooks/issues/2 */
function refuseState({ id, state }: InstanceRecord): void {
  if (['running', 'stopping', 'stopped'].includes(state)) return;
  const message = `Invalid value '${id}' for instanceId. Instance is not in state 'running' or 'stopping' or 'stopped'`;
  throw refusal('InvalidParameterValue', { message });
}

/** As EC2 writes it; a copied or registered image's snapshots carry another description. */
export const createdByCreateImage = ({ instanceId, imageId }: { instanceId: string; imageId: string }): string =>
  `Created by CreateImage(${instanceId}) for ${imageId}`;

type Taking = { instance: InstanceRecord; imageId: string; input: CreateImageRequest; lagMs: number };

function snapshotOf(world: World, volume: VolumeRecord, { instance, imageId, input, lagMs }: Taking): MappingRecord {
  const id = newId(world, 'snap');
  const { device, sizeGiB, volumeType, deleteOnTermination } = volume;
  const value: EbsSnapshotRecord = {
    id,
    tags: tagsFor('snapshot', input.TagSpecifications),
    createdAtMs: world.clock.nowMs(),
    madeBy: callers.getStore()?.name,
    state: 'pending',
    sizeGiB,
    volumeId: volume.id,
    description: createdByCreateImage({ instanceId: instance.id, imageId }),
  };
  write(world, world.ec2.ebsSnapshots, { id, value, lagMs });
  return { device, ebsSnapshotId: id, sizeGiB, volumeType, deleteOnTermination };
}

/** ENA support, architecture and boot mode are those of the image that the instance runs from. */
function inherited(world: World, { imageId }: InstanceRecord): Partial<ImageRecord> {
  const { enaSupport, architecture, bootMode } = truth(world.ec2.images, imageId) ?? {};
  return { enaSupport, architecture, bootMode };
}

/** Every tag is there from the first moment in which the image is seen, unlike one that CreateTags adds. */
function take(world: World, taking: Taking): ImageRecord {
  const { instance, imageId, input, lagMs } = taking;
  const volumes = instance.volumeIds.flatMap((id) => truth(world.ec2.volumes, id) ?? []);
  const value: ImageRecord = {
    id: imageId,
    tags: tagsFor('image', input.TagSpecifications),
    name: input.Name ?? '',
    description: input.Description,
    ownerId: world.accountId,
    state: 'pending',
    createdAtMs: world.clock.nowMs(),
    madeBy: callers.getStore()?.name,
    sourceInstanceId: instance.id,
    ...{ sourceImageId: instance.imageId, sourceImageRegion: world.region },
    ...inherited(world, instance),
    mappings: volumes.map((volume) => snapshotOf(world, volume, taking)),
  };
  write(world, world.ec2.images, { id: imageId, value, lagMs });
  return value;
}

export function createImage(world: World, input: CreateImageRequest): CreateImageResult {
  onlyKnows(input, { what: 'CreateImage parameter', known: KNOWN });
  onlyTypes(input.TagSpecifications, ['image', 'snapshot']);
  if (!input.InstanceId) throw missingParameter('instanceId');
  if (!input.Name) throw missingParameter('name');
  const instance = target(world, world.ec2.instances, { id: input.InstanceId, prefix: 'i-' });
  refuseState(instance);
  refuseName(world, input.Name);
  const imageId = newId(world, 'ami');
  const flaw = flawOf(world, instance);
  if (flaw) world.ec2.imageFlaws.set(imageId, flaw);
  const image = take(world, { instance, imageId, input, lagMs: drawLagMs(world) });
  develop(world, { image, zone: instance.zone });
  if (input.NoReboot !== true) restart(world, instance);
  world.changed(`${imageId} pending`);
  return { ImageId: imageId };
}
