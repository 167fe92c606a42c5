/** What each fault shows of itself, to the prober, to the SDK and to EC2's records. */
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeAddressesCommand, DescribeInstancesCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import type { ProbeTarget } from '../../../../shared/domain/probing/probing.ts';
import { callers } from '../../../../simulator/account/caller.ts';
import { setAlarmState } from '../../../../simulator/account/cloudwatch/alarms.ts';
import { raiseAlarm } from '../../../../simulator/account/cloudwatch/raise-alarm.ts';
import { describeInstanceStatus } from '../../../../simulator/account/ec2/describe-instance-status.ts';
import type { Fault } from '../../../../simulator/account/faults/fault.ts';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { nameHosts } from '../../../../simulator/account/names.ts';
import { serves } from '../../../../simulator/account/observe.ts';
import { simulatedProber } from '../../../../simulator/account/prober.ts';
import { codeOf, inAccount, type Told } from '../../../support/simulated-account.ts';

const REFERENCE = 'ec2.ap-northeast-1.amazonaws.com';

/** Whether the appliance, and the reference, answer to a function; whether the appliance really serves. */
async function ask({ world, appliance }: Told, functionName: string) {
  nameHosts(world, [REFERENCE]);
  const prober = simulatedProber({ world, serves, connectMs: { min: 1, max: 1 } });
  const to = (host: string): ProbeTarget => ({ protocol: 'tcp', host, port: 443, path: '/', timeoutMs: 1000 });
  const caller = { name: functionName, dead: false, world };
  return callers.run(caller, async () => ({
    appliance: (await prober.probe(to(appliance.floatingIp))).answered,
    reference: (await prober.probe(to(REFERENCE))).answered,
    serves: serves(world, appliance.floatingIp),
  }));
}

const WELL = { appliance: true, reference: true, serves: true };

describe('to a prober', () => {
  test.each<[string, Fault, Partial<typeof WELL>]>([
    ['is silent behind a security group, and serves others', { kind: 'probe-blocked' }, { appliance: false }],
    ['is silent when every probe is lost', { kind: 'probe-lossy', share: 1 }, { appliance: false }],
    ['answers when no probe is lost', { kind: 'probe-lossy', share: 0 }, {}],
    [
      'is silent with all the rest when it is cut off',
      { kind: 'prober-cut-off' },
      { appliance: false, reference: false },
    ],
    ['answers while another function is cut off', { kind: 'prober-cut-off', functionName: 'assess' }, {}],
  ])('the appliance %s', (_what, fault, shown) =>
    inAccount({}, async (told) => {
      switchOn(told.world, fault);
      expect(await ask(told, 'sweep')).toEqual({ ...WELL, ...shown });
      switchOff(told.world, fault);
      expect(await ask(told, 'sweep')).toEqual(WELL);
    }),
  );

  test('a cut-off function is cut off alone', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'prober-cut-off', functionName: 'assess' });
      expect(await ask(told, 'assess')).toEqual({ appliance: false, reference: false, serves: true });
    }));
});

test('a dead service is silent while EC2 sees a healthy instance', () =>
  inAccount({}, async (told) => {
    const { world, ids } = told;
    const fault: Fault = { kind: 'service-dead', instanceId: ids.instanceId };
    switchOn(world, fault);
    await world.clock.sleep(300_000);
    expect(await ask(told, 'assess')).toEqual({ appliance: false, reference: true, serves: false });
    const { InstanceStatuses } = describeInstanceStatus(world, { InstanceIds: [ids.instanceId] });
    expect(InstanceStatuses?.[0]?.InstanceStatus?.Status).toBe('ok');
    switchOff(world, fault);
    expect(await ask(told, 'assess')).toEqual(WELL);
  }));

