/** The images of one appliance. Owner `self`, always: another account's image of the same name is never considered. */
import { type DescribeImagesCommandInput, type Image as Ec2Image, paginateDescribeImages } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import { goodImages, isStrangers } from '../domain/image.ts';
import { isFixed, type Whose } from '../domain/own-image.ts';
import type { Image } from '../domain/snapshot.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

export type ImagesOf = Whose & { image: string };

/**
 * A Name is no identity: two appliances, or two stacks, may use the same one. Whoever names an id means that image.
 *
 * @throws RefusedError when no image is good.
 */
export async function readGoodImages(clients: Clients, { image, ...whose }: ImagesOf): Promise<Image[]> {
  const found = await sending('reading the images', () => readImages(clients, image));
  const strangers = isFixed({ image }) ? [] : found.filter((each) => isStrangers(each, whose));
  const good = goodImages(found.filter((each) => !strangers.includes(each)));
  if (good.length > 0) return good;
  const none = `image: none of the ${found.length} available images of this account named "${image}" is good`;
  const theirs = `${strangers.length} of them belong to another appliance or stack by their tags`;
  throw new RefusedError(strangers.length > 0 ? `${none} for ${whose.appliance} of ${whose.owner}: ${theirs}` : none);
}

async function readImages({ ec2 }: Clients, image: string): Promise<Image[]> {
  const input: DescribeImagesCommandInput = isFixed({ image })
    ? { Owners: ['self'], ImageIds: [image] }
    : { Owners: ['self'], Filters: [{ Name: 'tag:Name', Values: [image] }] };
  const images: Image[] = [];
  for await (const { Images = [] } of paginateDescribeImages({ client: ec2 }, input)) {
    images.push(...Images.filter(({ State }) => State === 'available').map(imageOf));
  }
  return images;
}

const imageOf = ({ ImageId = '', Name = '', CreationDate = '', SourceInstanceId, Tags }: Ec2Image): Image => ({
  id: ImageId,
  name: Name,
  createdAt: CreationDate,
  sourceInstanceId: SourceInstanceId,
  tags: tagsOf(Tags),
});
