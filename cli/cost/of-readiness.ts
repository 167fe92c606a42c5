/** What the hourly check costs in a month: the function that asks, those that try their calls, two metrics, two alarms. */
import { type Appliance, isMany } from '../../shared/domain/appliance.ts';
import { MEMORY_MB } from '../../shared/domain/memory.ts';
import { READINESS_METRICS } from '../../shared/domain/readiness/metric.ts';
import { CHANGING_FUNCTIONS } from '../../shared/domain/takeover/dry-run.ts';
import { running, type Use } from './item.ts';
import { MINUTES_A_MONTH, ASSUMED as OF_DETECTION } from './of-detection.ts';

/** Counted in the simulator (docs/reference/cost.md); test/cli/cost.test.ts counts again. */
export const ASSUMED = {
  /** Until the last appliance has its answer. */
  seconds: 16,
  /** One begins after the other, so that a takeover finds half of EC2's rates left; the function waits for it. */
  secondsMorePerAppliance: 2.5,
  /** Of all functions that try their calls, together, for one appliance. */
  triedSeconds: 18,
  /** To every service, for one appliance. */
  calls: 75,
};

const HOURS_A_MONTH = MINUTES_A_MONTH / 60;

function functions(appliances: number): Use[] {
  const seconds = ASSUMED.seconds + (appliances - 1) * ASSUMED.secondsMorePerAppliance;
  const tries = CHANGING_FUNCTIONS.length;
  return [
    ...running({
      name: 'check',
      times: HOURS_A_MONTH,
      seconds,
      memoryMb: MEMORY_MB,
      because: `${seconds} s each hour (simulated), ${MEMORY_MB} MB`,
    }),
    ...running({
      name: 'dry runs',
      times: HOURS_A_MONTH * tries * appliances,
      seconds: ASSUMED.triedSeconds / tries,
      memoryMb: MEMORY_MB,
      because: `${tries} functions try their calls for each appliance, ${ASSUMED.triedSeconds} s together (simulated), ${MEMORY_MB} MB`,
    }),
    ...running({
      name: 'notify',
      times: HOURS_A_MONTH,
      seconds: OF_DETECTION.quietNotifySeconds,
      memoryMb: MEMORY_MB,
      because: `after each check ${OF_DETECTION.quietNotifySeconds} s, ${MEMORY_MB} MB`,
    }),
  ];
}

/** Many share one alarm, of a metric of the deployment. */
const alarms = (all: Appliance[]): Use[] =>
  isMany({ appliances: all })
    ? [
        { what: 'metric of all', quantity: 1, unit: 'custom metrics', because: `${READINESS_METRICS.ready} of all` },
        { what: 'alarm: not ready', quantity: 1, unit: 'alarms', because: 'one of all appliances' },
      ]
    : [
        { what: 'alarm: not ready', quantity: all.length, unit: 'alarms', because: 'one of each appliance' },
        { what: 'alarm: image age', quantity: all.length, unit: 'alarms', because: 'one of each appliance' },
      ];

export function readiness(all: Appliance[]): Use[] {
  const { length: appliances } = all;
  return [
    ...functions(appliances),
    {
      what: 'metrics',
      quantity: 2 * appliances,
      unit: 'custom metrics',
      because: `${READINESS_METRICS.ready} and ${READINESS_METRICS.imageAge} of each`,
    },
    {
      what: 'publishing',
      quantity: HOURS_A_MONTH * appliances,
      unit: 'PutMetricData requests',
      because: 'one of each appliance each hour',
    },
    {
      what: 'reading metrics',
      quantity: HOURS_A_MONTH * (appliances + 1),
      unit: 'GetMetricData metrics',
      because: 'the probe of each, and the vCPUs in use',
    },
    ...alarms(all),
    {
      what: 'calls of AWS',
      quantity: HOURS_A_MONTH * ASSUMED.calls * appliances,
      unit: 'API calls',
      because: `free but for those above: ${ASSUMED.calls} for each appliance, reads and dry runs`,
    },
  ];
}
