/** `routes` of an appliance: what it becomes, and what is refused with its path and the way out. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const NOW = '2026-11-21T03:00:00.000Z';

const parsed = (appliance: object) =>
  parseConfiguration(
    JSON.stringify({
      appliances: [
        {
          ...{ name: 'edge', floatingIp: '203.0.113.10', vpc: 'my-vpc', subnets: 'public', instance: 'edge' },
          ...{ image: 'edge', ...appliance },
        },
      ],
    }),
    { file: 'appliances.yml', region: 'ap-northeast-1', now: NOW },
  );

const refusalOf = (routes: unknown, more: object = {}): string => {
  try {
    parsed({ routes, ...more });
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
  return 'accepted';
};

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `rtb-${(0x1000_0000 + index).toString(16)}`);
const networks = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `10.${200 + Math.floor(index / 250)}.${index % 250}.0/24`);

describe('routes', () => {
  test('are of every family, in one form, at device 0', () => {
    const routes = [
      { tables: 'app', to: ['10.4.4.0/24', '2001:DB8:4:0::/64', 'pl-0a1b2c3d'] },
      { tables: 'rtb-0a1b2c3d', to: ['10.4.3.0/24'], device: 0, edge: true },
    ];
    expect(parsed({ routes }).appliances[0]).toMatchObject({
      ...{ vpnCidrs: [], routeTables: [] },
      routes: [
        { tables: 'app', to: ['10.4.4.0/24', '2001:db8:4::/64', 'pl-0a1b2c3d'], device: 0 },
        { tables: ['rtb-0a1b2c3d'], to: ['10.4.3.0/24'], device: 0, edge: true },
      ],
    });
  });

  test('may be a default route beside another one, with the tables by id', () => {
    expect(refusalOf([{ tables: ['rtb-0a1b2c3d'], to: ['0.0.0.0/0', '10.4.4.0/24', '::/0'] }])).toBe('accepted');
  });

  test.each([
    ['none at all', [], 'routes: is an empty list'],
    [
      'another device',
      [{ tables: 'app', to: ['10.4.4.0/24'], device: 1 }],
      'routes[0].device: 1 is not supported: an appliance has one network interface as yet; write device: 0',
    ],
    [
      'a table named twice',
      [{ tables: ['rtb-0a1b2c3d', 'rtb-0a1b2c3d'], to: ['10.4.4.0/24'] }],
      'routes[0].tables[1]: "rtb-0a1b2c3d" is listed twice; remove one',
    ],
    [
      'the same route twice',
      [
        { tables: 'app', to: ['10.4.4.0/24'] },
        { tables: 'app', to: ['10.4.4.0/24'] },
      ],
      'routes[1].to[0]: "10.4.4.0/24" is listed twice for the table app; remove one',
    ],
    [
      'one of two that overlap',
      [{ tables: 'app', to: ['10.4.0.0/16', '10.4.4.0/24'] }],
      'routes[0].to[1]: "10.4.4.0/24" overlaps "10.4.0.0/16" in the table app; keep the larger of the two',
    ],
    [
      'one of two that overlap in IPv6',
      [{ tables: 'app', to: ['2001:db8::/32', '2001:db8:4::/64'] }],
      'overlaps "2001:db8::/32"',
    ],
    [
      'a default route by Name',
      [{ tables: 'app', to: ['0.0.0.0/1', '128.0.0.0/1'] }],
      'routes[0].tables: the networks cover 100 % of all addresses, which moves a default route; list the route tables by id',
    ],
    [
      'an IPv6 default route by Name',
      [{ tables: 'app', to: ['::/0'] }],
      'routes[0].tables: "::/0" moves a default route; list the route tables by id',
    ],
    [
      'a prefix list at a gateway',
      [{ tables: 'edge', to: ['pl-0a1b2c3d'], edge: true }],
      'routes[0].to[0]: "pl-0a1b2c3d" is a prefix list, which the table of a gateway cannot have',
    ],
    [
      'host bits of IPv6',
      [{ tables: 'app', to: ['2001:db8:4::1/64'] }],
      'routes[0].to[0]: "2001:db8:4::1/64" has host bits set',
    ],
    [
      'no prefix length',
      [{ tables: 'app', to: ['2001:db8:4::'] }],
      'is not an IPv6 CIDR; write one such as 2001:db8:4::/64',
    ],
    [
      'no id of a list',
      [{ tables: 'app', to: ['pl-abc'] }],
      'is not the id of a prefix list; write one such as pl-0a1b2c3d',
    ],
    [
      'an unknown key',
      [{ tables: 'app', to: ['10.4.4.0/24'], devize: 0 }],
      'routes[0].devize: unknown key; did you mean device?',
    ],
    [
      '450 routes',
      [{ tables: ids(2), to: networks(225) }],
      'routes: are 450 routes, and a takeover moves at most 400 of an appliance; put networks into a prefix list',
    ],
  ])('are refused with %s', (_, routes, says) => expect(refusalOf(routes)).toContain(says));

  test('are refused beside their short form', () => {
    const routes = [{ tables: 'app', to: ['10.4.4.0/24'] }];
    expect(refusalOf(routes, { vpnCidrs: [] })).toContain('routes: is refused beside vpnCidrs and routeTables');
    expect(refusalOf(routes, { routeTables: 'app' })).toContain(
      'write every route under routes, and remove the other two',
    );
  });
});

describe('the short form', () => {
  const short = (vpnCidrs: string[], routeTables: string[]): string => refusalOf(undefined, { vpnCidrs, routeTables });

  test('has the same limit: 400 routes are packaged, and 450 are not', () => {
    expect(short(networks(200), ids(2))).toBe('accepted');
    expect(short(networks(225), ids(2))).toContain('vpnCidrs: are 450 routes');
  });
});
