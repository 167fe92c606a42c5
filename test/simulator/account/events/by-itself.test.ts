/** An account in which schedules, events and alarms run: which function is called when, by which event, and what faults change. */
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import type { AwsEvent } from '../../../../simulator/account/events/aws-event.ts';
import type { Fault } from '../../../../simulator/account/faults/fault.ts';
import type { Execution } from '../../../../simulator/account/sfn/execution.ts';
import { truthOf } from '../../../../simulator/checks/watch/truth.ts';
import { adoptLongAgo } from '../../../../simulator/stories/adopted.ts';
import { type Simulation, simulate } from '../../../../simulator/stories/simulation.ts';
import { aConfiguration, anAppliance } from '../../../support/appliances.ts';

const unattended = <T>(story: (simulation: Simulation) => Promise<T>): Promise<T> =>
  simulate({ configuration: aConfiguration(), seed: 31, automatic: true }, story);

const probedEveryTwoSeconds = () => {
  const { probe, ...appliance } = anAppliance();
  return aConfiguration({ appliances: [{ ...appliance, probe: { ...probe, intervalSeconds: 2, failures: 12 } }] });
};

const attended = <T>(story: (simulation: Simulation) => Promise<T>): Promise<T> =>
  simulate({ configuration: aConfiguration(), seed: 31 }, story);

const holder = ({ world }: Simulation): string => truthOf(world, anAppliance()).traffic.address.instanceId ?? '';

const startsOf = ({ lambda }: Simulation, name: string): number[] =>
  lambda.invocations.filter(({ functionName }) => functionName === name).map(({ startedAtMs }) => startedAtMs);

const frontDoors = ({ stepFunctions }: Simulation): Execution[] =>
  stepFunctions.executions.filter(({ machineName }) => machineName.endsWith('-failover'));

const eventsOf = ({ world }: Simulation, source: string): AwsEvent[] => {
  const heard: AwsEvent[] = [];
  world.onEvent((event) => {
    if (event.source === source) heard.push(event);
  });
  return heard;
};

describe('schedules', () => {
  test('call the sweep and the prober once in every minute, each at its own moment', () =>
    unattended(async (simulation) => {
      await simulation.clock.sleep(600_000);
      const [sweeps, probes] = [startsOf(simulation, 'sweep'), startsOf(simulation, 'probe-appliance')];
      for (const starts of [sweeps, probes]) {
        expect(starts.length).toBeGreaterThanOrEqual(9);
        const gaps = starts.slice(1).map((atMs, index) => atMs - (starts[index] ?? 0));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(55_000);
        expect(Math.max(...gaps)).toBeLessThanOrEqual(65_000);
      }
      expect(Math.abs((sweeps[0] ?? 0) - (probes[0] ?? 0))).toBeGreaterThan(1000);
    }));

  test('do not exist in a story that tells everything itself, and alarms wait for it too', () =>
    attended(async (simulation) => {
      await simulation.clock.sleep(600_000);
      expect(simulation.lambda.invocations).toEqual([]);
      expect(simulation.world.cloudwatch.evaluation.running).toBe(false);
    }));

  test('stop one by one', () =>
    unattended(async (simulation) => {
      simulation.inject({ kind: 'schedule-stopped', rule: 'ProbeRule' });
      await simulation.clock.sleep(300_000);
      expect(startsOf(simulation, 'probe-appliance')).toEqual([]);
      expect(startsOf(simulation, 'sweep').length).toBeGreaterThan(3);
      simulation.repair({ kind: 'schedule-stopped', rule: 'ProbeRule' });
      await simulation.clock.sleep(90_000);
      expect(startsOf(simulation, 'probe-appliance').length).toBeGreaterThan(0);
    }));

  test('leap over a rest: what was under way ends, nothing begins, and then all goes on', () =>
    unattended(async (simulation) => {
      const { clock, lambda } = simulation;
      await clock.sleep(150_000);
      const untilMs = clock.nowMs() + 6 * 86_400_000;
      const before = lambda.invocations.length;
      await simulation.rest(untilMs);
      expect(clock.nowMs()).toBe(untilMs);
      expect(lambda.invocations.length).toBe(before);
      expect(lambda.invocations.every(({ endedAtMs }) => endedAtMs !== undefined)).toBe(true);
      await clock.sleep(70_000);
      expect(startsOf(simulation, 'sweep').filter((atMs) => atMs > untilMs).length).toBe(1);
    }));
});

describe('a rest', () => {
  test('ends also where prober invocations overlap, and one that was throttled comes minutes later', () =>
    simulate({ configuration: probedEveryTwoSeconds(), seed: 31, automatic: true }, async (simulation) => {
      const { clock, lambda } = simulation;
      await clock.sleep(150_000);
      const untilMs = clock.nowMs() + 1_000;
      await simulation.rest(untilMs);
      expect(clock.nowMs()).toBeLessThan(untilMs + 600_000);
      expect(lambda.invocations.every(({ endedAtMs }) => endedAtMs !== undefined)).toBe(true);
    }));
});

