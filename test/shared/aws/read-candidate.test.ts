/** What adoption has to know of the live instance. */
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from '@jest/globals';
import { autoRecoveryOf, candidateOf, readNamesakes } from '../../../shared/aws/read-candidate.ts';
import { TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const raw = {
  InstanceId: 'i-old',
  State: { Name: 'running' as const },
  Tags: [{ Key: 'Name', Value: 'sophos' }],
  NetworkInterfaces: [
    {
      NetworkInterfaceId: 'eni-old',
      PrivateIpAddresses: [
        { Primary: true, PrivateIpAddress: '10.0.0.4', Association: { PublicIp: '203.0.113.10' } },
        { Primary: false, PrivateIpAddress: '10.0.0.5', Association: { PublicIp: '203.0.113.11' } },
      ],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.16/28' }],
      Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:0:1::/80' }],
    },
  ],
};

test('a candidate says every address and prefix besides its primary private one and the floating one', () => {
  expect(candidateOf(raw, '203.0.113.10')).toEqual({
    instanceId: 'i-old',
    name: 'sophos',
    state: 'running',
    networkInterfaceIds: ['eni-old'],
    hasProfile: false,
    furtherAddresses: ['10.0.0.5', '203.0.113.11', '2001:db8::1', '10.0.0.16/28', '2001:db8:0:0:1::/80'],
  });
});

test('EC2 recovers an instance automatically unless it says that it does not', () => {
  expect(autoRecoveryOf(raw)).toBe('default');
  expect(autoRecoveryOf({ ...raw, MaintenanceOptions: { AutoRecovery: 'default' } })).toBe('default');
  expect(autoRecoveryOf({ ...raw, MaintenanceOptions: { AutoRecovery: 'disabled' } })).toBe('disabled');
});

test('namesakes are the living instances of that Name, on every page', async () => {
  const { clients, ec2 } = mockedClients();
  ec2
    .on(DescribeInstancesCommand)
    .resolvesOnce({ Reservations: [{ Instances: [{ InstanceId: 'i-1' }, { InstanceId: 'i-2' }] }], NextToken: 'more' })
    .resolvesOnce({ Reservations: [{ Instances: [{ InstanceId: 'i-3' }] }] });
  expect(await readNamesakes(clients, 'sophos')).toEqual(['i-1', 'i-2', 'i-3']);
  expect(sentBy(ec2)[0]?.input).toMatchObject({
    Filters: [
      { Name: 'tag:Name', Values: ['sophos'] },
      { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
    ],
  });
});

test('namesakes that cannot be listed are not taken for none', async () => {
  const { clients, ec2 } = mockedClients();
  ec2.on(DescribeInstancesCommand).rejects(awsError('InternalError', 500));
  await expect(readNamesakes(clients, 'sophos')).rejects.toThrow(TransientError);
});
