/** The one reader of images. Owner `self`, always: another account's image of the same name is never considered. */
import {
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  type Image as Ec2Image,
  paginateDescribeImages,
} from '@aws-sdk/client-ec2';
import { isFixed } from '../domain/images/naming.ts';
import { standingOf, type Whose } from '../domain/images/standing.ts';
import { type Image, TAG } from '../domain/snapshot.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

const OWN = { Owners: ['self'] };

/** EC2 lists a disabled image only on request; its name is taken all the same. */
const WITH_DISABLED = { ...OWN, IncludeDisabled: true };

function imageOf(found: Ec2Image, whose: Whose): Image {
  const devices = (found.BlockDeviceMappings ?? []).filter(({ Ebs }) => Ebs !== undefined);
  const tags = tagsOf(found.Tags);
  return {
    id: found.ImageId ?? '',
    name: found.Name ?? '',
    state: found.State ?? 'unknown',
    createdAt: found.CreationDate ?? '',
    sourceInstanceId: found.SourceInstanceId,
    sourceImageId: found.SourceImageId,
    tags,
    ...standingOf({ tags }, whose),
    // Any value other than "disabled" can make EC2 refuse: one of them means a cooldown of a day.
    protected: (found.DeregistrationProtection ?? 'disabled') !== 'disabled',
    devices: devices.flatMap(({ DeviceName }) => DeviceName ?? []),
    snapshotDevices: devices.flatMap(({ DeviceName, Ebs }) => (Ebs?.SnapshotId && DeviceName) || []),
    keptDevices: devices.flatMap(({ DeviceName, Ebs }) => (Ebs?.DeleteOnTermination === false && DeviceName) || []),
    ebsSnapshotIds: devices.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []),
  };
}

type Wanted = { doing: string; input: DescribeImagesCommandInput };

const list = ({ ec2 }: Ec2, whose: Whose, { doing, input }: Wanted): Promise<Image[]> =>
  sending(doing, async () => {
    const images: Image[] = [];
    for await (const { Images = [] } of paginateDescribeImages({ client: ec2 }, input)) {
      images.push(...Images.map((found) => imageOf(found, whose)));
    }
    return images;
  });

/** Every image of that Name, or the one of that id, in any state but disabled. */
export const readCalled = (clients: Ec2, whose: Whose, image: string): Promise<Image[]> =>
  list(clients, whose, {
    doing: 'reading the images',
    input: isFixed({ image })
      ? { ...OWN, ImageIds: [image] }
      : { ...OWN, Filters: [{ Name: 'tag:Name', Values: [image] }] },
  });

/** The same without those of another appliance or stack. */
export async function readFamily(clients: Ec2, whose: Whose, image: string): Promise<Image[]> {
  return (await readCalled(clients, whose, image)).filter(({ standing }) => standing !== 'foreign');
}

/** Every image that carries the tag of the appliance, in any state. */
export const readTagged = (clients: Ec2, whose: Whose): Promise<Image[]> =>
  list(clients, whose, {
    doing: `reading the images of ${whose.appliance}`,
    input: { ...WITH_DISABLED, Filters: [{ Name: `tag:${TAG.appliance}`, Values: [whose.appliance] }] },
  });

/** A name belongs to at most one image of the account and Region. */
export async function readImageNamed(clients: Ec2, whose: Whose, name: string): Promise<Image | undefined> {
  const input = { ...WITH_DISABLED, Filters: [{ Name: 'name', Values: [name] }] };
  const found = await list(clients, whose, { doing: `reading the image ${name}`, input });
  return found.find(({ state }) => state !== 'deregistered');
}

/** EC2 takes no more values of one filter. */
const FILTER_VALUES_MAX = 200;

/** What still exists of these, disabled ones too; one that is gone is no error. */
export async function readExisting(clients: Ec2, whose: Whose, imageIds: string[]): Promise<Image[]> {
  if (imageIds.length === 0) return [];
  const Filters = [{ Name: 'image-id', Values: imageIds.slice(0, FILTER_VALUES_MAX) }];
  return list(clients, whose, { doing: 'reading the originals of copies', input: { ...WITH_DISABLED, Filters } });
}

export const GONE_CODES = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'];

/** Undefined for one that EC2 does not know, or does not know yet. */
export async function readImage({ ec2 }: Ec2, whose: Whose, imageId: string): Promise<Image | undefined> {
  try {
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ ...WITH_DISABLED, ImageIds: [imageId] }));
    return Images.map((found) => imageOf(found, whose))[0];
  } catch (cause) {
    if (GONE_CODES.includes(codeOf(cause))) return undefined;
    return sending(`reading ${imageId}`, () => Promise.reject(cause));
  }
}
