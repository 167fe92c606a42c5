/** The hosts of the lab: each is a network namespace of its own, and nothing outside of these is touched. */
import type { Command } from '../run-command.ts';

/** `fabric` is the router of the VPC and its internet gateway; `outside` is a host on the Internet. */
export const HOSTS = ['fabric', 'client', 'server', 'outside', 'firewall-1', 'firewall-2'] as const;

export type Host = (typeof HOSTS)[number];

/** Of the two firewalls, each in a zone of its own. */
export type Firewall = 1 | 2;

const PREFIX = 'failover-lab-';

export const namespaceOf = (host: Host | 'trial'): string => `${PREFIX}${host}`;

export const NAMESPACES: string[] = [...HOSTS, 'trial' as const].map(namespaceOf);

export const inside = (host: Host | 'trial', ...argv: string[]): string[] => [
  'ip',
  'netns',
  'exec',
  namespaceOf(host),
  ...argv,
];

/** Many changes of links, addresses and routes of one host, in one process. */
export const ipBatch = (host: Host, lines: string[]): Command => ({
  argv: ['ip', '-n', namespaceOf(host), '-batch', '-'],
  input: `${lines.join('\n')}\n`,
});

export const ADDRESS = {
  client: '10.0.10.10',
  server: '10.0.20.10',
  outside: '198.51.100.7',
  1: '10.0.1.10',
  2: '10.0.2.10',
} as const;

/** Of the internet gateway, as clients know it: the Elastic IP of the example. */
export const PUBLIC_IP = '203.0.113.10';

/** The interfaces of the fabric, one towards each host. */
export const PORT = {
  client: 'to-client',
  server: 'to-server',
  outside: 'to-outside',
  1: 'to-fw1',
  2: 'to-fw2',
} as const;

/** The first address of its subnet, as in a VPC. */
export const gatewayOf = (address: string): string => address.replace(/\d+$/, '1');

/** The route tables of the two protected subnets; all others see the local routes of the VPC. */
export const TABLES = { client: 101, server: 102 } as const;
