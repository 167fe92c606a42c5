/** The Elastic IP, which is the appliance's identity. */
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import type { Address } from '../domain/snapshot.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

/** @throws RefusedError when the account has no such address in this Region. */
export async function readAddress({ ec2 }: Clients, floatingIp: string): Promise<Address> {
  const name = floatingIp.startsWith('eipalloc-') ? 'allocation-id' : 'public-ip';
  const { Addresses = [] } = await sending('reading the address', () =>
    ec2.send(new DescribeAddressesCommand({ Filters: [{ Name: name, Values: [floatingIp] }] })),
  );
  const [found, ...more] = Addresses;
  if (!found?.AllocationId || !found.PublicIp || more.length > 0) {
    throw new RefusedError(
      `floatingIp: ${Addresses.length} addresses with ${name} ${floatingIp} in this account and Region`,
    );
  }
  return {
    allocationId: found.AllocationId,
    publicIp: found.PublicIp,
    associationId: found.AssociationId || undefined,
    instanceId: found.InstanceId || undefined,
    networkInterfaceId: found.NetworkInterfaceId || undefined,
    tags: tagsOf(found.Tags),
  };
}
