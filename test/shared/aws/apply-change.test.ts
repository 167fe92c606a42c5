/** Each change of the traffic as the one command that makes it. */
import {
  AssociateAddressCommand,
  CreateRouteCommand,
  DescribeNetworkInterfacesCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import {
  associateAddress,
  letForward,
  readForwards,
  stopInstance,
  writeRoute,
} from '../../../shared/aws/apply-change.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const WRITE = { routeTableId: 'rtb-a', destination: '10.242.2.0/24', networkInterfaceId: 'eni-new' };
const ROUTE = { RouteTableId: 'rtb-a', DestinationCidrBlock: '10.242.2.0/24', NetworkInterfaceId: 'eni-new' };

describe('the address', () => {
  test('is taken by the instance, from any holder', async () => {
    const { clients, ec2 } = mockedClients();
    await associateAddress(clients, { allocationId: 'eipalloc-1', instanceId: 'i-new' });
    expect(sentBy(ec2)).toEqual([
      {
        command: 'AssociateAddress',
        input: { AllocationId: 'eipalloc-1', InstanceId: 'i-new', AllowReassociation: true },
      },
    ]);
  });

  test('that cannot be attached to a pending instance yet is asked for again', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(AssociateAddressCommand).rejects(awsError('IncorrectInstanceState'));
    const asked = associateAddress(clients, { allocationId: 'eipalloc-1', instanceId: 'i-new' });
    await expect(asked).rejects.toThrow(TransientError);
  });
});

describe('a route', () => {
  test('that exists is replaced', async () => {
    const { clients, ec2 } = mockedClients();
    await writeRoute(clients, { ...WRITE, absent: false });
    expect(sentBy(ec2)).toEqual([{ command: 'ReplaceRoute', input: ROUTE }]);
  });

  test('that is absent is created', async () => {
    const { clients, ec2 } = mockedClients();
    await writeRoute(clients, { ...WRITE, absent: true });
    expect(sentBy(ec2)).toEqual([{ command: 'CreateRoute', input: ROUTE }]);
  });

  test('that vanished in the meantime is created', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(ReplaceRouteCommand).rejects(awsError('InvalidRoute.NotFound'));
    await writeRoute(clients, { ...WRITE, absent: false });
    expect(sentBy(ec2).map(({ command }) => command)).toEqual(['ReplaceRoute', 'CreateRoute']);
  });

  test('that appeared in the meantime is replaced', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(CreateRouteCommand).rejects(awsError('RouteAlreadyExists'));
    await writeRoute(clients, { ...WRITE, absent: true });
    expect(sentBy(ec2)).toEqual([
      { command: 'CreateRoute', input: ROUTE },
      { command: 'ReplaceRoute', input: ROUTE },
    ]);
  });

  test('that may not be written is refused, without trying the other way', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(ReplaceRouteCommand).rejects(awsError('UnauthorizedOperation', 403));
    await expect(writeRoute(clients, { ...WRITE, absent: false })).rejects.toThrow(RefusedError);
    expect(ec2.commandCalls(CreateRouteCommand)).toHaveLength(0);
  });
});

describe('the source/destination check', () => {
  test('is switched off at the network interface', async () => {
    const { clients, ec2 } = mockedClients();
    await letForward(clients, 'eni-new');
    expect(sentBy(ec2)).toEqual([
      {
        command: 'ModifyNetworkInterfaceAttribute',
        input: { NetworkInterfaceId: 'eni-new', SourceDestCheck: { Value: false } },
      },
    ]);
  });

  test.each([
    { answer: [{ SourceDestCheck: false }], forwards: true },
    { answer: [{ SourceDestCheck: true }], forwards: false },
    { answer: [{}], forwards: false },
    { answer: [], forwards: false },
  ])('reads as forwarding only when EC2 says that it is off ($answer)', async ({ answer, forwards }) => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: answer });
    expect(await readForwards(clients, 'eni-new')).toBe(forwards);
  });
});

describe('the failed instance', () => {
  test('is stopped by force, without waiting for its operating system', async () => {
    const { clients, ec2 } = mockedClients();
    await stopInstance(clients.ec2, 'i-old', 'forced');
    expect(sentBy(ec2)).toEqual([
      { command: 'StopInstances', input: { InstanceIds: ['i-old'], Force: true, SkipOsShutdown: true } },
    ]);
  });

  test('is stopped gracefully after a switchover', async () => {
    const { clients, ec2 } = mockedClients();
    await stopInstance(clients.ec2, 'i-old', 'gracefully');
    expect(sentBy(ec2)).toEqual([{ command: 'StopInstances', input: { InstanceIds: ['i-old'] } }]);
  });
});
