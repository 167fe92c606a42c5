/** VPC, subnets, routes and groups: by id without asking, by name with exactly one answer. */
import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import {
  readEveryRoute,
  readRoutes,
  readSecurityGroupIds,
  readSubnets,
  readSubnetsLeft,
  readVpcId,
  targetOf,
} from '../../../shared/aws/read-network.ts';
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

describe('the routes', () => {
  const tables = (...RouteTables: object[]) => {
    const mocked = mockedClients();
    mocked.ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables });
    return mocked;
  };

  test('are every table with every destination, absent ones included, in a stable order', async () => {
    const here = { DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'igw-1' };
    const { clients, ec2 } = tables({ RouteTableId: 'rtb-c', Routes: [here] }, { RouteTableId: 'rtb-a', Routes: [] });
    const asked = { vpcId: 'vpc-1', choice: 'public', destinations: ['10.1.0.0/16', '10.2.0.0/16'] };
    const absent = { kind: 'absent' };
    expect(await readRoutes(clients, asked)).toEqual([
      { routeTableId: 'rtb-a', destination: '10.1.0.0/16', target: absent },
      { routeTableId: 'rtb-a', destination: '10.2.0.0/16', target: absent },
      { routeTableId: 'rtb-c', destination: '10.1.0.0/16', target: { kind: 'other', id: 'igw-1', blackhole: false } },
      { routeTableId: 'rtb-c', destination: '10.2.0.0/16', target: absent },
    ]);
    expect(sentBy(ec2)[0]?.input).toEqual({ Filters: [IN_VPC, NAMED] });
  });

  test('are asked for by the ids of their tables, in a filter: one that is missing hides no other', async () => {
    const { clients, ec2 } = tables({ RouteTableId: 'rtb-a' });
    await readRoutes(clients, { vpcId: '', choice: ['rtb-a'], destinations: [] });
    const Filters = [{ Name: 'route-table-id', Values: ['rtb-a'] }];
    expect(sentBy(ec2)[0]?.input).toEqual({ Filters });
  });

  test('are refused to a caller that wants every one of them, with the name of the missing one', async () => {
    const { clients } = tables({ RouteTableId: 'rtb-a' });
    const asked = readEveryRoute(clients, { vpcId: '', choice: ['rtb-a', 'rtb-b'], destinations: ['10.0.0.0/8'] });
    await expect(asked).rejects.toThrow('routeTables: there is no rtb-b');
  });

  test('are refused without a table', async () => {
    const { clients } = tables();
    const asked = readRoutes(clients, { vpcId: 'vpc-1', choice: 'public', destinations: [] });
    await expect(asked).rejects.toThrow('routeTables: none found for "public" in vpc-1');
  });
});

describe('the target of a route', () => {
  test.each([
    ['nothing', undefined, { kind: 'absent' }],
    [
      'an instance, seen by its network interface',
      { NetworkInterfaceId: 'eni-1', InstanceId: 'i-1', State: 'active' },
      { kind: 'network-interface', id: 'eni-1', instanceId: 'i-1', blackhole: false },
    ],
    [
      'a stopped instance, which EC2 calls a blackhole',
      { NetworkInterfaceId: 'eni-1', State: 'blackhole' },
      { kind: 'network-interface', id: 'eni-1', instanceId: undefined, blackhole: true },
    ],
    ['a NAT gateway', { NatGatewayId: 'nat-1' }, { kind: 'other', id: 'nat-1', blackhole: false }],
    ['a peering', { VpcPeeringConnectionId: 'pcx-1' }, { kind: 'other', id: 'pcx-1', blackhole: false }],
    ['a thing of next year', {}, { kind: 'other', id: 'something unknown', blackhole: false }],
  ] as const)('is %s', (_, route, target) => {
    expect(targetOf(route)).toEqual(target);
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
