/** From the account to the namespaces: what EC2 accepts becomes commands, and nothing else does. */
import { describe, expect, test } from '@jest/globals';
import { applying } from '../../../cli/lab/account/applied.ts';
import { takeOver } from '../../../cli/lab/account/takeover.ts';
import { build } from '../../../cli/lab/network/build.ts';
import { conntrackdOf, firewallRules } from '../../../cli/lab/network/example.ts';
import { NAMESPACES } from '../../../cli/lab/network/hosts.ts';
import { commandsFor, type LabTraffic } from '../../../cli/lab/network/traffic.ts';
import type { Command } from '../../../cli/lab/run-command.ts';

const AT: (firewall: 1 | 2) => LabTraffic = (firewall) => ({
  holder: firewall,
  routes: [
    { table: 'client', destination: '0.0.0.0/0', to: firewall },
    { table: 'server', destination: '0.0.0.0/0', to: firewall },
  ],
  checked: [],
});

const inputs = (commands: Command[]): string => commands.map(({ input }) => input).join('\n');

describe('the adapter', () => {
  test('moves only the route that differs', () => {
    const [first, ...rest] = AT(1).routes;
    const half = { ...AT(1), routes: [...rest, ...(first ? [{ ...first, to: 2 as const }] : [])] };
    const commands = commandsFor(AT(1), half);
    expect(commands).toHaveLength(1);
    expect(inputs(commands)).toBe('route replace 0.0.0.0/0 via 10.0.2.10 dev to-fw2 table 101\n');
  });

  test('translates the address to its holder, in one transaction', () => {
    const commands = commandsFor(AT(1), { ...AT(1), holder: 2 });
    expect(commands).toHaveLength(1);
    expect(inputs(commands)).toContain('ip daddr 203.0.113.10 ip daddr set 10.0.2.10;');
    expect(inputs(commands)).not.toContain('10.0.1.10');
  });

  test('drops what an interface with its source/destination check on may not forward', () =>
    expect(inputs(commandsFor(AT(1), { ...AT(1), checked: [2] }))).toContain(
      'iifname "to-fw2" ip saddr != 10.0.2.10 drop;',
    ));

  test('leads a route without a firewall nowhere', () =>
    expect(
      inputs(
        commandsFor(undefined, { ...AT(1), routes: [{ table: 'client', destination: '0.0.0.0/0', to: undefined }] }),
      ),
    ).toContain('route replace blackhole 0.0.0.0/0 table 101'));

  test('does nothing for what is there already', () => expect(commandsFor(AT(2), AT(2))).toEqual([]));

  test('carries in the newest state, and passes on the error of a command', async () => {
    const ran: Command[] = [];
    const good = applying(async (command) => {
      ran.push(command);
      return '';
    });
    good.apply(AT(1));
    good.apply(AT(2));
    await good.settled();
    expect(inputs(ran)).not.toContain('10.0.1.10');
    const bad = applying(async () => {
      throw new Error('ip: no such device');
    });
    bad.apply(AT(1));
    await expect(bad.settled()).rejects.toThrow('no such device');
  });
});

test('our own steps move the address and both routes from firewall 1 to firewall 2, and lift the check', async () => {
  const seen: LabTraffic[] = [];
  const said: string[] = [];
  const note = (what: string) => async (): Promise<void> => void said.push(what);
  await takeOver(
    { seed: 1, atOnce: true },
    { apply: (traffic) => seen.push(traffic), ready: note('ready'), beforeMove: note('dies'), moved: note('moved') },
  );
  expect(said).toEqual(['ready', 'dies', 'moved']);
  expect(seen[0]).toEqual(AT(1));
  expect(seen.some(({ checked }) => checked.includes(2))).toBe(true);
  expect(seen.at(-1)).toEqual(AT(2));
}, 120_000);

describe('the hosts', () => {
  test('every command stays inside a namespace of the lab', () => {
    const all = [
      ...build(),
      ...firewallRules(1, 'strict'),
      ...firewallRules(2, 'loose'),
      ...commandsFor(undefined, AT(1)),
    ];
    const outside = all.filter(({ argv }) => !argv.some((word) => NAMESPACES.includes(word)));
    expect(outside).toEqual([]);
  });

  test('the files of the example are filled in whole', () => {
    expect(conntrackdOf(2, '/run/lab')).toMatch(/IPv4_address 10\.0\.2\.10\n +IPv4_Destination_Address 10\.0\.1\.10\n/);
    expect(conntrackdOf(2, '/run/lab')).not.toContain('@');
    for (const rules of ['loose', 'strict'] as const) {
      const text = inputs(firewallRules(1, rules));
      const used = new Set(text.replace(/#.*$/gm, '').match(/\$[A-Z_]+/g));
      expect([...used].filter((name) => !text.includes(`define ${name.slice(1)} = `))).toEqual([]);
    }
  });
});
