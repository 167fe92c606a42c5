/** PlanAhead: freezes the plan of an early launch, or says why there is none; it changes nothing. */
import { describe, expect, test } from '@jest/globals';
import { prepareNameOf } from '../../../../shared/domain/decision/early-launch.ts';
import { plusSeconds } from '../../../../shared/domain/instants.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { onPrepare, type PrepareStage } from '../../../support/prepare-stage.ts';
import { sayOfProbe } from '../../../support/probe-word.ts';
import { addressIn } from '../../../support/swept.ts';

const planIn = async (stage: PrepareStage): Promise<unknown> => (await stage.after(stage.prepare(), 'PlanAhead')).plan;

const tagAddress = ({ simulation }: PrepareStage, tags: Record<string, string>): void =>
  tag(simulation.world, addressIn(simulation).allocationId, tags);

const inSeconds = ({ simulation }: PrepareStage, seconds: number): string =>
  new Date(simulation.clock.nowMs() + seconds * 1000).toISOString();

const SLOT_MS = 900_000;

/** Waits until so long before or after the end of the present slot. */
function edgeIn({ simulation: { clock } }: PrepareStage): (offsetMs: number) => Promise<void> {
  const edgeMs = Math.ceil((clock.nowMs() + 120_000) / SLOT_MS) * SLOT_MS;
  return (offsetMs) => clock.sleep(edgeMs + offsetMs - clock.nowMs());
}

describe('PlanAhead', () => {
  test('freezes a plan for the next generation, with a first placement in another zone', () =>
    onPrepare({}, async (stage) => {
      const plan = { generation: 1, appliance: 'sophos', old: { instanceId: stage.active, zone: 'ap-northeast-1a' } };
      const planned = await planIn(stage);
      expect(planned).toMatchObject({ outcome: 'launch', plan });
      expect(JSON.stringify(planned)).toContain('"zone":"ap-northeast-1c"');
    }));

  test('changes nothing itself', () =>
    onPrepare({}, async (stage) => {
      const before = stage.simulation.world.calls.length;
      await planIn(stage);
      const calls = stage.simulation.world.calls.slice(before).filter(({ caller }) => caller === 'plan-ahead');
      expect(calls.filter(({ action }) => !/^(Describe|List|Get)/.test(action))).toEqual([]);
    }));

  test.each([
    ['off', { earlyLaunch: 'off' }],
    ['stop-first', { fencing: 'stop-first' }],
    ['observe-only', { mode: 'observe' }],
  ] as const)('refuses with %s when the configuration says so', (because, appliance) =>
    onPrepare({ appliance }, async (stage) => {
      expect(await planIn(stage)).toMatchObject({ outcome: 'refused', because });
      expect(stage.early()).toEqual([]);
    }),
  );

  test.each<[string, string, (stage: PrepareStage) => unknown]>([
    ['paused', 'the appliance is paused', (stage) => tagAddress(stage, { [TAG.pausedUntil]: inSeconds(stage, 600) })],
    [
      'reboot-announced',
      'a rotation has announced a reboot',
      (stage) => tagAddress(stage, { [TAG.rebootingUntil]: inSeconds(stage, 300) }),
    ],
    ['not-owner', 'the address belongs to another stack', (stage) => tagAddress(stage, { [TAG.owner]: 'other' })],
    ['already-running', 'a takeover runs', ({ simulation }) => asIfRunning(simulation, 'takeover-sophos-g1')],
    [
      'probe-unproven',
      'the probe has no vote',
      ({ simulation }) => sayOfProbe(simulation, 'since 2026-11-21T03:00:00Z'),
    ],
    [
      'stopped-by-person',
      'a person has stopped the instance',
      ({ simulation: { world }, active }) =>
        alter(world, active, { state: 'stopped', stateReason: { code: 'Client.UserInitiatedShutdown', message: '' } }),
    ],
  ])('refuses with %s when %s', (because, _, arrange) =>
    onPrepare({}, async (stage) => {
      arrange(stage);
      expect(await planIn(stage)).toMatchObject({ outcome: 'refused', because });
      expect(stage.early()).toEqual([]);
    }),
  );

  test('refuses an execution whose name is not of the slot of its failure', () =>
    onPrepare({}, async (stage) => {
      const execution = stage.prepare({ name: 'prepare-sophos-900' });
      expect(await stage.after(execution, 'PlanAhead')).toMatchObject({ plan: { because: 'not-this-slot' } });
    }));

  test('refuses a second early launch in the next slot within 15 minutes, and not later', () =>
    onPrepare({}, async (stage) => {
      const toEdge = edgeIn(stage);
      await toEdge(-60_000);
      await stage.after(stage.prepare(), 'LaunchAhead');
      await toEdge(60_000);
      expect(await stage.after(stage.prepare(), 'PlanAhead')).toMatchObject({ plan: { because: 'too-soon' } });
      await toEdge(SLOT_MS + 60_000);
      expect(await stage.after(stage.prepare(), 'PlanAhead')).toMatchObject({ plan: { outcome: 'launch' } });
    }));

  test('refuses while the execution of the slot before is about to launch', () =>
    onPrepare({}, async (stage) => {
      const toEdge = edgeIn(stage);
      stage.simulation.inject({ kind: 'slow', action: 'RunInstances', seconds: 12 });
      await toEdge(-3_000);
      await stage.after(stage.prepare(), 'PlanAhead');
      await toEdge(5_000);
      expect(await stage.after(stage.prepare(), 'PlanAhead')).toMatchObject({ plan: { because: 'too-soon' } });
    }));

  test('refuses when the answer of the launch before was lost', () =>
    onPrepare({}, async (stage) => {
      const toEdge = edgeIn(stage);
      await toEdge(-60_000);
      stage.simulation.inject({ kind: 'lose-answer', action: 'RunInstances', times: 1 });
      await stage.after(stage.prepare(), 'EndAhead');
      await toEdge(5_000);
      expect(await stage.after(stage.prepare(), 'PlanAhead')).toMatchObject({ plan: { because: 'too-soon' } });
    }));

  test('plans when the execution of the slot before has launched nothing', () =>
    onPrepare({}, async (stage) => {
      const toEdge = edgeIn(stage);
      await toEdge(-60_000);
      stage.simulation.inject({
        kind: 'fail',
        action: 'RunInstances',
        code: 'VcpuLimitExceeded',
        status: 400,
        times: 9,
      });
      await stage.after(stage.prepare(), 'LaunchAhead');
      stage.simulation.repair({
        kind: 'fail',
        action: 'RunInstances',
        code: 'VcpuLimitExceeded',
        status: 400,
        times: 9,
      });
      await toEdge(5_000);
      expect(await stage.after(stage.prepare(), 'PlanAhead')).toMatchObject({ plan: { outcome: 'launch' } });
    }));

  test('refuses a failure from the future, and one from long ago', () =>
    onPrepare({}, async (stage) => {
      const now = inSeconds(stage, 0);
      for (const since of [plusSeconds(now, 600), plusSeconds(now, -7200)]) {
        const name = prepareNameOf({ appliance: 'sophos', since });
        const execution = stage.prepare({ name, since, at: plusSeconds(since, 2) });
        expect(await stage.after(execution, 'PlanAhead')).toMatchObject({ plan: { because: 'stale' } });
      }
    }));
});
