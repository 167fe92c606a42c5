/** Makes the images of a rotation, and prunes those that retention does not keep. */
import {
  CreateImageCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  type TagSpecification,
} from '@aws-sdk/client-ec2';
import { messageOf, TransientError } from '../domain/errors.ts';
import type { Image } from '../domain/snapshot.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { onlyOurTags, refusesTags } from './missing-part.ts';
import { GONE_CODES } from './read-images.ts';
import { tagList } from './tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

type ImageWanted = {
  instanceId: string;
  name: string;
  reboot: boolean;
  imageTags: Record<string, string>;
  snapshotTags: Record<string, string>;
  /** The user's, for both. */
  ownTags: Record<string, string>;
};

/**
 * An endpoint that is not EC2 itself may not know tags of snapshots, and answers with a page instead of an error. The
 * image is what counts: its EBS snapshots are found by its own mappings as well, and the name keeps it from being twice.
 */
const isNotUnderstood = (cause: unknown): boolean =>
  cause instanceof Error && (cause.name === 'NotImplemented' || cause.message.includes('Deserialization error'));

/** Too many snapshots of one volume, or at once: EC2 asks to wait for 15 s and more (aws-facts 3.4). */
const LATER_CODES = ['SnapshotCreationPerVolumeRateExceeded', 'ConcurrentSnapshotLimitExceeded'];

/**
 * There is no client token, but a name is given once: a repetition answers `name-taken`, no matter which image has it.
 * All tags are part of the request, because CreateTags may not find a new image.
 */
export async function createImage({ ec2 }: Ec2, wanted: ImageWanted): Promise<{ imageId: string } | 'name-taken'> {
  const { instanceId, name, reboot, imageTags, snapshotTags, ownTags } = wanted;
  const doing = `taking image ${name} of ${instanceId}`;
  const request = { InstanceId: instanceId, Name: name, NoReboot: !reboot };
  const ofImage: TagSpecification = { ResourceType: 'image', Tags: tagList({ ...ownTags, ...imageTags }) };
  const ofSnapshots: TagSpecification = { ResourceType: 'snapshot', Tags: tagList({ ...ownTags, ...snapshotTags }) };
  const ask = (TagSpecifications: TagSpecification[]) =>
    ec2.send(new CreateImageCommand({ ...request, TagSpecifications }));
  try {
    const { ImageId } = await ask([ofImage, ofSnapshots]).catch((cause: unknown) => {
      if (isNotUnderstood(cause)) return ask([ofImage]);
      // A policy that refuses a tag of the user must not keep the nights from having images.
      const bare = refusesTags(cause) && Object.keys(ownTags).length > 0;
      return bare ? ask(onlyOurTags([ofImage, ofSnapshots])) : Promise.reject(cause);
    });
    if (!ImageId) throw new TransientError(`${doing}: EC2 answered without an image`);
    return { imageId: ImageId };
  } catch (cause) {
    if (codeOf(cause) === 'InvalidAMIName.Duplicate') return 'name-taken';
    if (LATER_CODES.includes(codeOf(cause))) throw new TransientError(`${doing}: ${messageOf(cause)}`, { cause });
    return sending(doing, () => Promise.reject(cause));
  }
}

type Deregistered = { outcome: 'deregistered' | 'gone' | 'protected'; problems: string[] };

/** `gone` when another caller was faster; `protected` when EC2's deregistration protection keeps it. */
export async function deregister(clients: Ec2, image: Pick<Image, 'id' | 'ebsSnapshotIds'>): Promise<Deregistered> {
  const { id, ebsSnapshotIds } = image;
  try {
    const { DeleteSnapshotResults = [] } = await clients.ec2.send(
      new DeregisterImageCommand({ ImageId: id, DeleteAssociatedSnapshots: true }),
    );
    // `skipped` is a snapshot that another image shares. Those that EC2 does not report as deleted are deleted one by
    // one.
    const settled = DeleteSnapshotResults.filter(({ ReturnCode = '' }) => ['success', 'skipped'].includes(ReturnCode));
    const left = ebsSnapshotIds.filter((each) => !settled.some(({ SnapshotId }) => SnapshotId === each));
    const problems = await Promise.all(left.map((each) => deleteSnapshot(clients, each)));
    return { outcome: 'deregistered', problems: problems.flatMap((problem) => problem ?? []) };
  } catch (cause) {
    if (GONE_CODES.includes(codeOf(cause))) return { outcome: 'gone', problems: [] };
    if (codeOf(cause) === 'OperationNotPermitted') return { outcome: 'protected', problems: [] };
    return sending(`deregistering ${id}`, () => Promise.reject(cause));
  }
}

/** One that is in use belongs to another image, and one that is not found is gone. */
const SETTLED_CODES = ['InvalidSnapshot.InUse', 'InvalidSnapshot.NotFound'];

/** What stands in the way, or undefined: an EBS snapshot that stays costs money and nothing else. */
export async function deleteSnapshot({ ec2 }: Ec2, id: string): Promise<string | undefined> {
  try {
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId: id }));
    return undefined;
  } catch (cause) {
    return SETTLED_CODES.includes(codeOf(cause)) ? undefined : `${id} stays: ${codeOf(cause)}: ${messageOf(cause)}`;
  }
}
