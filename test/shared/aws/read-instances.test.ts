/** Instances by id: what EC2 says, and that no failure to say it means absence. */
import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import {
  instanceOf,
  readInstance,
  readInterfaceZone,
  readOurInstanceIds,
  readStatus,
} from '../../../shared/aws/read-instances.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

describe('an instance', () => {
  test('is asked for by its id', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [{ InstanceId: 'i-old' }] }] });
    expect(await readInstance(clients, 'i-old')).toMatchObject({ reading: 'described', instance: { id: 'i-old' } });
    expect(sentBy(ec2)).toEqual([{ command: 'DescribeInstances', input: { InstanceIds: ['i-old'] } }]);
  });

  test.each(['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'])(
    'is absent when EC2 says %s',
    async (code) => {
      const { clients, ec2 } = mockedClients();
      ec2.on(DescribeInstancesCommand).rejects(awsError(code));
      expect(await readInstance(clients, 'i-old')).toEqual({ reading: 'absent' });
    },
  );

  test('is absent when EC2 answers without it', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeInstancesCommand).resolves({ Reservations: [] });
    expect(await readInstance(clients, 'i-old')).toEqual({ reading: 'absent' });
  });

  test.each(['InternalError', 'RequestLimitExceeded', 'UnauthorizedOperation', 'TimeoutError'])(
    'is unreadable, and not absent, after %s',
    async (code) => {
      const { clients, ec2 } = mockedClients();
      ec2.on(DescribeInstancesCommand).rejects(awsError(code, 500));
      expect(await readInstance(clients, 'i-old')).toEqual({
        reading: 'unreadable',
        code,
        why: `${code}: message of ${code}`,
        throttled: code === 'RequestLimitExceeded',
      });
    },
  );

  test('is described with its primary network interface first', () => {
    const NetworkInterfaces = [
      { NetworkInterfaceId: 'eni-second', Attachment: { DeviceIndex: 1 } },
      { NetworkInterfaceId: 'eni-first', Attachment: { DeviceIndex: 0 } },
    ];
    expect(instanceOf({ NetworkInterfaces }).networkInterfaceIds).toEqual(['eni-first', 'eni-second']);
  });

  test('is described with why and since when it is what it is', () => {
    const raw = {
      InstanceId: 'i-old',
      InstanceType: 'm5.large' as const,
      ImageId: 'ami-1',
      State: { Name: 'stopped' as const },
      StateReason: { Code: 'Client.UserInitiatedShutdown' },
      StateTransitionReason: 'User initiated (2026-11-21 03:00:00 GMT)',
      Placement: { AvailabilityZone: 'ap-northeast-1a' },
      Tags: [{ Key: 'Name', Value: 'sophos' }],
    };
    expect(instanceOf(raw)).toEqual({
      id: 'i-old',
      state: 'stopped',
      stateReason: 'Client.UserInitiatedShutdown',
      stateSince: '2026-11-21T03:00:00.000Z',
      zone: 'ap-northeast-1a',
      type: 'm5.large',
      imageId: 'ami-1',
      networkInterfaceIds: [],
      tags: { Name: 'sophos' },
    });
    expect(instanceOf({ ...raw, StateTransitionReason: '' }).stateSince).toBeUndefined();
  });
});

