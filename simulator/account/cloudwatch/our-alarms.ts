/** Our two alarms on an appliance, as the product puts them, for scenarios in which the sweep has not put them yet. */
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { probeAlarm, statusCheckAlarm } from '../../../shared/aws/alarm-definitions.ts';
import { type AlarmKind, alarmNameOf } from '../../../shared/domain/decision/trigger.ts';

export type OurAlarm = {
  stage: string;
  appliance: string;
  kind: AlarmKind;
  /** What a status-check alarm watches. */
  instanceId: string;
};

/** The same periods as with the configuration's own defaults: a story that needs others lets the product put the alarm. */
const PATIENCE = { intervalSeconds: 10, failures: 3 };

export const definitionOf = (alarm: OurAlarm): PutMetricAlarmInput & { AlarmName: string } => ({
  AlarmName: alarmNameOf(alarm),
  AlarmDescription: `Appliance ${alarm.appliance}`,
  ...(alarm.kind === 'probe' ? probeAlarm(alarm.appliance, PATIENCE) : statusCheckAlarm(alarm.instanceId)),
});
