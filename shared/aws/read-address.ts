/** The Elastic IP, which is the appliance's identity. */
import { DescribeAddressesCommand, type Address as Ec2Address } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import { type Address, TAG } from '../domain/snapshot.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

/** @throws RefusedError when the account has no such address in this Region. */
export async function readAddress({ ec2 }: Pick<Clients, 'ec2'>, floatingIp: string): Promise<Address> {
  const name = floatingIp.startsWith('eipalloc-') ? 'allocation-id' : 'public-ip';
  const { Addresses = [] } = await sending('reading the address', () =>
    ec2.send(new DescribeAddressesCommand({ Filters: [{ Name: name, Values: [floatingIp] }] })),
  );
  const [first, ...more] = Addresses;
  const found = addressOf(first);
  if (!found || more.length > 0) {
    throw new RefusedError(
      `floatingIp: ${Addresses.length} addresses with ${name} ${floatingIp} in this account and Region`,
    );
  }
  return found;
}

/** Every address whose tag names this instance as the active one, regardless of the address's holder and owner. */
export async function readAddressesOf({ ec2 }: Pick<Clients, 'ec2'>, instanceId: string): Promise<Address[]> {
  const Filters = [{ Name: `tag:${TAG.activeInstance}`, Values: [instanceId] }];
  const { Addresses = [] } = await sending(`reading the addresses of ${instanceId}`, () =>
    ec2.send(new DescribeAddressesCommand({ Filters })),
  );
  return Addresses.flatMap((found) => addressOf(found) ?? []);
}

export function addressOf(found: Ec2Address | undefined): Address | undefined {
  if (!found?.AllocationId || !found.PublicIp) return undefined;
  return {
    allocationId: found.AllocationId,
    publicIp: found.PublicIp,
    associationId: found.AssociationId || undefined,
    borderGroup: found.NetworkBorderGroup || undefined,
    instanceId: found.InstanceId || undefined,
    networkInterfaceId: found.NetworkInterfaceId || undefined,
    tags: tagsOf(found.Tags),
  };
}
