/** The metrics and alarms of one simulated account, in the words of a test. */
import {
  DescribeAlarmsCommand,
  type MetricAlarm,
  type MetricDatum,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { probeAlarm, statusCheckAlarm } from '../../shared/aws/alarm-definitions.ts';
import type { AwsEvent } from '../../simulator/account/events/aws-event.ts';
import type { Told } from './simulated-account.ts';

export const PROBE_ALARM = 'failover-dev-sophos-probe';
export const STATUS_ALARM = 'failover-dev-sophos-status-check';

/** Ten seconds, three of three, `ignore`. */
export const probeDefinition = probeAlarm('sophos', { intervalSeconds: 10, failures: 3 });

export async function putProbeAlarm({ clients }: Told): Promise<void> {
  await clients.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: PROBE_ALARM, ...probeDefinition }));
}

export async function putStatusAlarm({ clients }: Told, instanceId: string): Promise<void> {
  const definition = statusCheckAlarm(instanceId);
  await clients.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: STATUS_ALARM, ...definition }));
}

export const aPoint = (atMs: number, { failed }: { failed: boolean }): MetricDatum => ({
  MetricName: 'ProbeFailed',
  Dimensions: [{ Name: 'Appliance', Value: 'sophos' }],
  Timestamp: new Date(atMs),
  Value: failed ? 1 : 0,
  StorageResolution: 1,
});

export async function publish({ clients }: Told, MetricData: MetricDatum[]): Promise<void> {
  await clients.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'SophosFailover', MetricData }));
}

export async function readAlarm({ clients }: Told, name: string): Promise<MetricAlarm | undefined> {
  const { MetricAlarms = [] } = await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms[0];
}

/** Every change of an alarm that EventBridge delivered, from now on. */
export function listen({ world }: Told): AwsEvent[] {
  const events: AwsEvent[] = [];
  world.onEvent((event) => events.push(event));
  return events;
}
