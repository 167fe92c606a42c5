/** What carries the tag of the conformance kit and is still there, from this run or an earlier one. */
import { DescribeAddressesCommand, DescribeImagesCommand, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import type { Clients } from '../clients.ts';
import { tagsOf } from '../tags.ts';

export type Stray = { what: string; mark: string; command: string };

const GONE = ['shutting-down', 'terminated'];

type Ec2 = Pick<Clients, 'ec2'>;

async function instances({ ec2 }: Ec2, tag: string): Promise<Stray[]> {
  const found: Stray[] = [];
  const Filters = [{ Name: 'tag-key', Values: [tag] }];
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: ec2 }, { Filters })) {
    for (const { InstanceId: id = '', State, Tags } of Reservations.flatMap((each) => each.Instances ?? [])) {
      if (GONE.includes(State?.Name ?? '')) continue;
      const command = `aws ec2 terminate-instances --instance-ids ${id}`;
      found.push({ what: `the instance ${id}`, mark: tagsOf(Tags)[tag] ?? '', command });
    }
  }
  return found;
}

async function addresses({ ec2 }: Ec2, tag: string): Promise<Stray[]> {
  const Filters = [{ Name: 'tag-key', Values: [tag] }];
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({ Filters }));
  return Addresses.map(({ AllocationId: id = '', Tags }) => ({
    ...{ what: `the address ${id}`, mark: tagsOf(Tags)[tag] ?? '' },
    command: `aws ec2 release-address --allocation-id ${id}`,
  }));
}

async function images({ ec2 }: Ec2, tag: string): Promise<Stray[]> {
  const Filters = [{ Name: 'tag-key', Values: [tag] }];
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'], Filters }));
  return Images.filter(({ State }) => String(State) !== 'deregistered').map(({ ImageId: id = '', Tags }) => ({
    ...{ what: `the image ${id} and its snapshots`, mark: tagsOf(Tags)[tag] ?? '' },
    command: `aws ec2 deregister-image --image-id ${id} --delete-associated-snapshots`,
  }));
}

export const straysOf = async (clients: Ec2, tag: string): Promise<Stray[]> =>
  (await Promise.all([instances(clients, tag), addresses(clients, tag), images(clients, tag)])).flat();
