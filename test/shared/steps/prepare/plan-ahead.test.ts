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
      const { clock } = stage.simulation;
      const slotMs = 900_000;
      const edge = Math.ceil(clock.nowMs() / slotMs) * slotMs;
      await clock.sleep(edge - 60_000 - clock.nowMs());
      await stage.after(stage.prepare(), 'LaunchAhead');
      await clock.sleep(edge + 60_000 - clock.nowMs());
      expect(await stage.after(stage.prepare(), 'PlanAhead')).toMatchObject({ plan: { because: 'too-soon' } });
      await clock.sleep(edge + slotMs + 60_000 - clock.nowMs());
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
