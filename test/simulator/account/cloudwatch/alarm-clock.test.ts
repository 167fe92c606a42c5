/** Alarms that evaluate: what a prober's points and EC2's own checks make of them, and when. */
import { describe, expect, test } from '@jest/globals';
import { alarmClock } from '../../../../simulator/account/cloudwatch/alarm-clock.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { stop } from '../../../../simulator/account/ec2/life-cycle.ts';
import { switchOn } from '../../../../simulator/account/faults/switch.ts';
import {
  aPoint,
  listen,
  PROBE_ALARM,
  publish,
  putProbeAlarm,
  putStatusAlarm,
  readAlarm,
  STATUS_ALARM,
} from '../../../support/metrics.ts';
import { inAccount, START, type Told } from '../../../support/simulated-account.ts';

const SEEDS = [1, 2, 3, 4, 5];
const MINUTE_MS = 60_000;

const stateOf = (told: Told, name: string) => told.world.cloudwatch.alarms.get(name)?.state;

/** One probe at the beginning of each period, whose point is put two seconds later. */
async function probing(told: Told, { count, failed }: { count: number; failed: boolean }): Promise<void> {
  const { clock } = told.world;
  for (let probe = 0; probe < count; probe += 1) {
    const atMs = clock.nowMs();
    await clock.sleep(2_000);
    await publish(told, [aPoint(atMs, { failed })]);
    await clock.sleep(atMs + 10_000 - clock.nowMs());
  }
}

/** The healthy points of the minute that ends now, in one request. */
const minuteOfHealth = (told: Told): Promise<void> =>
  publish(
    told,
    [60, 50, 40, 30, 20, 10].map((ago) => aPoint(told.world.clock.nowMs() - ago * 1000, { failed: false })),
  );

describe('the probe alarm', () => {
  test.each(SEEDS)('is in ALARM within ten seconds of the end of the third failing period (seed %i)', (seed) =>
    inAccount({ seed }, async (told) => {
      await putProbeAlarm(told);
      alarmClock(told.world).start();
      const events = listen(told);
      await probing(told, { count: 3, failed: true });
      expect(stateOf(told, PROBE_ALARM)).toBe('INSUFFICIENT_DATA');
      await told.world.clock.sleep(10_000);
      expect(stateOf(told, PROBE_ALARM)).toBe('ALARM');
      expect(events).toMatchObject([
        {
          detail: {
            state: {
              value: 'ALARM',
              reason:
                'Threshold Crossed: 3 out of the last 3 datapoints [1.0 (21/11/26 00:00:20), 1.0 (21/11/26 00:00:10), 1.0 (21/11/26 00:00:00)] were greater than or equal to the threshold (1.0) (minimum 3 datapoints for OK -> ALARM transition).',
              reasonData: expect.stringContaining('"recentDatapoints":[1,1,1]'),
            },
            previousState: { value: 'INSUFFICIENT_DATA' },
          },
        },
      ]);
    }),
  );

  test.each(SEEDS)('stays in ALARM when the points stop, and is OK again after a minute of health (seed %i)', (seed) =>
    inAccount({ seed }, async (told) => {
      const { clock } = told.world;
      await putProbeAlarm(told);
      alarmClock(told.world).start();
      await probing(told, { count: 3, failed: true });
      await clock.sleep(10 * MINUTE_MS);
      expect(stateOf(told, PROBE_ALARM)).toBe('ALARM');
      await minuteOfHealth(told);
      await clock.sleep(15_000);
      expect(stateOf(told, PROBE_ALARM)).toBe('OK');
      expect((await readAlarm(told, PROBE_ALARM))?.StateReason).toContain('(minimum 1 datapoint for ALARM -> OK');
    }),
  );

  test.each(SEEDS)('stays OK while healthy points come once a minute (seed %i)', (seed) =>
    inAccount({ seed }, async (told) => {
      await putProbeAlarm(told);
      alarmClock(told.world).start();
      const events = listen(told);
      for (let minute = 0; minute < 10; minute += 1) {
        await told.world.clock.sleep(MINUTE_MS - 100);
        await minuteOfHealth(told);
      }
      expect(events).toMatchObject([{ detail: { state: { value: 'OK' } } }]);
    }),
  );

  test.each(SEEDS)('is not raised by two failures among healthy probes (seed %i)', (seed) =>
    inAccount({ seed }, async (told) => {
      await putProbeAlarm(told);
      alarmClock(told.world).start();
      const events = listen(told);
      for (const failed of [false, true, true, false, true, true, false]) await probing(told, { count: 1, failed });
      await told.world.clock.sleep(MINUTE_MS);
      expect(events.map(({ detail }) => Object(detail).state.value)).toEqual(['OK']);
    }),
  );
});

