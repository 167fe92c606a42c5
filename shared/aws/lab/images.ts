/** Images of the conformance kit, and what EC2 shows of those that a rotation has made. */
import {
  CreateImageCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  DisableImageDeregistrationProtectionCommand,
  EnableImageDeregistrationProtectionCommand,
} from '@aws-sdk/client-ec2';
import { codeOf } from '../classify-error.ts';
import type { Clients } from '../clients.ts';
import { tagList, tagsOf } from '../tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

export async function createImageForLab(
  { ec2 }: Ec2,
  { instanceId, name, tags }: { instanceId: string; name: string; tags: Record<string, string> },
): Promise<string> {
  const Tags = tagList(tags);
  const TagSpecifications = (['image', 'snapshot'] as const).map((ResourceType) => ({ ResourceType, Tags }));
  const { ImageId } = await ec2.send(
    new CreateImageCommand({ InstanceId: instanceId, Name: name, NoReboot: true, TagSpecifications }),
  );
  if (!ImageId) throw new Error('EC2 answered without an image');
  return ImageId;
}

type LabImage = { state: string; tags: Record<string, string>; snapshotIds: string[] };

/** Undefined once it is deregistered. */
export async function imageForLab({ ec2 }: Ec2, id: string): Promise<LabImage | undefined> {
  try {
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }));
    const [found] = Images;
    if (!found || String(found.State) === 'deregistered') return undefined;
    const snapshotIds = (found.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
    return { state: found.State ?? '', tags: tagsOf(found.Tags), snapshotIds };
  } catch (cause) {
    if (['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'].includes(codeOf(cause))) return undefined;
    throw cause;
  }
}

export async function snapshotsForLab({ ec2 }: Ec2, SnapshotIds: string[]) {
  if (SnapshotIds.length === 0) return [];
  const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds }));
  return Snapshots.map(({ Description = '', Tags }) => ({ description: Description, tags: tagsOf(Tags) }));
}

export const deregisterForLab = ({ ec2 }: Ec2, ImageId: string): Promise<unknown> =>
  ec2.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }));

export const protectImageForLab = ({ ec2 }: Ec2, ImageId: string, on: boolean): Promise<unknown> =>
  on
    ? ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId, WithCooldown: false }))
    : ec2.send(new DisableImageDeregistrationProtectionCommand({ ImageId }));
