/** The configured routes: of any family, by the ids and the Names of their tables. */
import { DescribeRouteTablesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { readEveryTable, readRoutes, targetOf } from '../../../shared/aws/read-routes.ts';
import { mockedClients, sentBy } from '../../support/mocked-clients.ts';

const IN_VPC = { Name: 'vpc-id', Values: ['vpc-1'] };
const NAMED = { Name: 'tag:Name', Values: ['public'] };
const Tags = [{ Key: 'Name', Value: 'public' }];

const rule = (tables: string | string[], ...to: string[]) => ({ tables, to, device: 0 as const });

describe('the routes', () => {
  const tables = (...RouteTables: object[]) => {
    const mocked = mockedClients();
    mocked.ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables });
    return mocked;
  };

  test('are every table with every destination, absent ones included, in a stable order', async () => {
    const here = { DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'igw-1' };
    const { clients, ec2 } = tables(
      { RouteTableId: 'rtb-c', Routes: [here], Tags },
      { RouteTableId: 'rtb-a', Routes: [], Tags },
    );
    const asked = { vpcId: 'vpc-1', rules: [rule('public', '10.1.0.0/16', '10.2.0.0/16')] };
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
    await readRoutes(clients, { vpcId: '', rules: [rule(['rtb-a'])] });
    const Filters = [{ Name: 'route-table-id', Values: ['rtb-a'] }];
    expect(sentBy(ec2)[0]?.input).toEqual({ Filters });
  });

  test('of each rule are in its own tables, of every family, and each is there once', async () => {
    const six = { DestinationIpv6CidrBlock: '2001:DB8:4:0::/64', NetworkInterfaceId: 'eni-1' };
    const list = { DestinationPrefixListId: 'pl-0a1b2c3d', NetworkInterfaceId: 'eni-1' };
    const { clients, ec2 } = tables(
      { RouteTableId: 'rtb-b', Routes: [six], Tags },
      { RouteTableId: 'rtb-a', Routes: [list] },
    );
    const rules = [
      rule('public', '2001:db8:4::/64'),
      { ...rule(['rtb-a'], 'pl-0a1b2c3d'), edge: true as const },
      rule(['rtb-b'], '2001:db8:4::/64'),
    ];
    const found = await readRoutes(clients, { vpcId: 'vpc-1', rules });
    expect(
      found.map(({ routeTableId, destination, edge, target }) => [routeTableId, destination, edge, target.kind]),
    ).toEqual([
      ['rtb-b', '2001:db8:4::/64', undefined, 'network-interface'],
      ['rtb-a', 'pl-0a1b2c3d', true, 'network-interface'],
    ]);
    expect(sentBy(ec2).map(({ input }) => input)).toEqual([
      { Filters: [{ Name: 'route-table-id', Values: ['rtb-a', 'rtb-b'] }] },
      { Filters: [IN_VPC, NAMED] },
    ]);
  });

  test('are refused to a caller that wants every one of them, with the name of the missing one', async () => {
    const { clients } = tables({ RouteTableId: 'rtb-a' });
    const asked = readEveryTable(clients, { vpcId: '', rules: [rule(['rtb-a', 'rtb-b'], '10.0.0.0/8')] });
    await expect(asked).rejects.toThrow('routeTables: there is no rtb-b');
  });

  test('are refused without a table', async () => {
    const { clients } = tables();
    const asked = readRoutes(clients, { vpcId: 'vpc-1', rules: [rule('public')] });
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
