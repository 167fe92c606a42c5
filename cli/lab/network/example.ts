/** The files of `examples/linux-nva`, filled in for a firewall of the lab as its user data fills them in on a host. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../run-command.ts';
import { ADDRESS, type Firewall, inside } from './hosts.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'examples', 'linux-nva');

export const readExample = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

export type Rules = 'loose' | 'strict';

const peerOf = (firewall: Firewall): Firewall => (firewall === 1 ? 2 : 1);

const IDENTITY = '100.64.0.1';

/** The ports of the streams: SSH, TCP and UDP. */
export const STREAM_PORTS = { ssh: 2222, tcp: 7001, udp: 7002 } as const;

const valuesOf = (firewall: Firewall): Record<string, string> => ({
  OWN: ADDRESS[firewall],
  PEER: ADDRESS[peerOf(firewall)],
  IDENTITY,
  HEALTH: '4433',
  NETWORKS: '{ 10.0.0.0/8 }',
  SERVER: ADDRESS.server,
  PUBLISHED_TCP: `{ ${STREAM_PORTS.ssh}, ${STREAM_PORTS.tcp} }`,
  PUBLISHED_UDP: `{ ${STREAM_PORTS.udp} }`,
});

/** The setting comes after the rules: they load connection tracking, and before that it does not exist. */
export function firewallRules(firewall: Firewall, rules: Rules): Command[] {
  const host = `firewall-${firewall}` as const;
  const defined = Object.entries(valuesOf(firewall)).map(([name, value]) => `define ${name} = ${value}\n`);
  const loose = rules === 'loose' ? 1 : 0;
  return [
    { argv: inside(host, 'ip', 'address', 'replace', `${IDENTITY}/32`, 'dev', 'lo') },
    { argv: inside(host, 'nft', '-f', '-'), input: `${defined.join('')}${readExample(`${rules}.nft`)}` },
    { argv: inside(host, 'sysctl', '-qw', `net.netfilter.nf_conntrack_tcp_loose=${loose}`) },
  ];
}

/** `run` is a folder for the log, the lock and the socket. */
export const conntrackdOf = (firewall: Firewall, run: string): string =>
  readExample('conntrackd.conf')
    .replaceAll('@OWN@', ADDRESS[firewall])
    .replaceAll('@PEER@', ADDRESS[peerOf(firewall)])
    .replaceAll('@DEVICE@', 'eth0')
    .replaceAll('@RUN@', run);
