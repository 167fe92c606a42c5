/** Alarms as they are put, set and read. */
import { DescribeAlarmsCommand, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { alarmClock } from '../../../../simulator/account/cloudwatch/alarm-clock.ts';
import {
  aPoint,
  listen,
  PROBE_ALARM,
  probeDefinition,
  publish,
  putProbeAlarm,
  readAlarm,
} from '../../../support/metrics.ts';
import { codeOf, inAccount, type Told } from '../../../support/simulated-account.ts';

const set = ({ clients }: Told, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
  clients.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: PROBE_ALARM, StateValue, StateReason: 'by hand' }));

describe('an alarm', () => {
  test('keeps its state and its instant when it is put again, and begins without data', () =>
    inAccount({}, async (told) => {
      await putProbeAlarm(told);
      expect(await readAlarm(told, PROBE_ALARM)).toMatchObject({ StateValue: 'INSUFFICIENT_DATA', Period: 10 });
      await set(told, 'ALARM');
      const { StateTransitionedTimestamp: since } = (await readAlarm(told, PROBE_ALARM)) ?? {};
      const again = { AlarmName: PROBE_ALARM, ...probeDefinition, EvaluationPeriods: 5, DatapointsToAlarm: 5 };
      await told.world.clock.sleep(60_000);
      await told.clients.cloudwatch.send(new PutMetricAlarmCommand(again));
      const seen = { StateValue: 'ALARM', EvaluationPeriods: 5, StateTransitionedTimestamp: since };
      expect(await readAlarm(told, PROBE_ALARM)).toMatchObject(seen);
    }));

  test('tells EventBridge when a hand changes its state, with the state before, and nothing when it does not', () =>
    inAccount({}, async (told) => {
      await putProbeAlarm(told);
      const events = listen(told);
      await set(told, 'INSUFFICIENT_DATA');
      expect(events).toEqual([]);
      await set(told, 'ALARM');
      expect(events).toMatchObject([
        {
          'detail-type': 'CloudWatch Alarm State Change',
          source: 'aws.cloudwatch',
          detail: {
            alarmName: PROBE_ALARM,
            state: { value: 'ALARM', reason: 'by hand' },
            previousState: { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' },
            configuration: {
              metrics: [{ metricStat: { metric: { dimensions: { Appliance: 'sophos' } }, period: 10 } }],
            },
          },
        },
      ]);
    }));

  test('that a hand has set is set right by the next evaluation', () =>
    inAccount({}, async (told) => {
      const { clock } = told.world;
      await putProbeAlarm(told);
      await publish(told, [aPoint(clock.nowMs(), { failed: false })]);
      alarmClock(told.world).start();
      await clock.sleep(20_000);
      await set(told, 'ALARM');
      await clock.sleep(10_000);
      expect(await readAlarm(told, PROBE_ALARM)).toMatchObject({ StateValue: 'OK' });
    }));
});

describe('CloudWatch', () => {
  test('shows fifty alarms at a time unless it is asked for up to a hundred', () =>
    inAccount({ settings: { throttling: false } }, async ({ clients: { cloudwatch } }) => {
      const names = Array.from({ length: 60 }, (_, index) => `alarm-${index}`);
      for (const AlarmName of names) {
        await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName, ...probeDefinition }));
      }
      const first = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: names }));
      expect(first.MetricAlarms?.length).toBe(50);
      const rest = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: names, NextToken: first.NextToken }));
      expect([rest.MetricAlarms?.length, rest.NextToken]).toEqual([10, undefined]);
      const whole = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: names, MaxRecords: 100 }));
      expect(whole.MetricAlarms?.length).toBe(60);
    }));

  test.each([
    ['more than a hundred names', { AlarmNames: Array.from({ length: 101 }, (_, index) => `alarm-${index}`) }],
    ['more than a hundred records', { MaxRecords: 101 }],
    ['names and a prefix', { AlarmNames: ['one'], AlarmNamePrefix: 'o' }],
  ])('refuses %s', (_, input) =>
    inAccount({}, async ({ clients: { cloudwatch } }) => {
      expect(await codeOf(cloudwatch.send(new DescribeAlarmsCommand(input)))).toBe('ValidationError');
    }),
  );

  test.each([
    ['a period of 45 seconds', { Period: 45 }],
    ['more failures than periods', { DatapointsToAlarm: 4 }],
    ['a treatment that does not exist', { TreatMissingData: 'guess' }],
    ['ten seconds of a metric of AWS', { Namespace: 'AWS/EC2', MetricName: 'StatusCheckFailed', Dimensions: byId() }],
    ['no threshold', { Threshold: undefined }],
  ])('refuses an alarm with %s', (_, wrong) =>
    inAccount({}, async ({ clients: { cloudwatch } }) => {
      const input = { AlarmName: 'one', ...probeDefinition, ...wrong };
      expect(await codeOf(cloudwatch.send(new PutMetricAlarmCommand(input)))).toBe('ValidationError');
    }),
  );

  test('throttles a caller that puts more than three alarms a second', () =>
    inAccount({}, async ({ clients: { cloudwatch }, world }) => {
      const names = Array.from({ length: 12 }, (_, index) => `alarm-${index}`);
      await Promise.allSettled(
        names.map((AlarmName) => cloudwatch.send(new PutMetricAlarmCommand({ AlarmName, ...probeDefinition }))),
      );
      expect(world.calls.filter(({ error }) => error === 'Throttling').length).toBeGreaterThan(0);
    }));
});

function byId() {
  return [{ Name: 'InstanceId', Value: 'i-1' }];
}
