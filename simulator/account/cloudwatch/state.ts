/** What CloudWatch knows in the simulated account: alarms, the points of metrics, and how often it looks at them. */
import type { PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';

export type AlarmRecord = {
  name: string;
  arn: string;
  definition: PutMetricAlarmInput;
  state: StateValue;
  stateReason: string;
  stateReasonData?: string | undefined;
  /** When the state last became another one. */
  stateSinceMs: number;
  configuredAtMs: number;
  /** A function of ours, or `world` for anybody else. */
  configuredBy: string;
};

/** `atMs` is the instant that the point is about; it can be read somewhat later. */
export type Point = { atMs: number; value: number; readableFromMs: number };

/** What the status checks make of an instance from an instant on, until the next entry. */
export type Health = {
  fromMs: number;
  /** Neither a stopped instance nor one without power reports anything. */
  reporting: boolean;
  broken: boolean;
  impairedFromMs: number;
  checksPassFromMs: number;
};

/** What AWS leaves open and an account keeps for good: drawn once, when evaluation first starts. */
export type Habits = {
  /** How long after the end of a period an alarm looks at it. */
  phaseMs: { standard: number; highResolution: number };
  /** How many periods beyond EvaluationPeriods are retrieved in case some are missing. */
  extraPeriods: { standard: number; highResolution: number };
};

export type CloudWatchState = {
  alarms: Map<string, AlarmRecord>;
  /** By the metric's whole name, oldest point first. */
  series: Map<string, Point[]>;
  /** By instance, oldest first. */
  health: Map<string, Health[]>;
  habits?: Habits | undefined;
  /** `round` grows with each start and stop, so that a tick of an earlier round does nothing. */
  evaluation: { running: boolean; round: number; restUntilMs: number; observing: boolean };
  /** How many alarms a page of DescribeAlarms holds unless the request says otherwise. */
  pageSize: number;
  /** Of GetMetricData: the first page is short, so that ignoring NextToken is noticed; those after it are not. */
  pointsPerPage: { first: number; later: number };
};

export const createCloudWatchState = (): CloudWatchState => ({
  alarms: new Map(),
  series: new Map(),
  health: new Map(),
  evaluation: { running: false, round: 0, restUntilMs: 0, observing: false },
  pageSize: 50,
  pointsPerPage: { first: 5, later: 500 },
});
