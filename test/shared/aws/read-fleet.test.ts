/** Many instances in few calls, and in a zone outage as much of the answer as there is. */
import {
  DescribeAddressesCommand,
  DescribeInstanceStatusCommand,
  DescribeNetworkInterfacesCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { readAddresses, readMachines, readOurInstances } from '../../../shared/aws/read-fleet.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { awsError, mockedClients } from '../../support/mocked-clients.ts';

const id = (number: number): string => `i-${String(number).padStart(17, '0')}`;
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => id(index));

const ok = (InstanceId: string) => ({
  InstanceId,
  InstanceState: { Name: 'running' as const },
  SystemStatus: { Status: 'ok' as const },
  InstanceStatus: { Status: 'ok' as const },
});

/** EC2 that fails as a whole for every call which names one of these. */
function ec2WithDark(dark: string[], error: Error) {
  const { clients, ec2 } = mockedClients();
  ec2.on(DescribeInstanceStatusCommand).callsFake(({ InstanceIds = [] }: { InstanceIds?: string[] }) => {
    if (InstanceIds.some((one) => dark.includes(one))) throw error;
    return { InstanceStatuses: InstanceIds.map(ok) };
  });
  const zones = (InstanceId: string): string => (dark.includes(InstanceId) ? 'zone-a' : 'zone-b');
  ec2.on(DescribeNetworkInterfacesCommand).callsFake(({ Filters }) => ({
    NetworkInterfaces: Filters[0].Values.map((InstanceId: string) => ({
      Attachment: { InstanceId },
      AvailabilityZone: zones(InstanceId),
    })),
  }));
  const asked = (): number => ec2.commandCalls(DescribeInstanceStatusCommand).length;
  return { clients, asked };
}

describe('machines', () => {
  test('are asked about by a hundred, stopped ones included', async () => {
    const { clients, ec2 } = mockedClients();
    ec2
      .on(DescribeInstanceStatusCommand)
      .callsFake(({ InstanceIds }: { InstanceIds: string[] }) => ({ InstanceStatuses: InstanceIds.map(ok) }));
    const machines = await readMachines(clients, ids(230));
    expect(machines.size).toBe(230);
    expect(machines.get(id(229))).toEqual({ reading: 'described', state: 'running', status: 'ok' });
    const calls = ec2.commandCalls(DescribeInstanceStatusCommand).map(({ args: [{ input }] }) => input);
    expect(calls.map(({ InstanceIds }) => InstanceIds?.length)).toEqual([100, 100, 30]);
    expect(calls.every(({ IncludeAllInstances }) => IncludeAllInstances)).toBe(true);
  });

  test('in a dark zone are unreadable, and the others are not', async () => {
    const { clients, asked } = ec2WithDark(ids(3), awsError('InternalError', 500));
    const machines = await readMachines(clients, ids(5));
    expect(ids(5).map((one) => machines.get(one)?.reading)).toEqual([
      ...['unreadable', 'unreadable', 'unreadable'],
      ...['described', 'described'],
    ]);
    expect(asked()).toBe(3);
  });

  test('are unreadable by throttling, which is said and not asked again', async () => {
    const { clients, asked } = ec2WithDark(ids(1), awsError('RequestLimitExceeded', 503));
    const machines = await readMachines(clients, ids(2));
    expect(machines.get(id(1))).toMatchObject({ reading: 'unreadable', throttled: true });
    expect(asked()).toBe(1);
  });

  test('that are gone are absent, and keep no other from being described', async () => {
    const { clients, ec2 } = mockedClients();
    const gone = Object.assign(awsError('InvalidInstanceID.NotFound'), {
      message: `The instance IDs '${id(0)}, ${id(2)}' do not exist`,
    });
    ec2
      .on(DescribeInstanceStatusCommand, { InstanceIds: ids(3) })
      .rejects(gone)
      .on(DescribeInstanceStatusCommand, { InstanceIds: [id(1)] })
      .resolves({ InstanceStatuses: [ok(id(1))] });
    const machines = await readMachines(clients, ids(3));
    expect(ids(3).map((one) => machines.get(one)?.reading)).toEqual(['absent', 'described', 'absent']);
  });

  test('that are not needed are not asked', async () => {
    const { clients, ec2 } = mockedClients();
    expect((await readMachines(clients, [])).size).toBe(0);
    expect(ec2.calls()).toHaveLength(0);
  });
});

test('addresses are found by what the configuration calls them, in one call for each way', async () => {
  const { clients, ec2 } = mockedClients();
  const address = (number: number) => ({
    AllocationId: `eipalloc-${number}`,
    PublicIp: `203.0.113.${number}`,
    Tags: [],
  });
  ec2
    .on(DescribeAddressesCommand, { Filters: [{ Name: 'public-ip', Values: ['203.0.113.1'] }] })
    .resolves({ Addresses: [address(1)] })
    .on(DescribeAddressesCommand, { Filters: [{ Name: 'allocation-id', Values: ['eipalloc-2'] }] })
    .resolves({ Addresses: [address(2)] });
  const addresses = await readAddresses(clients, ['203.0.113.1', 'eipalloc-2']);
  expect(addresses.get('203.0.113.1')?.allocationId).toBe('eipalloc-1');
  expect(addresses.get('eipalloc-2')?.publicIp).toBe('203.0.113.2');
  expect(ec2.calls()).toHaveLength(2);
});

test('our instances are known by their tags, on all pages', async () => {
  const { clients, ec2 } = mockedClients();
  const tag = (ResourceId: string, Key: string, Value: string) => ({ ResourceId, Key, Value });
  ec2
    .on(DescribeTagsCommand)
    .resolvesOnce({ Tags: [tag('i-1', TAG.appliance, 'sophos'), tag('i-2', TAG.role, 'web')], NextToken: 'more' })
    .resolvesOnce({ Tags: [tag('i-1', TAG.role, 'retired'), tag('i-3', TAG.appliance, 'vpn')] });
  expect(await readOurInstances(clients)).toEqual([
    { instanceId: 'i-1', appliance: 'sophos', role: 'retired' },
    { instanceId: 'i-3', appliance: 'vpn', role: undefined },
  ]);
});
