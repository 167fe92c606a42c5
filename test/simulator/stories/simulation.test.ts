/** The whole simulated account: real steps on real machines, watched after every change. */
import { describe, expect, test } from '@jest/globals';
import { readTrigger } from '../../../shared/steps/failover/input.ts';
import { latest } from '../../../simulator/account/sfn/execution.ts';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { adoptLongAgo } from '../../../simulator/stories/adopted.ts';
import { type Simulation, simulate } from '../../../simulator/stories/simulation.ts';
import { aConfiguration, anAppliance } from '../../support/appliances.ts';
import { know, starterArnOf } from '../../support/genuine.ts';

/** No reboot of it is excused: a dead one is taken over as soon as two witnesses say so. */
const appliance = anAppliance({ profile: 'generic', rebootGraceSeconds: 0 });
const configuration = aConfiguration({ appliances: [appliance] });

const holder = ({ world }: Simulation): string => truthOf(world, appliance).traffic.address.instanceId ?? 'nobody';

/** Adopted, then dead; the alarm comes after two and a half minutes. */
async function fail(simulation: Simulation): Promise<{ old: string }> {
  await adoptLongAgo(simulation);
  const old = holder(simulation);
  simulation.inject({ kind: 'instance-dead', instanceId: old });
  await simulation.clock.sleep(150_000);
  await simulation.deliverAlarm({ appliance: 'sophos', kind: 'status-check', instanceId: old });
  return { old };
}

describe('a takeover', () => {
  test('moves the address and every route to a replacement in another zone, and breaks no invariant', () =>
    simulate({ configuration, seed: 11 }, async (simulation) => {
      const { old } = await fail(simulation);
      await simulation.settle();
      const { traffic, instances } = truthOf(simulation.world, appliance);
      const active = instances.find(({ id }) => id === traffic.address.instanceId);
      expect(active?.id).not.toBe(old);
      expect(active?.zone).not.toBe(instances.find(({ id }) => id === old)?.zone);
      expect(traffic.parts.map(({ position }) => position)).toEqual(
        traffic.parts.map(() => expect.objectContaining({ at: 'interface', instanceId: active?.id })),
      );
      expect(simulation.watch.violations).toEqual([]);
      expect(simulation.stepFunctions.executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    }));

  test('is the same for the same seed, and another for another', async () => {
    const told = (seed: number) =>
      simulate({ configuration, seed }, async (simulation) => {
        await fail(simulation);
        await simulation.settle();
        return simulation.world.calls.map(({ atMs, action, caller }) => [atMs, action, caller]);
      });
    const first = await told(4);
    expect(await told(4)).toEqual(first);
    expect(await told(5)).not.toEqual(first);
  });

  test('goes on after a Lambda died right behind a change, and launches only once', () =>
    simulate({ configuration, seed: 12 }, async (simulation) => {
      // LaunchReplacement reads the address and its successor, looks for leftovers, and then launches.
      simulation.lambda.deaths.push({ functionName: 'launch-replacement', afterCall: 4 });
      const { old } = await fail(simulation);
      await simulation.settle();
      const died = simulation.lambda.invocations.filter(({ outcome }) => outcome === 'died');
      expect(died.map(({ functionName }) => functionName)).toEqual(['launch-replacement']);
      const launched = truthOf(simulation.world, appliance).instances.filter(({ id }) => id !== old);
      expect(launched.length).toBe(1);
      expect(simulation.watch.violations).toEqual([]);
    }));
});

describe('the watch', () => {
  test('reports two takeovers side by side, once, with the instant', () =>
    simulate({ configuration, seed: 13 }, async (simulation) => {
      await fail(simulation);
      const { stepFunctions, clock, watch } = simulation;
      await clock.sleep(10_000);
      const first = stepFunctions.executions.find(({ name }) => name === 'takeover-sophos-g1');
      // As a failover that looked past the first one would have started it.
      const startedBy = starterArnOf(simulation, 'of-the-second');
      const plan = { ...JSON.parse(first?.input ?? '{}'), generation: 2, startedBy };
      const output = { outcome: 'taking-over', execution: 'takeover-sophos-g2', plan };
      know(simulation, startedBy, { status: 'SUCCEEDED', startDate: new Date(clock.nowMs()), input: {}, output });
      stepFunctions.start({
        machine: 'failover-dev-takeover',
        name: 'takeover-sophos-g2',
        input: JSON.stringify(plan),
      });
      await simulation.settle();
      const sideBySide = watch.violations.filter((violation) => violation.includes('S1: takeovers side by side'));
      expect(sideBySide).toEqual([
        expect.stringMatching(/^2026-11-21T\d\d:\d\d:\d\d\.\d{3}Z S1: .*sophos g1, sophos g2$/),
      ]);
    }));
});

describe('the alarm event', () => {
  test('is what EventBridge delivers, and what the failover machine understands', () =>
    simulate({ configuration, seed: 14 }, async (simulation) => {
      await fail(simulation);
      const [front] = simulation.stepFunctions.executions;
      const event = JSON.parse(front?.input ?? '{}');
      expect(Object.keys(event)).toEqual([
        'version',
        'id',
        'detail-type',
        'source',
        'account',
        'time',
        'region',
        'resources',
        'detail',
      ]);
      expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(event.detail.state.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
      expect(event.detail.configuration.metrics[0].metricStat.metric.dimensions).toEqual({
        InstanceId: holder(simulation),
      });
      expect(readTrigger(event, simulation.deployment)).toMatchObject({
        trigger: { by: 'alarm', appliance: 'sophos' },
      });
    }));
});

describe('what the simulator cannot answer', () => {
  test('an execution that fails says why, with the cause as Lambda wrote it', () =>
    simulate({ configuration, seed: 15 }, async (simulation) => {
      const execution = await simulation.ended(simulation.startFailover({ appliance: 'sophos', mode: 'fail' }));
      expect(latest(execution)).toMatchObject({ status: 'FAILED', error: 'RefusedError' });
      expect(JSON.parse(latest(execution).cause ?? '')).toMatchObject({ errorType: 'RefusedError' });
    }));

  test('a state of the account that is not modelled fails the whole scenario', async () => {
    const story = simulate({ configuration, seed: 16 }, async ({ world }) => {
      world.calls.push({
        atMs: 0,
        endedAtMs: 0,
        caller: 'claim',
        service: 'EC2',
        action: 'Teleport',
        input: {},
        dryRun: false,
        error: 'NotSimulatedError',
      });
    });
    await expect(story).rejects.toThrow('EC2.Teleport by claim');
  });
});
