/** CloudWatch's actions by the names of their commands. */
import { describeAlarms, putMetricAlarm, setAlarmState } from './alarms.ts';

export const cloudWatchActions = {
  PutMetricAlarm: putMetricAlarm,
  SetAlarmState: setAlarmState,
  DescribeAlarms: describeAlarms,
};
