/** The tags of a network interface, for a check that changes nothing. */
import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { messageOf } from '../domain/errors.ts';
import type { Clients } from './clients.ts';
import { tagsOf } from './tags.ts';

/** Or why they could not be read. */
export async function readInterfaceTags(
  { ec2 }: Pick<Clients, 'ec2'>,
  networkInterfaceId: string,
): Promise<Record<string, string> | string> {
  try {
    const request = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [networkInterfaceId] });
    const { NetworkInterfaces = [] } = await ec2.send(request);
    return tagsOf(NetworkInterfaces[0]?.TagSet);
  } catch (cause) {
    return `reading ${networkInterfaceId}: ${messageOf(cause)}`;
  }
}
