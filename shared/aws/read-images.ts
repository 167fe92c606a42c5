/** The images of one appliance. Owner `self`, always: a stranger's image of the same name is never considered. */
import { type DescribeImagesCommandInput, type Image as Ec2Image, paginateDescribeImages } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import { goodImages } from '../domain/image.ts';
import type { Image } from '../domain/snapshot.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

/** @throws RefusedError when no image is good. */
export async function readGoodImages(clients: Clients, image: string): Promise<Image[]> {
  const found = await sending('reading the images', () => readImages(clients, image));
  const good = goodImages(found);
  if (good.length === 0) {
    throw new RefusedError(
      `image: none of the ${found.length} available images of this account named "${image}" is good`,
    );
  }
  return good;
}

async function readImages({ ec2 }: Clients, image: string): Promise<Image[]> {
  const input: DescribeImagesCommandInput = image.startsWith('ami-')
    ? { Owners: ['self'], ImageIds: [image] }
    : { Owners: ['self'], Filters: [{ Name: 'tag:Name', Values: [image] }] };
  const images: Image[] = [];
  for await (const { Images = [] } of paginateDescribeImages({ client: ec2 }, input)) {
    images.push(...Images.filter(({ State }) => State === 'available').map(imageOf));
  }
  return images;
}

const imageOf = ({ ImageId = '', Name = '', CreationDate = '', Tags }: Ec2Image): Image => ({
  id: ImageId,
  name: Name,
  createdAt: CreationDate,
  tags: tagsOf(Tags),
});