describe('EC2 tells of an instance', () => {
  test('each state that it enters, its id, and no more', () =>
    attended(async (simulation) => {
      const heard = eventsOf(simulation, 'aws.ec2');
      const id = holder(simulation);
      simulation.inject({ kind: 'stopped-by-person', instanceId: id });
      await simulation.clock.sleep(400_000);
      simulation.repair({ kind: 'stopped-by-person', instanceId: id });
      await simulation.clock.sleep(60_000);
      const states = ['stopping', 'stopped', 'pending', 'running'];
      expect(heard.map(({ detail }) => detail)).toEqual(states.map((state) => ({ 'instance-id': id, state })));
      expect(heard[0]).toMatchObject({
        'detail-type': 'EC2 Instance State-change Notification',
        resources: [`arn:aws:ec2:ap-northeast-1:123456789012:instance/${id}`],
      });
    }));

  test('when the power comes back only what its records say is new', () =>
    attended(async (simulation) => {
      const heard = eventsOf(simulation, 'aws.ec2');
      const zone = truth(simulation.world.ec2.instances, holder(simulation))?.zone ?? '';
      simulation.inject({ kind: 'zone-lost', zone });
      simulation.repair({ kind: 'zone-lost', zone });
      expect(heard).toEqual([]);
    }));
});

test('Step Functions tells of the beginning and the end of an execution, as DescribeExecution would', () =>
  attended(async (simulation) => {
    const heard = eventsOf(simulation, 'aws.states');
    const input = { appliance: 'nobody', mode: 'failover', requestedBy: 'ada', reason: 'a test' };
    const execution = simulation.startFailover(input);
    await simulation.ended(execution);
    const about = { executionArn: execution.arn, stateMachineArn: execution.machineArn, name: execution.name };
    const asked = { input: JSON.stringify(input), inputDetails: { included: true } };
    const [began, ended] = heard.map(({ detail }) => detail);
    expect(began).toEqual({
      ...{ ...about, ...asked, status: 'RUNNING', startDate: execution.startedAtMs, stopDate: null },
      ...{ output: null, outputDetails: null, error: null, cause: null },
    });
    expect(ended).toMatchObject({ ...about, status: execution.status, stopDate: simulation.clock.nowMs() });
    expect(heard.length).toBe(2);
  }));

/** The failover machines that one alarm leads to, in seconds after it. */
const alarmUnder = (...faults: Fault[]): Promise<number[]> =>
  attended(async (simulation) => {
    for (const fault of faults) simulation.inject(fault);
    const { clock } = simulation;
    const raisedAtMs = clock.nowMs();
    simulation.raiseAlarm({ appliance: 'sophos', kind: 'status-check', instanceId: holder(simulation) });
    await simulation.settle();
    return frontDoors(simulation).map(({ startedAtMs }) => (startedAtMs - raisedAtMs) / 1000);
  });

describe('an alarm', () => {
  test('starts the failover machine about half a second later, with the whole event', () =>
    attended(async (simulation) => {
      const [alarm] = [{ appliance: 'sophos', kind: 'probe' as const, instanceId: holder(simulation) }];
      const raisedAtMs = simulation.clock.nowMs();
      const execution = await simulation.deliverAlarm(alarm);
      expect(execution.startedAtMs - raisedAtMs).toBeGreaterThanOrEqual(300);
      expect(execution.startedAtMs - raisedAtMs).toBeLessThanOrEqual(3_200);
      expect(JSON.parse(execution.input)).toMatchObject({ detail: { alarmName: 'failover-dev-sophos-probe' } });
    }));

  test('whose event is lost starts nothing, and the next one does', () =>
    attended(async (simulation) => {
      const alarm = { appliance: 'sophos', kind: 'status-check' as const, instanceId: holder(simulation) };
      simulation.inject({ kind: 'event-lost', rule: 'AlarmRule', times: 1 });
      await expect(simulation.deliverAlarm(alarm)).rejects.toThrow('the alarm started no execution');
      expect(frontDoors(simulation)).toEqual([]);
      await simulation.deliverAlarm(alarm);
      expect(frontDoors(simulation).length).toBe(1);
    }));

  test('whose event is lost for another rule starts it all the same', async () => {
    expect((await alarmUnder({ kind: 'event-lost', rule: 'InstanceRule', times: 1 })).length).toBe(1);
    const detailType = 'EC2 Instance State-change Notification';
    expect((await alarmUnder({ kind: 'event-lost', detailType, times: 1 })).length).toBe(1);
  });

  test('may be heard twice, or very late', async () => {
    const [first = 0, second = 0] = await alarmUnder({ kind: 'event-duplicated', afterSeconds: 60, times: 1 });
    expect(second - first).toBeGreaterThan(55);
    const [late = 0] = await alarmUnder({ kind: 'event-late', rule: 'AlarmRule', bySeconds: 80_000, times: 1 });
    expect(late).toBeGreaterThan(80_000);
  });
});

describe('an appliance that was adopted long ago', () => {
  test.each([
    ['without a request', unattended],
    ['by hand', attended],
  ])('%s has two alarms that are well and a probe that may vote', (_how, told) =>
    told(async (simulation) => {
      await adoptLongAgo(simulation);
      const { alarms } = simulation.world.cloudwatch;
      expect([...alarms.values()].map(({ state }) => state)).toEqual(['OK', 'OK']);
      const { tags } = truthOf(simulation.world, anAppliance()).traffic.address;
      expect(tags['failover:probe']).toMatch(/ proven /);
      expect(frontDoors(simulation)).toEqual([]);
    }),
  );
});
