/** What noticing costs in a month in which nothing happens, item by item, from the configuration. */
import { type Appliance, isMany } from '../../shared/domain/appliance.ts';
import { MEMORY_MB, proberMemoryMb } from '../../shared/domain/memory.ts';
import { isCollected } from '../../shared/domain/messages/mail-rate.ts';
import { probePeriodSeconds } from '../../shared/domain/probing/probe-metric.ts';
import { loopSeconds } from '../../shared/domain/probing/probing.ts';
import { running, type Use } from './item.ts';

/** The month of aws-facts part 5. */
export const MINUTES_A_MONTH = 730 * 60;

const MINUTE_SECONDS = 60;

/** What cannot be read from the configuration. Each says where it comes from. */
export const ASSUMED = {
  /** From the beginning of the last probe to the end: its answer, and one PutMetricData. Simulated: 0.1 to 0.3 s. */
  proberTailSeconds: 0.5,
  /** Simulated: docs/reference/cost.md says how it was measured, and test/cli/cost.test.ts measures it again. */
  sweepSeconds: 1.5,
  /** Simulated with 20 appliances, 1.9 s in all: most calls are made once for all of them, and the rest side by side. */
  sweepSecondsMorePerAppliance: 0.03,
  /** A sweep hands over its news each minute, and there are none. */
  quietNotifySeconds: 0.05,
  /** Data points that fit into one PutMetricData. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
  pointsInRequest: 1_000,
  /** Takeovers, holds, drift: what a lively month tells about one appliance. */
  messages: 20,
  /** How often the failover machine is asked in a lively month: it reads the probe's data points each time. */
  assessments: 20,
};

/** The last probe begins before the loop is over, and the function waits for it. */
export const lastProbeSeconds = (intervalSeconds: number): number =>
  Math.floor((loopSeconds(intervalSeconds) - 1) / intervalSeconds) * intervalSeconds;

const probesInMinute = (intervalSeconds: number): number => 1 + lastProbeSeconds(intervalSeconds) / intervalSeconds;

/** One function probes all appliances side by side, so the longest minute of any of them is paid for. */
function prober(appliances: Appliance[]): Use[] {
  const intervals = appliances.map(({ probe }) => probe.intervalSeconds);
  const lastSeconds = Math.max(...intervals.map(lastProbeSeconds));
  const seconds = lastSeconds + ASSUMED.proberTailSeconds;
  const memoryMb = proberMemoryMb(appliances);
  const points = intervals.reduce((sum, interval) => sum + probesInMinute(interval), 0);
  const requests = Math.ceil(points / ASSUMED.pointsInRequest);
  return [
    ...running({
      name: 'prober',
      times: MINUTES_A_MONTH,
      seconds,
      memoryMb,
      because: `${seconds} s of each minute, the last probe at ${lastSeconds} s; ${memoryMb} MB`,
    }),
    {
      what: 'prober: publishing',
      quantity: MINUTES_A_MONTH * requests,
      unit: 'PutMetricData requests',
      because: `${requests} each minute for ${points} probes that were answered`,
    },
    { what: 'prober: metric', quantity: appliances.length, unit: 'custom metrics', because: 'ProbeFailed of each' },
  ];
}

function alarms(appliances: Appliance[]): Use[] {
  const quick = appliances.filter(({ probe }) => probePeriodSeconds(probe.intervalSeconds) < MINUTE_SECONDS).length;
  const slow = appliances.length - quick;
  return [
    { what: 'alarm: status checks', quantity: appliances.length, unit: 'alarms', because: 'one of each appliance' },
    ...(quick > 0
      ? [
          {
            what: 'alarm: probe',
            quantity: quick,
            unit: 'high-resolution alarms' as const,
            because: 'a period under a minute',
          },
        ]
      : []),
    ...(slow > 0
      ? [{ what: 'alarm: slow probe', quantity: slow, unit: 'alarms' as const, because: 'a period of a minute' }]
      : []),
    isMany({ appliances })
      ? { what: 'alarm: prober silent', quantity: 2, unit: 'alarms', because: 'one, paid for each of its two metrics' }
      : { what: 'alarm: prober silent', quantity: appliances.length, unit: 'alarms', because: 'one of each appliance' },
    { what: 'alarm: sweep silent', quantity: 2, unit: 'alarms', because: 'one, paid for each of its two metrics' },
    { what: 'alarm: queues not empty', quantity: 2, unit: 'alarms', because: 'undelivered events, untold news' },
  ];
}

function sweep(appliances: Appliance[]): Use[] {
  const more = (appliances.length - 1) * ASSUMED.sweepSecondsMorePerAppliance;
  const seconds = Number((ASSUMED.sweepSeconds + more).toFixed(2));
  return running({
    name: 'sweep',
    times: MINUTES_A_MONTH,
    seconds,
    memoryMb: MEMORY_MB,
    because: `${seconds} s each minute (simulated), ${MEMORY_MB} MB`,
  });
}

function messages(appliances: Appliance[]): Use[] {
  const told = ASSUMED.messages * appliances.length;
  const readers = new Set(appliances.flatMap(({ notify }) => notify)).size;
  return [
    ...running({
      name: 'notify',
      times: MINUTES_A_MONTH,
      seconds: ASSUMED.quietNotifySeconds,
      memoryMb: MEMORY_MB,
      because: `after each sweep ${ASSUMED.quietNotifySeconds} s, ${MEMORY_MB} MB`,
    }),
    { what: 'messages', quantity: told, unit: 'SNS requests', because: `${ASSUMED.messages} of each appliance` },
    { what: 'e-mails', quantity: told * readers, unit: 'e-mails', because: `to ${readers} of notify` },
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html: Lambda begins with five pollers, and SQS holds a poll for 20 s at most. */
const POLLS_A_MINUTE = 5 * 3;

/** Many appliances share a queue, which Lambda asks whether or not there is a message. */
const collecting = (appliances: Appliance[]): Use[] =>
  isCollected({ appliances })
    ? [
        {
          what: 'queue of notifications',
          quantity: POLLS_A_MINUTE * MINUTES_A_MONTH,
          unit: 'SQS requests',
          because: 'five pollers of Lambda, each with a poll of 20 s (assumed)',
        },
      ]
    : [];

/** What costs nothing, or nothing until something happens, is listed all the same, so that no line seems to be missing. */
function events(appliances: Appliance[]): Use[] {
  return [
    {
      what: 'schedules and events',
      quantity: 2 * MINUTES_A_MONTH,
      unit: 'EventBridge events',
      because: 'free: two schedules, and what AWS itself reports',
    },
    ...collecting(appliances),
    { what: 'dead-letter queues', quantity: 0, unit: 'SQS requests', because: 'empty while everything is delivered' },
    {
      what: 'looks at the probe',
      quantity: ASSUMED.assessments * appliances.length,
      unit: 'GetMetricData metrics',
      because: `${ASSUMED.assessments} assessments of each appliance`,
    },
  ];
}

export const detection = (appliances: Appliance[]): Use[] => [
  ...prober(appliances),
  ...alarms(appliances),
  ...sweep(appliances),
  ...messages(appliances),
  ...events(appliances),
];
