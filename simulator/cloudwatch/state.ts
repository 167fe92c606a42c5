/** What CloudWatch knows in the simulated account: alarms, without the metrics behind them. */
import type { PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';

export type AlarmRecord = {
  name: string;
  arn: string;
  definition: PutMetricAlarmInput;
  state: StateValue;
  stateReason: string;
  stateSinceMs: number;
  configuredAtMs: number;
};

export type CloudWatchState = { alarms: Map<string, AlarmRecord>; pageSize: number };

export const createCloudWatchState = (): CloudWatchState => ({ alarms: new Map(), pageSize: 50 });