test.each([
  ['fails until the instance is back', 'fail', 'impaired'],
  ['passes', 'pass', 'ok'],
] as const)("EC2's check of an instance that reboots %s", (_what, checks, status) =>
  inAccount({}, async (told) => {
    const { world, ids } = told;
    const asked = () => describeInstanceStatus(world, { InstanceIds: [ids.instanceId] }).InstanceStatuses?.[0];
    switchOn(world, { kind: 'guest-reboot', instanceId: ids.instanceId, seconds: 170, checks });
    await world.clock.sleep(150_000);
    expect(asked()).toMatchObject({ InstanceStatus: { Status: status }, SystemStatus: { Status: 'ok' } });
    expect((await ask(told, 'assess')).appliance).toBe(false);
    await world.clock.sleep(120_000);
    expect(asked()).toMatchObject({ InstanceStatus: { Status: 'ok' } });
    expect(await ask(told, 'assess')).toEqual(WELL);
  }),
);

describe('a stopped instance', () => {
  test.each([
    ['EC2', 'stopped-by-ec2', 'Server.ScheduledStop', 'Server.ScheduledStop'],
    ['a person', 'stopped-by-person', 'Client.UserInitiatedShutdown', expect.stringMatching(/^User initiated \(/)],
  ] as const)('says that it was %s', (_who, kind, code, transition) =>
    inAccount({}, async ({ world, clients, ids }) => {
      const fault: Fault = { kind, instanceId: ids.instanceId };
      const describe = async () => {
        const asked = new DescribeInstancesCommand({ InstanceIds: [ids.instanceId] });
        return (await clients.ec2.send(asked)).Reservations?.[0]?.Instances?.[0];
      };
      switchOn(world, fault);
      await world.clock.sleep(120_000);
      expect(await describe()).toMatchObject({
        ...{ State: { Name: 'stopped' }, StateReason: { Code: code }, StateTransitionReason: transition },
      });
      switchOff(world, fault);
      await world.clock.sleep(30_000);
      expect(await describe()).toMatchObject({ State: { Name: 'running' } });
    }),
  );
});

describe('throttling', () => {
  test('answers each service in its own word, and only for the actions that it is about', () =>
    inAccount({}, async ({ world, clients: { ec2, cloudwatch } }) => {
      switchOn(world, { kind: 'throttled', share: 1, actions: ['DescribeVpcs', 'DescribeAlarms'] });
      expect(await codeOf(ec2.send(new DescribeVpcsCommand({})))).toBe('RequestLimitExceeded');
      expect(await codeOf(cloudwatch.send(new DescribeAlarmsCommand({})))).toBe('Throttling');
      expect(await codeOf(ec2.send(new DescribeAddressesCommand({})))).toBe('succeeded');
    }));

  test('of a share of the calls is what the SDK overcomes by repeating', () =>
    inAccount({}, async ({ world, clients: { ec2 } }) => {
      switchOn(world, { kind: 'throttled', share: 0.3 });
      for (let call = 0; call < 10; call += 1) {
        expect(await codeOf(ec2.send(new DescribeAddressesCommand({})))).toBe('succeeded');
      }
      expect(world.calls.filter(({ error }) => error === 'RequestLimitExceeded').length).toBeGreaterThan(0);
    }));
});

describe('an alarm that flaps', () => {
  test.each(['OK', 'ALARM'] as const)('has no data for a while, and says %s again', (before) =>
    inAccount({}, async ({ world, appliance, ids }) => {
      raiseAlarm(world, { stage: 'dev', appliance: appliance.name, kind: 'probe', instanceId: ids.instanceId });
      const AlarmName = 'failover-dev-sophos-probe';
      setAlarmState(world, { AlarmName, StateValue: before, StateReason: 'a test' });
      const states: unknown[] = [];
      world.onEvent(({ detail }) => states.push(Object(detail.state).value));
      switchOn(world, { kind: 'alarm-flap', appliance: appliance.name, alarm: 'probe', seconds: 30 });
      await world.clock.sleep(31_000);
      expect(states).toEqual(['INSUFFICIENT_DATA', before]);
    }),
  );

  test('has to exist', () =>
    inAccount({}, async ({ world }) => {
      const flap: Fault = { kind: 'alarm-flap', appliance: 'sophos', alarm: 'probe', seconds: 30 };
      expect(() => switchOn(world, flap)).toThrow('there is no probe alarm of sophos');
    }));
});