describe('the status', () => {
  const ok = { SystemStatus: { Status: 'ok' }, InstanceStatus: { Status: 'ok' } } as const;

  test.each([
    ['ok', [ok]],
    ['ok', [{ ...ok, AttachedEbsStatus: { Status: 'ok' } }]],
    ['instance-impaired', [{ ...ok, InstanceStatus: { Status: 'impaired' } }]],
    ['impaired', [{ ...ok, SystemStatus: { Status: 'impaired' } }]],
    ['impaired', [{ ...ok, AttachedEbsStatus: { Status: 'impaired' } }]],
    ['initializing', [{ ...ok, InstanceStatus: { Status: 'initializing' } }]],
    ['unknown', [{ ...ok, SystemStatus: { Status: 'insufficient-data' } }]],
    ['unknown', []],
  ] as const)('is %s for %j', async (status, statuses) => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeInstanceStatusCommand).resolves({ InstanceStatuses: [...statuses] });
    expect(await readStatus(clients, 'i-old')).toEqual({ status });
    expect(sentBy(ec2)[0]?.input).toEqual({ InstanceIds: ['i-old'] });
  });

  test('says since when the first of the checks has been failing', async () => {
    const { clients, ec2 } = mockedClients();
    const failing = (time: string) => ({
      Status: 'impaired' as const,
      Details: [{ Name: 'reachability' as const, ImpairedSince: new Date(time) }],
    });
    const checks = { SystemStatus: failing('2026-11-21T03:01:00Z'), InstanceStatus: failing('2026-11-21T03:00:00Z') };
    ec2.on(DescribeInstanceStatusCommand).resolves({ InstanceStatuses: [checks] });
    expect(await readStatus(clients, 'i-old')).toEqual({
      status: 'impaired',
      impairedSince: '2026-11-21T03:00:00.000Z',
    });
  });

  test('is unknown when EC2 cannot be asked, because an error is no verdict', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeInstanceStatusCommand).rejects(awsError('InternalError', 500));
    expect(await readStatus(clients, 'i-old')).toEqual({ status: 'unknown' });
  });

  test('is throttled when EC2 was asked too often, which says nothing about the zone either', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeInstanceStatusCommand).rejects(awsError('RequestLimitExceeded', 503));
    expect(await readStatus(clients, 'i-old')).toBe('throttled');
  });
});

const tag = (ResourceId: string, Key: string, Value: string) => ({ ResourceId, Key, Value });

describe('what belongs to an appliance', () => {
  test('is found by its tags, on every page', async () => {
    const { clients, ec2 } = mockedClients();
    ec2
      .on(DescribeTagsCommand)
      .resolvesOnce({ Tags: [tag('i-1', 'failover:appliance', 'sophos')], NextToken: 'more' })
      .resolvesOnce({ Tags: [tag('i-2', 'failover:appliance', 'sophos')] });
    expect(await readOurInstanceIds(clients, { appliance: 'sophos' })).toEqual(['i-1', 'i-2']);
    expect(sentBy(ec2)[1]?.input).toEqual({
      Filters: [
        { Name: 'resource-type', Values: ['instance'] },
        { Name: 'key', Values: ['failover:appliance'] },
        { Name: 'value', Values: ['sophos'] },
      ],
      NextToken: 'more',
    });
  });

  test('is narrowed to a role by both tags in one call', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeTagsCommand).resolvesOnce({
      Tags: [
        tag('i-1', 'failover:appliance', 'sophos'),
        tag('i-2', 'failover:appliance', 'sophos'),
        tag('i-2', 'failover:role', 'replacement'),
        tag('i-of-another', 'failover:role', 'replacement'),
        // An appliance may be called what a role is called.
        tag('i-1', 'failover:role', 'sophos'),
      ],
    });
    expect(await readOurInstanceIds(clients, { appliance: 'sophos', role: 'replacement' })).toEqual(['i-2']);
    expect(sentBy(ec2)[0]?.input).toMatchObject({
      Filters: [{}, { Values: ['failover:appliance', 'failover:role'] }, { Values: ['sophos', 'replacement'] }],
    });
  });

  test('is unknown, and not nothing, when EC2 cannot be asked', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeTagsCommand).rejects(awsError('InternalError', 500));
    expect(await readOurInstanceIds(clients, { appliance: 'sophos' })).toBeUndefined();
  });
});

test('the zone of an unreadable holder is read from its network interface, or stays unknown', async () => {
  const { clients, ec2 } = mockedClients();
  ec2
    .on(DescribeNetworkInterfacesCommand)
    .resolvesOnce({ NetworkInterfaces: [{ AvailabilityZone: 'ap-northeast-1a' }] })
    .rejectsOnce(awsError('InternalError', 500));
  expect(await readInterfaceZone(clients, 'eni-old')).toBe('ap-northeast-1a');
  expect(await readInterfaceZone(clients, 'eni-old')).toBeUndefined();
});
