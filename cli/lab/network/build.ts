/** The commands that build the network of the lab, and remove it. */
import type { Command } from '../run-command.ts';
import {
  ADDRESS,
  gatewayOf,
  HOSTS,
  type Host,
  inside,
  ipBatch,
  NAMESPACES,
  namespaceOf,
  PORT,
  TABLES,
} from './hosts.ts';

type Leaf = keyof typeof ADDRESS;

const LEAVES: [Host, Leaf][] = [
  ['client', 'client'],
  ['server', 'server'],
  ['outside', 'outside'],
  ['firewall-1', 1],
  ['firewall-2', 2],
];

const FORWARDS: Host[] = ['fabric', 'firewall-1', 'firewall-2'];

const settings = (host: Host): Command => ({
  argv: inside(
    host,
    ...['sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0'],
    ...['net.ipv4.conf.all.send_redirects=0', 'net.ipv4.conf.default.send_redirects=0'],
  ),
});

const link = ([host, leaf]: [Host, Leaf]): Command[] => [
  {
    argv: [
      ...['ip', 'link', 'add', PORT[leaf], 'netns', namespaceOf('fabric'), 'type', 'veth'],
      ...['peer', 'name', 'eth0', 'netns', namespaceOf(host)],
    ],
  },
  ipBatch('fabric', [`address add ${gatewayOf(ADDRESS[leaf])}/24 dev ${PORT[leaf]}`, `link set ${PORT[leaf]} up`]),
  ipBatch(host, [
    'link set lo up',
    `address add ${ADDRESS[leaf]}/24 dev eth0`,
    'link set eth0 up',
    `route add default via ${gatewayOf(ADDRESS[leaf])}`,
  ]),
];

/** As at a VPC's subnet: what its hosts send is led by its own route table. */
const tables: Command = ipBatch(
  'fabric',
  (['client', 'server'] as const).map((leaf) => `rule add iif ${PORT[leaf]} table ${TABLES[leaf]}`),
);

export const build = (): Command[] => [
  ...HOSTS.map((host) => ({ argv: ['ip', 'netns', 'add', namespaceOf(host)] })),
  // Before the links, so that each inherits them.
  ...FORWARDS.map(settings),
  ...LEAVES.flatMap(link),
  tables,
];

/** Of those the ones that exist, from what `ip netns list` printed. */
export const presentIn = (listed: string): string[] => {
  const names = listed.split('\n').map((line) => line.trim().split(/\s+/)[0]);
  return NAMESPACES.filter((name) => names.includes(name));
};
