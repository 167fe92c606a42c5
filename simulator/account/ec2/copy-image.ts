/**
 * CopyImage: a new image with the content of another one, and the date of the copy. Of the copy EC2 reports
 * `SourceImageId` and `SourceImageRegion`, also when the original is gone, and no `SourceInstanceId` ("only appears if the AMI
 * was created using CreateImage"). What CreateImage made has a `SourceImageId` too, the image that its instance was launched
 * from, so that this alone tells no copy (EC2 user guide, "Use AMI ancestry to trace the origin of an AMI"; API reference,
 * Image and CopyImage).
 */
import type { CopyImageRequest, CopyImageResult } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { callers } from '../caller.ts';
import { drawLagMs, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { refuseName } from './create-image.ts';
import { newId } from './ids.ts';
import { develop, NO_VOLUME } from './image-life.ts';
import { missingParameter, target } from './lookup.ts';
import type { EbsSnapshotRecord, ImageRecord, MappingRecord } from './state.ts';
import { onlyTypes, tagsFor } from './tag-list.ts';

const KNOWN = [
  ...['SourceImageId', 'SourceRegion', 'Name', 'Description', 'CopyImageTags', 'TagSpecifications', 'ClientToken'],
  'DryRun',
];

/** When the content of an image was taken: of a copy, long before it was created. */
export const contentAtMs = ({ contentAtMs: at, createdAtMs }: ImageRecord): number => at ?? createdAtMs;

type Copying = { source: ImageRecord; imageId: string; input: CopyImageRequest; lagMs: number };

/** Each EBS snapshot is copied as well; tags of the original's snapshots are not, with any value of CopyImageTags. */
function copyOf(world: World, mapping: MappingRecord, { source, imageId, input, lagMs }: Copying): MappingRecord {
  const original = truth(world.ec2.ebsSnapshots, mapping.ebsSnapshotId ?? '');
  if (!original) return mapping;
  const id = newId(world, 'snap');
  const value: EbsSnapshotRecord = {
    ...{ id, tags: tagsFor('snapshot', input.TagSpecifications), createdAtMs: world.clock.nowMs(), state: 'pending' },
    ...{ madeBy: callers.getStore()?.name, sizeGiB: original.sizeGiB, volumeId: NO_VOLUME },
    description: `Copied for DestinationAmi ${imageId} from SourceAmi ${source.id} for SourceSnapshot ${original.id}.`,
  };
  write(world, world.ec2.ebsSnapshots, { id, value, lagMs });
  return { ...mapping, ebsSnapshotId: id };
}

const userTags = ({ tags }: ImageRecord): ImageRecord['tags'] =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));

function record(world: World, copying: Copying): ImageRecord {
  const { source, imageId: id, input } = copying;
  const { enaSupport, architecture, bootMode } = source;
  return {
    id,
    tags: { ...(input.CopyImageTags === true && userTags(source)), ...tagsFor('image', input.TagSpecifications) },
    name: input.Name ?? '',
    description: input.Description ?? `[Copied ${source.id} from ${world.region}]`,
    ...{ ownerId: world.accountId, state: 'pending', madeBy: callers.getStore()?.name },
    ...{ createdAtMs: world.clock.nowMs(), contentAtMs: contentAtMs(source) },
    ...{ sourceImageId: source.id, sourceImageRegion: world.region, enaSupport, architecture, bootMode },
    mappings: source.mappings.map((mapping) => copyOf(world, mapping, copying)),
  };
}

/** Within this Region, which is the only one that there is here. */
export function copyImage(world: World, input: CopyImageRequest): CopyImageResult {
  onlyKnows(input, { what: 'CopyImage parameter', known: KNOWN });
  onlyTypes(input.TagSpecifications, ['image', 'snapshot']);
  if (!input.SourceImageId) throw missingParameter('sourceImageId');
  if (!input.Name) throw missingParameter('name');
  if (input.SourceRegion !== world.region) throw new Error(`CopyImage from ${input.SourceRegion} is not simulated`);
  const source = target(world, world.ec2.images, { id: input.SourceImageId, prefix: 'ami-' });
  if (source.state !== 'available') {
    throw refusal('InvalidAMIID.Unavailable', { message: `The image ID '${source.id}' is not available` });
  }
  refuseName(world, input.Name);
  const imageId = newId(world, 'ami');
  const flaw = world.ec2.imageFlaws.get(source.id);
  if (flaw) world.ec2.imageFlaws.set(imageId, flaw);
  const lagMs = drawLagMs(world);
  const value = record(world, { source, imageId, input, lagMs });
  write(world, world.ec2.images, { id: imageId, value, lagMs });
  // A copy needs no volume, so a dark zone does not stop it; EC2 copies the snapshots within the Region.
  develop(world, { image: value, zone: '' });
  world.changed(`${imageId} pending`);
  return { ImageId: imageId };
}
