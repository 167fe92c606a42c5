/** The alarm on EC2's status checks, which names an instance and so has to follow the active one. */
import { DescribeAlarmsCommand, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { alarmNameOf } from '../domain/trigger.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

export type Watch = { stage: string; appliance: string; instanceId: string };

const statusAlarmOf = ({ stage, appliance }: Omit<Watch, 'instanceId'>): string =>
  alarmNameOf({ stage, appliance, kind: 'status-check' });

/** The instance that the alarm watches now, or undefined when there is no alarm. */
export async function readWatched(
  { cloudwatch }: Clients,
  watch: Omit<Watch, 'instanceId'>,
): Promise<string | undefined> {
  const { MetricAlarms = [] } = await sending('reading the alarm', () =>
    cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [statusAlarmOf(watch)] })),
  );
  return MetricAlarms[0]?.Dimensions?.find(({ Name }) => Name === 'InstanceId')?.Value;
}

/**
 * Points the alarm at the instance. PutMetricAlarm leaves the state as it was, and an alarm acts only when its state
 * changes: one that stayed in ALARM would never report the next failure.
 */
export async function watchInstance({ cloudwatch }: Clients, watch: Watch): Promise<void> {
  const AlarmName = statusAlarmOf(watch);
  await sending(`alarm ${AlarmName}`, () =>
    cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        AlarmDescription: `EC2 status checks of the active instance of appliance ${watch.appliance}`,
        Namespace: 'AWS/EC2',
        MetricName: 'StatusCheckFailed',
        Dimensions: [{ Name: 'InstanceId', Value: watch.instanceId }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 2,
        DatapointsToAlarm: 2,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'missing',
      }),
    ),
  );
  await sending(`state of alarm ${AlarmName}`, () =>
    cloudwatch.send(
      new SetAlarmStateCommand({
        AlarmName,
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: `now watches ${watch.instanceId}`,
      }),
    ),
  );
}
