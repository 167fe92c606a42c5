/**
 * Every latency, duration and rate of the simulated account, with its source: a row of aws-facts, or "assumed".
 * Assumed numbers are ours; they are chosen on the slow side and wait to be replaced by measurements.
 */
import type { Range } from './random.ts';

const seconds = (min: number, max: number = min): Range => ({ min: min * 1000, max: max * 1000 });

/** One API call, from the SDK's send to its answer. */
export const LATENCY_MS = {
  /** Assumed: 50 to 250 ms inside a Region. */
  describe: { min: 50, max: 250 },
  /** Assumed: 200 to 600 ms. */
  change: { min: 200, max: 600 },
  /** aws-facts 3.5: 1.5 s (daemonology 2021) to 4.8 s including the CLI's start (brevdev 2026). */
  RunInstances: { min: 1_500, max: 4_800 },
  /** Assumed: as long as a slow change, for every attempt, because nothing is made. */
  dryRun: { min: 200, max: 1_200 },
  /** Assumed: like a change, but answered more slowly than one. */
  StartInstances: { min: 400, max: 1_200 },
  /** Assumed; CloudWatch and Step Functions answer faster than EC2. */
  cloudWatch: { min: 30, max: 150 },
  stepFunctions: { min: 20, max: 120 },
} as const satisfies Record<string, Range>;

/** Assumed: one call in fifty takes four times as long. */
export const SLOW_TAIL = { share: 0.02, factor: 4 };

/** How long the SDK waits before it gives up on an answer: the request time-outs of shared/aws/clients.ts. */
export const ANSWER_LOST_MS = { usual: 6_000, RunInstances: 15_000, Invoke: 35_000 };

export const LIFE_CYCLE_MS = {
  /** aws-facts 3.5: 4.9 s (2021); 16.4 to 17.8 s (2026, an upper bound because it was seen through a 15 s poll). */
  pendingToRunning: seconds(4.9, 17.8),
  /** Assumed: a launch that EC2 accepts and then gives up is pending for a few seconds first. */
  pendingToTerminated: seconds(3, 10),
  /** Assumed for a live OS. aws-facts part 4 calls 2 to 5 minutes typical of appliances and quotes "a few minutes". */
  gracefulStop: seconds(20, 90),
  /** aws-facts 3.5: "within a few minutes", then a hard stop; over 120 s seen. For an OS that does not answer. */
  gracefulStopOfDeadOs: seconds(120, 300),
  /** Assumed: Force without SkipOsShutdown still asks the OS first, for less long. */
  forcedStop: seconds(15, 60),
  /** Assumed: Force with SkipOsShutdown pulls the plug. */
  hardStop: seconds(5, 20),
  /** Assumed. */
  termination: seconds(15, 60),
  /** Assumed ("for about an hour" in EC2's guide): how long a terminated instance can still be described. */
  terminatedStaysVisible: seconds(3_600),
} as const satisfies Record<string, Range>;

export const IMAGE_MS = {
  /** Assumed: aws-facts 3.5 says "several minutes", "sometimes up to 24 hours"; part 3 quotes nine to ten minutes. */
  pendingToAvailable: seconds(180, 900),
  /** Assumed ("for a short interval" in EC2's reference): how long an image is still listed, as `deregistered`. */
  deregisteredStaysVisible: seconds(60, 600),
  /** "Wait at least 15 seconds between concurrent snapshots on a single volume" (EC2's error codes). */
  betweenSnapshots: 15_000,
} as const;

export const STATUS_CHECK_MS = {
  /** Assumed from "every minute" (aws-facts 3.5): two or three rounds until the first verdict. */
  initializing: seconds(120, 200),
  /** The same row: a death is seen by the next check or the one after. */
  deathToImpaired: seconds(60, 120),
  recoveryToOk: seconds(30, 90),
} as const satisfies Record<string, Range>;

/** Assumed: how long after it was put a point of a custom metric can be read. */
export const POINT_LAG_MS = seconds(0.5, 3);

/** Assumed: how long after its minute EC2's own point can be read. */
export const STATUS_POINT_LAG_MS = 15_000;

/**
 * "CloudWatch attempts to retrieve a higher number of data points than the number specified as Evaluation Periods"; how
 * many "depends on the length of the alarm period". Its example has two; four minutes to an ALARM have been measured on
 * a metric with gaps (aws-facts 3.5), which is three more than one. An account draws once.
 */
