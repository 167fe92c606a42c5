/** An alarm that a story raises: the account then looks as if CloudWatch had seen it coming. */
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from '@jest/globals';
import { alarmClock } from '../../../../simulator/account/cloudwatch/alarm-clock.ts';
import { raiseAlarm } from '../../../../simulator/account/cloudwatch/raise-alarm.ts';
import { listen, PROBE_ALARM, putStatusAlarm, STATUS_ALARM } from '../../../support/metrics.ts';
import { inAccount, type Told } from '../../../support/simulated-account.ts';

const OURS = { stage: 'dev', appliance: 'sophos' };

const probes = ({ world, clients }: Told) =>
  clients.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(world.clock.nowMs() - 90_000),
      EndTime: new Date(world.clock.nowMs()),
      MetricDataQueries: [
        {
          Id: 'probes',
          MetricStat: {
            Metric: {
              Namespace: 'SophosFailover',
              MetricName: 'ProbeFailed',
              Dimensions: [{ Name: 'Appliance', Value: 'sophos' }],
            },
            Period: 10,
            Stat: 'Maximum',
          },
        },
      ],
    }),
  );

test('the alarm of a probe is made, has failing points, is in ALARM, and tells EventBridge', () =>
  inAccount({}, async (told) => {
    await told.world.clock.sleep(300_000);
    const events = listen(told);
    raiseAlarm(told.world, { ...OURS, kind: 'probe', instanceId: told.ids.instanceId });
    expect((await probes(told)).MetricDataResults?.[0]?.Values).toEqual([1, 1, 1]);
    expect(told.world.cloudwatch.alarms.get(PROBE_ALARM)).toMatchObject({ state: 'ALARM' });
    expect(events).toMatchObject([{ detail: { alarmName: PROBE_ALARM, state: { value: 'ALARM' } } }]);
  }));

test('evaluation agrees with it', () =>
  inAccount({}, async (told) => {
    await told.world.clock.sleep(300_000);
    raiseAlarm(told.world, { ...OURS, kind: 'probe', instanceId: told.ids.instanceId });
    alarmClock(told.world).start();
    const events = listen(told);
    await told.world.clock.sleep(300_000);
    expect(events).toEqual([]);
  }));

test('an alarm that is raised twice tells twice: it was OK in between', () =>
  inAccount({}, async (told) => {
    const events = listen(told);
    const ours = { ...OURS, kind: 'status-check', instanceId: told.ids.instanceId } as const;
    raiseAlarm(told.world, ours);
    raiseAlarm(told.world, ours);
    expect(events.map(({ detail }) => Object(detail).previousState.value)).toEqual(['INSUFFICIENT_DATA', 'OK']);
  }));

test('an alarm about an instance that is watched no more is delivered and changes nothing', () =>
  inAccount({}, async (told) => {
    await putStatusAlarm(told, told.ids.instanceId);
    const events = listen(told);
    raiseAlarm(told.world, { ...OURS, kind: 'status-check', instanceId: 'i-long-gone' });
    expect(events).toMatchObject([
      {
        detail: {
          configuration: { metrics: [{ metricStat: { metric: { dimensions: { InstanceId: 'i-long-gone' } } } }] },
        },
      },
    ]);
    const alarm = told.world.cloudwatch.alarms.get(STATUS_ALARM);
    expect(alarm?.state).toBe('INSUFFICIENT_DATA');
    expect(alarm?.definition.Dimensions).toEqual([{ Name: 'InstanceId', Value: told.ids.instanceId }]);
  }));
