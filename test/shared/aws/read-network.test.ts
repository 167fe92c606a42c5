/** VPC, subnets and groups: by id without asking, by name with exactly one answer. */
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { readSecurityGroupIds, readSubnets, readSubnetsLeft, readVpcId } from '../../../shared/aws/read-network.ts';
import { RefusedError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const IN_VPC = { Name: 'vpc-id', Values: ['vpc-1'] };
const NAMED = { Name: 'tag:Name', Values: ['public'] };

describe('the VPC', () => {
  test('is not asked for when its id is configured', async () => {
    const { clients, ec2 } = mockedClients();
    expect(await readVpcId(clients, 'vpc-1')).toBe('vpc-1');
    expect(sentBy(ec2)).toEqual([]);
  });

  test('is found by its Name', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [{ VpcId: 'vpc-1' }] });
    expect(await readVpcId(clients, 'public')).toBe('vpc-1');
    expect(sentBy(ec2)).toEqual([{ command: 'DescribeVpcs', input: { Filters: [NAMED] } }]);
  });

  test.each([0, 2])('is refused when %i have that Name', async (count) => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: Array(count).fill({ VpcId: 'vpc-1' }) });
    await expect(readVpcId(clients, 'public')).rejects.toThrow(`vpc: ${count} VPCs have the Name "public"`);
  });
});

describe('the subnets', () => {
  const subnet = (SubnetId: string, AvailabilityZone: string, AvailableIpAddressCount: number) => ({
    SubnetId,
    AvailabilityZone,
    AvailableIpAddressCount,
  });

  test('are one for each zone: the emptiest, and of equals the first by id', async () => {
    const { clients, ec2 } = mockedClients();
    ec2
      .on(DescribeSubnetsCommand)
      .resolvesOnce({ Subnets: [subnet('subnet-c', 'c', 5), subnet('subnet-a2', 'a', 9)], NextToken: 'more' })
      .resolvesOnce({ Subnets: [subnet('subnet-a1', 'a', 9), subnet('subnet-a0', 'a', 3)] });
    expect(await readSubnets(clients, { vpcId: 'vpc-1', choice: 'public' })).toEqual([
      { id: 'subnet-a1', zone: 'a', freeAddresses: 9 },
      { id: 'subnet-c', zone: 'c', freeAddresses: 5 },
    ]);
    expect(sentBy(ec2)[0]?.input).toMatchObject({ Filters: [IN_VPC, NAMED] });
  });

  test('are asked for by id without a filter', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [subnet('subnet-c', 'c', 5)] });
    await readSubnets(clients, { vpcId: 'vpc-1', choice: ['subnet-c'] });
    expect(sentBy(ec2)[0]?.input).toEqual({ SubnetIds: ['subnet-c'] });
  });

  const OutpostArn = 'arn:aws:outposts:ap-northeast-1:123456789012:outpost/op-1';

  test.each([
    [
      'IPv6 only is no place',
      [{ ...subnet('subnet-6', 'a', 0), Ipv6Native: true }, subnet('subnet-4', 'c', 1)],
      ['subnet-4'],
    ],
    [
      'IPv6 only gives way to another of its zone',
      [{ ...subnet('a6', 'a', 9), Ipv6Native: true }, subnet('b4', 'a', 1)],
      ['b4'],
    ],
    ['IPv6 beside IPv4 is a place', [{ ...subnet('ds', 'a', 1), Ipv6Native: false }], ['ds']],
    [
      'an Outpost gives way, however empty it is',
      [{ ...subnet('op', 'a', 99), OutpostArn }, subnet('r', 'a', 1)],
      ['r'],
    ],
    [
      'an Outpost gives way, also when it is read later',
      [subnet('r', 'a', 1), { ...subnet('op', 'a', 99), OutpostArn }],
      ['r'],
    ],
    ['an Outpost is a place where its zone has no other', [{ ...subnet('op', 'a', 9), OutpostArn }], ['op']],
    [
      'no room left is a place where its zone has no other',
      [subnet('full', 'a', 0), subnet('c', 'c', 1)],
      ['full', 'c'],
    ],
    ['no room left gives way', [subnet('a-full', 'a', 0), subnet('b', 'a', 1)], ['b']],
  ])('one with %s', async (_, Subnets, ids) => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets });
    const read = await readSubnets(clients, { vpcId: 'vpc-1', choice: 'public' });
    expect(read.map(({ id }) => id)).toEqual(ids);
  });

  test('are refused when all have IPv6 addresses only', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ ...subnet('subnet-6', 'a', 0), Ipv6Native: true }] });
    const asked = readSubnets(clients, { vpcId: 'vpc-1', choice: 'public' });
    await expect(asked).rejects.toThrow(/subnet-6 have IPv6 addresses only.*list a subnet with IPv4/);
  });

  test('are refused when there are none', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [] });
    const asked = readSubnets(clients, { vpcId: 'vpc-1', choice: 'public' });
    await expect(asked).rejects.toThrow(new RefusedError('subnets: none named "public" in vpc-1'));
  });
});

describe('the security groups', () => {
  const GROUPS = [
    { GroupId: 'sg-1', GroupName: 'utm' },
    { GroupId: 'sg-2', GroupName: 'x', Tags: [{ Key: 'Name', Value: 'vpn' }] },
    { GroupId: 'sg-3', GroupName: 'twice' },
    { GroupId: 'sg-4', GroupName: 'twice' },
  ];
  const reading = (wanted: string[]) => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: GROUPS });
    return { answer: readSecurityGroupIds(clients, 'vpc-1', wanted), ec2 };
  };

  test('are not asked for when all are ids', async () => {
    const { answer, ec2 } = reading(['sg-9', 'sg-1']);
    expect(await answer).toEqual(['sg-9', 'sg-1']);
    expect(sentBy(ec2)).toEqual([]);
  });

  test('are found by name, tag or id, in the order of the configuration', async () => {
    const { answer, ec2 } = reading(['vpn', 'sg-3', 'utm']);
    expect(await answer).toEqual(['sg-2', 'sg-3', 'sg-1']);
    expect(sentBy(ec2)[0]?.input).toEqual({ Filters: [IN_VPC] });
  });

  test.each([
    ['twice', 2],
    ['nobody', 0],
  ])('are refused when "%s" matches %i', async (group, count) => {
    const asked = reading([group]).answer;
    await expect(asked).rejects.toThrow(`securityGroups: ${count} groups named "${group}" in vpc-1`);
  });
});

describe('a configured subnet that was deleted', () => {
  const setting = () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeSubnetsCommand).rejects(awsError('InvalidSubnetID.NotFound'));
    ec2
      .on(DescribeSubnetsCommand, { Filters: [{ Name: 'subnet-id', Values: ['subnet-a', 'subnet-c'] }] })
      .resolves({ Subnets: [{ SubnetId: 'subnet-c', AvailabilityZone: 'c', AvailableIpAddressCount: 3 }] });
    return clients;
  };
  const selection = { vpcId: 'vpc-1', choice: ['subnet-a', 'subnet-c'] };

  test('leaves a takeover the others', async () =>
    expect(await readSubnetsLeft(setting(), selection)).toEqual([{ id: 'subnet-c', zone: 'c', freeAddresses: 3 }]));

  test('is refused by readiness, with the code of EC2', async () => {
    await expect(readSubnets(setting(), selection)).rejects.toThrow(/InvalidSubnetID.NotFound/);
  });
});
