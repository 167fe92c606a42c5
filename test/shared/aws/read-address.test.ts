/** The address, found by its number or its id, and exactly one. */
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { readAddress } from '../../../shared/aws/read-address.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const FOUND = { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.10' };

const answering = (Addresses: object[]) => {
  const mocked = mockedClients();
  mocked.ec2.on(DescribeAddressesCommand).resolves({ Addresses });
  return mocked;
};

describe('the address', () => {
  test.each([
    { floatingIp: '203.0.113.10', filter: 'public-ip' },
    { floatingIp: 'eipalloc-1', filter: 'allocation-id' },
  ])('$floatingIp is asked for by $filter', async ({ floatingIp, filter }) => {
    const { clients, ec2 } = answering([FOUND]);
    await readAddress(clients, floatingIp);
    expect(sentBy(ec2)).toEqual([
      { command: 'DescribeAddresses', input: { Filters: [{ Name: filter, Values: [floatingIp] }] } },
    ]);
  });

  test('is read with its holder and tags', async () => {
    const holder = { AssociationId: 'eipassoc-1', InstanceId: 'i-old', NetworkInterfaceId: 'eni-old' };
    const { clients } = answering([{ ...FOUND, ...holder, Tags: [{ Key: 'failover:generation', Value: '3' }] }]);
    expect(await readAddress(clients, 'eipalloc-1')).toEqual({
      allocationId: 'eipalloc-1',
      publicIp: '203.0.113.10',
      associationId: 'eipassoc-1',
      instanceId: 'i-old',
      networkInterfaceId: 'eni-old',
      tags: { 'failover:generation': '3' },
    });
  });

  test('has no holder when EC2 writes an empty one', async () => {
    const { clients } = answering([{ ...FOUND, AssociationId: '', InstanceId: '', NetworkInterfaceId: '' }]);
    const { associationId, instanceId, networkInterfaceId } = await readAddress(clients, 'eipalloc-1');
    expect([associationId, instanceId, networkInterfaceId]).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    { count: 0, addresses: [] },
    { count: 2, addresses: [FOUND, FOUND] },
  ])('is refused when there are $count of it, naming what was searched', async ({ count, addresses }) => {
    const { clients } = answering(addresses);
    const asked = readAddress(clients, '203.0.113.10');
    await expect(asked).rejects.toThrow(RefusedError);
    await expect(asked).rejects.toThrow(`floatingIp: ${count} addresses with public-ip 203.0.113.10`);
  });

  test('that EC2 cannot read now is asked for again', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeAddressesCommand).rejects(awsError('InternalError', 500));
    await expect(readAddress(clients, 'eipalloc-1')).rejects.toThrow(TransientError);
  });
});
