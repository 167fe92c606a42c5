/** `plan --shell`: a takeover as a shell script that needs neither Step Functions nor Node, run against an `aws` of ours. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  AssociateAddressCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ReplaceRouteCommand,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { ClientsAsked } from '../../../cli/failover/open.ts';
import { callers } from '../../../simulator/account/caller.ts';
import { routeTablesOf } from '../../../simulator/account/observe.ts';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { clientsFor } from '../../../simulator/stories/shared-clients.ts';
import { anAppliance } from '../../support/appliances.ts';
import { type AtTheCommandLine, atTheCommandLine } from '../../support/command-line.ts';
import { awsError, mockedClients } from '../../support/mocked-clients.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const shellPlan = async ({ run }: AtTheCommandLine, ...flags: string[]): Promise<string> => {
  const { code, out, changes } = await run('plan', 'sophos', '--shell', ...flags);
  expect({ code, changes }).toEqual({ code: 0, changes: [] });
  return out;
};

const ROUTES = /--route-table-id (\S+) --destination-cidr-block (\S+)/g;

/** Runs the script in a real shell, with an `aws` of ours on the PATH. */
function runScript(
  script: string,
  { holder, ...more }: { holder: string; refuses?: string[]; ignores?: string[] },
  NEW = '',
) {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  folders.push(folder);
  const stub = join(process.cwd(), 'test/support/stub-aws.ts');
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\nexec "${process.execPath}" --no-warnings "${stub}" "$@"\n`, {
    mode: 0o755,
  });
  const routes = Object.fromEntries(
    [...script.matchAll(ROUTES)].map(([, table, cidr]) => [`${table} ${cidr}`, 'eni-old']),
  );
  const state = {
    holder,
    tags: {},
    routes,
    check: 'True',
    launched: {},
    stopped: [],
    refuses: [],
    ignores: [],
    ...more,
  };
  writeFileSync(join(folder, 'state.json'), JSON.stringify(state));
  writeFileSync(join(folder, 'calls.jsonl'), '');
  writeFileSync(join(folder, 'plan.sh'), script);
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, STUB_AWS: folder, EVERY: '0', NEW };
  const { status, stdout, stderr } = spawnSync('sh', [join(folder, 'plan.sh')], { encoding: 'utf8', env });
  const calls: string[][] = readFileSync(join(folder, 'calls.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { status, stdout, stderr, calls, state: JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) };
}

const writes = (calls: string[][]): string[] =>
  calls.map(([, action = '']) => action).filter((action) => !/^(describe|wait)/.test(action));

const flag = (call: string[], name: string): string => call[call.indexOf(`--${name}`) + 1] ?? '';

/** What the script asked of the stub, asked of the simulated account. */
async function applyTo({ simulation }: AtTheCommandLine, calls: string[][]): Promise<string> {
  const { ec2 } = clientsFor(simulation.world.region);
  let [instanceId, interfaceId] = ['', ''];
  for (const call of calls) {
    switch (call[1]) {
      case 'run-instances': {
        const { Instances } = await ec2.send(new RunInstancesCommand(JSON.parse(flag(call, 'cli-input-json'))));
        instanceId = Instances?.[0]?.InstanceId ?? '';
        interfaceId = Instances?.[0]?.NetworkInterfaces?.[0]?.NetworkInterfaceId ?? '';
        await simulation.clock.sleep(120_000);
        break;
      }
      case 'modify-network-interface-attribute':
        await ec2.send(
          new ModifyNetworkInterfaceAttributeCommand({
            NetworkInterfaceId: interfaceId,
            SourceDestCheck: { Value: false },
          }),
        );
        break;
      case 'associate-address': {
        const AllocationId = flag(call, 'allocation-id');
        await ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId: instanceId, AllowReassociation: true }));
        break;
      }
      case 'replace-route':
        await ec2.send(
          new ReplaceRouteCommand({
            RouteTableId: flag(call, 'route-table-id'),
            DestinationCidrBlock: flag(call, 'destination-cidr-block'),
            NetworkInterfaceId: interfaceId,
          }),
        );
        break;
      case 'stop-instances':
        await ec2.send(new StopInstancesCommand({ InstanceIds: [flag(call, 'instance-ids')], Force: true }));
        break;
    }
  }
  return instanceId;
}

describe('the shell script', () => {
  test('is a plain script for sh, with ids filled in, and says when and for which generation it was made', () =>
    atTheCommandLine({}, async (at) => {
      const script = await shellPlan(at);
      expect(script).toMatch(
        /^#!\/bin\/sh\n# failover of sophos \(stage dev, ap-northeast-1\), planned at 2026-11-21T03:00:0\S+; it would be generation 1\.\n/,
      );
      expect(script).toContain('\nset -eu\n');
      expect(script).toContain(`\nOLD=${at.holder}\n`);
      expect(script).not.toMatch(/<[a-z-]+>|undefined|NOTE:/);
      const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }));

  test('moves the traffic in the account, in the order of a takeover, and reads each change back', () =>
    atTheCommandLine({}, async (at) => {
      const { status, stdout, stderr, calls, state } = runScript(await shellPlan(at), { holder: at.holder });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(writes(calls)).toEqual([
        ...['create-tags', 'run-instances', 'modify-network-interface-attribute', 'associate-address'],
        ...['replace-route', 'replace-route', 'stop-instances', 'delete-tags'],
      ]);
      expect(state).toMatchObject({ holder: 'i-0feedfeedfeedfeed', check: 'False', stopped: [at.holder] });
      expect(new Set(Object.values(state.routes))).toEqual(new Set(['eni-0feedfeedfeedfeed']));
      expect(stdout.match(/^ok: /gm)).toHaveLength(7);
      const { world } = at.simulation;
      const replacement = await callers.run({ name: 'person', dead: false, world }, () => applyTo(at, calls));
      await at.simulation.clock.sleep(60_000);
      const { traffic, instances } = truthOf(at.simulation.world, anAppliance());
      expect(traffic.address.instanceId).toBe(replacement);
      const targets = routeTablesOf(world, anAppliance()).flatMap(({ routes }) =>
        routes.flatMap(({ destination, target }) => (destination === '10.242.2.0/24' ? [target] : [])),
      );
      expect(targets.length).toBeGreaterThan(1);
      expect(JSON.stringify(targets)).not.toContain(at.holder);
      expect(instances.find(({ id }) => id === at.holder)?.state).toMatch(/^stopp/);
    }));

  test('is made while Step Functions is down, and says what it could not read', () => {
    const down = mockedClients();
    down.sfn.onAnyCommand().rejects(awsError('ServiceUnavailable', 503));
    const clients = ({ region }: ClientsAsked) => ({ ...clientsFor(region), sfn: down.clients.sfn });
    return atTheCommandLine({ door: { clients } }, async (at) => {
      const script = await shellPlan(at);
      expect(script).toContain('# NOTE: Step Functions did not answer.');
      expect(runScript(script, { holder: at.holder })).toMatchObject({ status: 0, stderr: '' });
      expect(await at.run('plan', 'sophos')).toMatchObject({ code: 1, out: '' });
    });
  });

  test('tries the next place where one has no capacity, and stops at any other refusal', () =>
    atTheCommandLine({}, async (at) => {
      const script = await shellPlan(at);
      const full = runScript(script, { holder: at.holder, refuses: ['InsufficientInstanceCapacity'] });
      expect(full.status).toBe(0);
      expect(writes(full.calls).filter((action) => action === 'run-instances')).toHaveLength(2);
      const denied = runScript(script, { holder: at.holder, refuses: ['UnauthorizedOperation'] });
      expect(denied.status).toBe(1);
      expect(denied.stderr).toMatch(/UnauthorizedOperation[\s\S]*stopped: the launch failed/);
      expect(writes(denied.calls)).toEqual(['create-tags', 'run-instances']);
    }));

  test('stops before any change when the address has moved since', () =>
    atTheCommandLine({}, async (at) => {
      const { status, stderr, calls } = runScript(await shellPlan(at), { holder: 'i-0123456789abcdef0' });
      expect(status).toBe(1);
      expect(stderr).toMatch(/stopped: the address is at i-0123456789abcdef0.*make a new plan/);
      expect(writes(calls)).toEqual([]);
    }));

  test('stops where a change is not seen, before the old instance is stopped', () =>
    atTheCommandLine({}, async (at) => {
      const { status, stderr, state } = runScript(await shellPlan(at), {
        holder: at.holder,
        ignores: ['replace-route'],
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/stopped: route 10\.242\.2\.0\/24 in rtb-\w+ is eni-old, and not eni-0feed/);
      expect(state.stopped).toEqual([]);
    }));

  test('goes on with a replacement that it has launched before', () =>
    atTheCommandLine({}, async (at) => {
      const again = runScript(await shellPlan(at), { holder: 'i-0feedfeedfeedfeed' }, 'i-0feedfeedfeedfeed');
      expect(again.status).toBe(0);
      expect(writes(again.calls)).not.toContain('run-instances');
    }));

  test('of a switchover waits for the status checks and never stops the old instance', () =>
    atTheCommandLine({}, async (at) => {
      const { status, stdout, calls } = runScript(await shellPlan(at, '--mode', 'switchover'), { holder: at.holder });
      expect(status).toBe(0);
      expect(calls).toContainEqual(expect.arrayContaining(['wait', 'instance-status-ok']));
      expect(writes(calls)).not.toContain('stop-instances');
      expect(stdout).toContain(`aws ec2 stop-instances --instance-ids ${at.holder}`);
    }));

  test('for a licence that forbids two copies stops the old instance first', () =>
    atTheCommandLine({ appliances: [anAppliance({ fencing: 'stop-first' })] }, async (at) => {
      const script = await shellPlan(at);
      const order = writes(runScript(script, { holder: at.holder }).calls);
      expect(order.indexOf('stop-instances')).toBeLessThan(order.indexOf('run-instances'));
    }));

  test('keeps a hostile reason in its comment and out of its commands', () =>
    atTheCommandLine({}, async (at) => {
      const script = await shellPlan(at, '--reason', `$(touch hacked); 'x' "y" \`z\``);
      expect(script.split('\n').filter((line) => line.includes('hacked'))).toEqual([expect.stringMatching(/^# Why: /)]);
      expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0);
    }));
});
