/** Routes of every family, the table of a gateway, and the quota: what is refused, and under which code. */
import {
  CreateRouteCommand,
  DescribeManagedPrefixListsCommand,
  DescribeRouteTablesCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { codeOf, inAccount, type Told } from '../../../support/simulated-account.ts';

const LIST = 'pl-0a1b2c3d4e5f60718';
const ROUTED = {
  ...{ vpnCidrs: [], routeTables: [] },
  routes: [
    { tables: 'app', to: ['10.242.2.0/24', '2001:db8:4::/64', LIST], device: 0 as const },
    { tables: 'edge', to: ['10.0.1.0/24'], device: 0 as const, edge: true as const },
  ],
};
const SETTING = { appliance: ROUTED, build: { prefixLists: { [LIST]: 20 } } };

const create = ({ clients, ids }: Told, table: 0 | 1, destination: object): Promise<string> =>
  codeOf(
    clients.ec2.send(
      new CreateRouteCommand({
        RouteTableId: ids.routeTableIds[table],
        NetworkInterfaceId: ids.networkInterfaceId,
        ...destination,
      }),
    ),
  );

describe('a route table', () => {
  test('shows each family in its own field, and the gateway that it is associated with', () =>
    inAccount(SETTING, async ({ clients, ids }) => {
      const { RouteTables = [] } = await clients.ec2.send(
        new DescribeRouteTablesCommand({ RouteTableIds: ids.routeTableIds }),
      );
      const [app, edge] = ids.routeTableIds.map((id) => RouteTables.find(({ RouteTableId }) => RouteTableId === id));
      expect(app?.Routes?.map((route) => route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId)).toEqual(
        expect.arrayContaining(['2001:db8:4::/64', LIST]),
      );
      expect(edge?.Associations).toMatchObject([{ GatewayId: 'igw-0a1b2c3d4e5f60718' }]);
    }));

  test.each([
    ['a part of a subnet', 0, { DestinationCidrBlock: '10.0.1.0/25' }, 'InvalidParameterValue'],
    ['more than a subnet, within the VPC', 0, { DestinationCidrBlock: '10.0.0.0/20' }, 'InvalidParameterValue'],
    ['a list that is not there', 0, { DestinationPrefixListId: 'pl-0feed' }, 'InvalidPrefixListID.NotFound'],
    ['a network outside of the VPC at a gateway', 1, { DestinationCidrBlock: '10.9.0.0/16' }, 'InvalidParameterValue'],
    ['a list at a gateway', 1, { DestinationPrefixListId: LIST }, 'InvalidParameterValue'],
    [
      'two destinations',
      0,
      { DestinationCidrBlock: '10.9.0.0/16', DestinationPrefixListId: LIST },
      'InvalidParameterCombination',
    ],
    ['what is there', 0, { DestinationIpv6CidrBlock: '2001:DB8:4::/64' }, 'RouteAlreadyExists'],
  ] as const)('is refused %s', (_, table, destination, code) =>
    inAccount(SETTING, async (told) => expect(await create(told, table, destination)).toBe(code)),
  );

  test('has a whole subnet as a destination', () =>
    inAccount(SETTING, async (told) =>
      expect(await create(told, 0, { DestinationCidrBlock: '10.0.1.0/24' })).toBe('succeeded'),
    ));

  test('counts a prefix list with its maximum of entries', () =>
    inAccount({ ...SETTING, build: { prefixLists: { [LIST]: 20, 'pl-0feed': 60 } } }, async (told) => {
      const { PrefixLists } = await told.clients.ec2.send(
        new DescribeManagedPrefixListsCommand({ PrefixListIds: ['pl-0feed'] }),
      );
      expect(PrefixLists).toMatchObject([{ PrefixListId: 'pl-0feed', MaxEntries: 60 }]);
      expect(await create(told, 0, { DestinationPrefixListId: 'pl-0feed' })).toBe('RouteLimitExceeded');
    }));

  test('of an internet gateway leads to no interface without a public address', () =>
    inAccount({ ...SETTING, build: { ...SETTING.build, unattached: true } }, async ({ clients, ids }) => {
      const input = { DestinationCidrBlock: '10.0.1.0/24', NetworkInterfaceId: ids.networkInterfaceId };
      const replaced = clients.ec2.send(new ReplaceRouteCommand({ RouteTableId: ids.routeTableIds[1], ...input }));
      expect(await codeOf(replaced)).toBe('InvalidParameterValue');
    }));
});
