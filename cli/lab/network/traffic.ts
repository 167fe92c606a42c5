/** The adapter: what the routes, the address and the source/destination checks of the account are in the namespaces. */
import type { Command } from '../run-command.ts';
import { ADDRESS, type Firewall, inside, ipBatch, PORT, PUBLIC_IP, TABLES } from './hosts.ts';

/** A destination in a table of the lab, and the firewall that it leads to; undefined leads nowhere. */
type LabRoute = { table: keyof typeof TABLES; destination: string; to: Firewall | undefined };

/** `checked`: the firewalls whose packets must be from or for their own address. */
export type LabTraffic = { holder: Firewall | undefined; routes: LabRoute[]; checked: Firewall[] };

const routeLine = ({ table, destination, to }: LabRoute): string =>
  to === undefined
    ? `route replace blackhole ${destination} table ${TABLES[table]}`
    : `route replace ${destination} via ${ADDRESS[to]} dev ${PORT[to]} table ${TABLES[table]}`;

/** The internet gateway translates one to one and keeps no state; as in AWS, no private address passes it. */
const gateway = (holder: Firewall | undefined): string => {
  const inwards = holder && `iifname "${PORT.outside}" ip daddr ${PUBLIC_IP} ip daddr set ${ADDRESS[holder]};`;
  const outwards = holder && `oifname "${PORT.outside}" ip saddr ${ADDRESS[holder]} ip saddr set ${PUBLIC_IP};`;
  return `chain arrives { type filter hook prerouting priority -300; notrack;
    iifname "${PORT.outside}" ip daddr 10.0.0.0/8 drop; ${inwards ?? ''} }
  chain leaves { type filter hook postrouting priority 300;
    ${outwards ?? ''} oifname "${PORT.outside}" ip saddr 10.0.0.0/8 drop; }
  chain says { type filter hook output priority -300; notrack; }`;
};

const checks = (checked: Firewall[]): string => {
  const rules = checked.map(
    (each) =>
      `iifname "${PORT[each]}" ip saddr != ${ADDRESS[each]} drop; oifname "${PORT[each]}" ip daddr != ${ADDRESS[each]} drop;`,
  );
  return `chain checks { type filter hook forward priority 0; ${rules.join(' ')} }`;
};

/** One transaction: no packet sees half of it. */
const vpc = ({ holder, checked }: LabTraffic): Command => ({
  argv: inside('fabric', 'nft', '-f', '-'),
  input: `table ip vpc\ndelete table ip vpc\ntable ip vpc {\n  ${gateway(holder)}\n  ${checks(checked)}\n}\n`,
});

const routesOf = (traffic: LabTraffic | undefined): string[] => traffic?.routes.map(routeLine) ?? [];

const restOf = (traffic: LabTraffic | undefined): string => JSON.stringify([traffic?.holder, traffic?.checked]);

/** Only what differs is changed, the routes first. */
export function commandsFor(before: LabTraffic | undefined, after: LabTraffic): Command[] {
  const lines = routesOf(after).filter((line) => !routesOf(before).includes(line));
  return [
    ...(lines.length > 0 ? [ipBatch('fabric', lines)] : []),
    ...(before === undefined || restOf(before) !== restOf(after) ? [vpc(after)] : []),
  ];
}

/** For the death of a firewall: nothing comes in or goes out any more, not even a reset. */
export const die = (firewall: Firewall): Command => ({
  argv: inside(`firewall-${firewall}`, 'nft', '-f', '-'),
  input: `table ip dead {
  chain in { type filter hook prerouting priority -400; policy drop; }
  chain out { type filter hook output priority -400; policy drop; }
}
`,
});
