/** Whether an address leads to anything at all: its network interface may outlive the instance that it belonged to. */
import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import type { Address } from '../domain/snapshot.ts';
import { codeOf } from './classify-error.ts';
import type { Clients } from './clients.ts';

/**
 * An address on a network interface that is attached to no instance and to no service of AWS, or that is gone, is read as
 * attached to nothing, which is a failed appliance. One whose interface EC2 does not describe stays as it is: unknown.
 */
export async function asAttached(address: Address, clients: Pick<Clients, 'ec2'>): Promise<Address> {
  const { instanceId, networkInterfaceId } = address;
  if (instanceId !== undefined || networkInterfaceId === undefined) return address;
  if (!(await leadsToNothing(clients, networkInterfaceId))) return address;
  return { ...address, networkInterfaceId: undefined, freeInterfaceId: networkInterfaceId };
}

async function leadsToNothing({ ec2 }: Pick<Clients, 'ec2'>, id: string): Promise<boolean> {
  try {
    const { NetworkInterfaces = [] } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }),
    );
    const [found] = NetworkInterfaces;
    // Of a load balancer or a NAT gateway the requester manages it, also while it is not attached yet.
    return found?.Status === 'available' && !found.Attachment && !found.RequesterManaged;
  } catch (cause) {
    return codeOf(cause) === 'InvalidNetworkInterfaceID.NotFound';
  }
}