export const EXTRA_PERIODS: Range = { min: 2, max: 4 };

/** High-resolution points are kept this long by CloudWatch; the simulator keeps no other any longer. */
export const POINTS_KEPT_MS = 3 * 3_600_000;

/** Assumed when a world does not say: a light OS. aws-facts part 4 expects 300 to 1200 s of a UTM: measure. */
export const BOOT_SECONDS_DEFAULT: Range = { min: 20, max: 60 };

/** Assumed: aws-facts 3.2 says "eventually consistent", without a number. Shares add up to 1. */
export const READ_LAG = [
  { share: 0.6, lagMs: { min: 0, max: 200 } },
  { share: 0.35, lagMs: { min: 200, max: 1_000 } },
  { share: 0.05, lagMs: { min: 1_000, max: 5_000 } },
] as const satisfies { share: number; lagMs: Range }[];

/** aws-facts part 4: typically half a second from a service's event to the start of its target; SLOW_TAIL applies. */
export const EVENT_DELIVERY_MS: Range = { min: 300, max: 800 };

/** "Within the minute", and some seconds more (aws-facts 3.5). */
export const SCHEDULE_JITTER_MS: Range = seconds(0, 5);

export type Bucket = { size: number; refillPerSecond: number };

/** aws-facts 3.1, requests per account and Region. */
export const BUCKETS: Record<string, Bucket> = {
  RunInstances: { size: 5, refillPerSecond: 2 },
  StartInstances: { size: 5, refillPerSecond: 2 },
  TerminateInstances: { size: 100, refillPerSecond: 5 },
  DeregisterImage: { size: 100, refillPerSecond: 5 },
  DeleteSnapshot: { size: 100, refillPerSecond: 5 },
  ModifyNetworkInterfaceAttribute: { size: 100, refillPerSecond: 5 },
  CreateTags: { size: 100, refillPerSecond: 10 },
  DeleteTags: { size: 100, refillPerSecond: 10 },
};
/** The default of changing actions; StopInstances, AssociateAddress, ReplaceRoute and CreateImage among them. */
export const CHANGE_BUCKET: Bucket = { size: 50, refillPerSecond: 5 };
export const DESCRIBE_BUCKET: Bucket = { size: 100, refillPerSecond: 20 };
/** DescribeInstances and its like "without filter or pagination". */
export const UNFILTERED_BUCKET: Bucket = { size: 50, refillPerSecond: 10 };

/**
 * Requests per account and Region; how many may come at once is not said, so no more than in a second.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export const CLOUDWATCH_BUCKETS: Record<string, Bucket> = {
  PutMetricAlarm: { size: 3, refillPerSecond: 3 },
  SetAlarmState: { size: 3, refillPerSecond: 3 },
  DescribeAlarms: { size: 9, refillPerSecond: 9 },
  DeleteAlarms: { size: 3, refillPerSecond: 3 },
  GetMetricData: { size: 50, refillPerSecond: 50 },
  PutMetricData: { size: 500, refillPerSecond: 500 },
};

/**
 * Requests per account and Region, as everywhere but in three large Regions.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const STEP_FUNCTIONS_BUCKETS: Record<string, Bucket> = {
  StartExecution: { size: 800, refillPerSecond: 150 },
  DescribeExecution: { size: 250, refillPerSecond: 10 },
  ListExecutions: { size: 100, refillPerSecond: 2 },
  GetExecutionHistory: { size: 400, refillPerSecond: 20 },
  StopExecution: { size: 500, refillPerSecond: 25 },
};

/** aws-facts part 4: about 20 to 60 ms for a transition of a Standard workflow. */
export const TRANSITION_MS = { min: 20, max: 60 };
/** Assumed: "eventually consistent" is all that is documented. */
export const EXECUTION_READ_LAG_MS = { min: 0, max: 800 };
/** aws-facts 3.5: about 375 ms with three clients in a tuned bundle. */
export const COLD_START_MS = { min: 340, max: 420 };
/** Assumed. */
export const WARM_START_MS = { min: 5, max: 20 };
/** Assumed: Lambda promises nothing; 5 to 15 minutes is common observation. */
export const IDLE_MS = { min: 300_000, max: 900_000 };
/** Assumed: a TCP connection between two places of one Region. */
export const CONNECT_MS = { min: 1, max: 30 };