describe('the status-check alarm', () => {
  test.each(SEEDS)(
    'of a healthy instance is OK, and in ALARM after two minutes that EC2 calls impaired (seed %i)',
    (seed) =>
      inAccount({ seed }, async (told) => {
        const { world, ids } = told;
        await putStatusAlarm(told, ids.instanceId);
        alarmClock(world).start();
        await world.clock.sleep(10 * MINUTE_MS);
        expect(stateOf(told, STATUS_ALARM)).toBe('OK');
        switchOn(world, { kind: 'instance-dead', instanceId: ids.instanceId });
        const impairedFromMs = world.ec2.machines.get(ids.instanceId)?.impairedFromMs ?? Number.NaN;
        await world.clock.sleep(10 * MINUTE_MS);
        const { stateSinceMs = 0, state } = world.cloudwatch.alarms.get(STATUS_ALARM) ?? {};
        expect(state).toBe('ALARM');
        expect(stateSinceMs - impairedFromMs).toBeGreaterThan(MINUTE_MS);
        expect(stateSinceMs - impairedFromMs).toBeLessThan(4.5 * MINUTE_MS);
      }),
  );

  test.each(SEEDS)('of a stopped instance has no data (seed %i)', (seed) =>
    inAccount({ seed }, async (told) => {
      const { world, ids } = told;
      await putStatusAlarm(told, ids.instanceId);
      alarmClock(world).start();
      await world.clock.sleep(10 * MINUTE_MS);
      const instance = truth(world.ec2.instances, ids.instanceId);
      if (instance) stop(world, instance, { force: true, skipOs: true });
      await world.clock.sleep(10 * MINUTE_MS);
      expect(await readAlarm(told, STATUS_ALARM)).toMatchObject({ StateValue: 'INSUFFICIENT_DATA' });
    }),
  );

  test('of an instance in a zone without power has no data either, and never an ALARM', () =>
    inAccount({}, async (told) => {
      const { world, ids } = told;
      await putStatusAlarm(told, ids.instanceId);
      alarmClock(world).start();
      await world.clock.sleep(10 * MINUTE_MS);
      const events = listen(told);
      switchOn(world, { kind: 'zone-lost', zone: truth(world.ec2.instances, ids.instanceId)?.zone ?? '' });
      await world.clock.sleep(10 * MINUTE_MS);
      expect(events.map(({ detail }) => Object(detail).state.value)).toEqual(['INSUFFICIENT_DATA']);
    }));
});

describe('the clock', () => {
  test('evaluates nothing before it is started, nor after it is stopped', () =>
    inAccount({}, async (told) => {
      const { world, ids } = told;
      await putStatusAlarm(told, ids.instanceId);
      await world.clock.sleep(5 * MINUTE_MS);
      expect(stateOf(told, STATUS_ALARM)).toBe('INSUFFICIENT_DATA');
      alarmClock(world).start();
      alarmClock(world).stop();
      await world.clock.sleep(5 * MINUTE_MS);
      expect(stateOf(told, STATUS_ALARM)).toBe('INSUFFICIENT_DATA');
      alarmClock(world).start();
      await world.clock.sleep(5 * MINUTE_MS);
      expect(stateOf(told, STATUS_ALARM)).toBe('OK');
    }));

  test('rests until the instant to which the story leaps, however many months that is, and then goes on', () =>
    inAccount({}, async (told) => {
      const { world, ids } = told;
      await putStatusAlarm(told, ids.instanceId);
      const clock = alarmClock(world);
      clock.start();
      const wakesMs = START.getTime() + 90 * 86_400_000;
      clock.leapTo(wakesMs);
      await world.clock.sleep(wakesMs - START.getTime());
      expect(stateOf(told, STATUS_ALARM)).toBe('INSUFFICIENT_DATA');
      await world.clock.sleep(MINUTE_MS);
      expect(stateOf(told, STATUS_ALARM)).toBe('OK');
    }));
});
