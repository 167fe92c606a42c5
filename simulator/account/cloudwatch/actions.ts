/** CloudWatch's actions by the names of their commands. */
import { describeAlarms, setAlarmState } from './alarms.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';

export const cloudWatchActions = {
  PutMetricAlarm: putMetricAlarm,
  SetAlarmState: setAlarmState,
  DescribeAlarms: describeAlarms,
  DeleteAlarms: deleteAlarms,
  PutMetricData: putMetricData,
  GetMetricData: getMetricData,
};
