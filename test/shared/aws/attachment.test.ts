/** Which forms of an attachment lead to nothing living, and which are another owner's. */
import { DescribeNetworkInterfacesCommand, type NetworkInterface } from '@aws-sdk/client-ec2';
import { expect, test } from '@jest/globals';
import { asAttached } from '../../../shared/aws/attachment.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';
import { anAddress } from '../../support/snapshots.ts';

const ADDRESS = { ...anAddress(), instanceId: undefined, networkInterfaceId: 'eni-1' };

const attached = (answer: NetworkInterface | Error) => {
  const { clients, ec2 } = mockedClients();
  const command = ec2.on(DescribeNetworkInterfacesCommand);
  if (answer instanceof Error) command.rejects(answer);
  else command.resolves({ NetworkInterfaces: [answer] });
  return asAttached(ADDRESS, clients).then(({ networkInterfaceId }) => networkInterfaceId);
};

test.each<[string, NetworkInterface | Error]>([
  ['an interface of its own, attached to nothing', { Status: 'available', RequesterManaged: false }],
  ['an interface that is gone', awsError('InvalidNetworkInterfaceID.NotFound')],
])('an address on %s leads to nothing', async (_, answer) => expect(await attached(answer)).toBeUndefined());

test.each<[string, NetworkInterface | Error]>([
  ['an interface in use', { Status: 'in-use', Attachment: { AttachmentId: 'eni-attach-1' } }],
  ['an interface of a NAT gateway', { Status: 'in-use', RequesterManaged: true }],
  ['an interface of a load balancer that is not attached yet', { Status: 'available', RequesterManaged: true }],
  ['an interface that is being attached', { Status: 'attaching' }],
  ['an interface that is available and still attached', { Status: 'available', Attachment: { InstanceId: 'i-1' } }],
  ['an interface that is being detached', { Status: 'detaching', Attachment: { InstanceId: 'i-1' } }],
  ['an interface in another state', { Status: 'associated' }],
  ['an interface of which EC2 says nothing', {}],
  ['an interface that EC2 does not describe now', awsError('InternalError')],
  ['an interface that we may not look at', awsError('UnauthorizedOperation')],
])('an address on %s keeps it', async (_, answer) => expect(await attached(answer)).toBe('eni-1'));

test('nothing is asked about an address that an instance holds, or that is on no interface', async () => {
  const { clients, ec2 } = mockedClients();
  for (const address of [anAddress(), { ...ADDRESS, networkInterfaceId: undefined }]) {
    expect(await asAttached(address, clients)).toBe(address);
  }
  expect(sentBy(ec2)).toEqual([]);
});
