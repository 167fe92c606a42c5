/** What can be read of a metric now, from any publisher, in periods. */
import { NotSimulatedError } from '../aws-error.ts';
import { isVcpuUsage, vcpuUsagePoints } from '../service-quotas/vcpu-usage.ts';
import type { World } from '../world.ts';
import { type Metric, type Span, STATISTICS, storedPoints } from './series.ts';
import type { Point } from './state.ts';
import { isStatusCheck, statusCheckPoints } from './status-checks.ts';

export type Period = { startMs: number; value: number };

/** AWS's own metrics are simulated one by one. */
export function refuseUnknownMetric(metric: Metric): void {
  const { namespace, name, dimensions } = metric;
  if (!namespace.startsWith('AWS/')) return;
  if (isVcpuUsage(metric)) return;
  if (isStatusCheck(metric) && Object.keys(dimensions).join() === 'InstanceId') return;
  throw new NotSimulatedError(`the simulator does not know the metric ${namespace} ${name}`);
}

function pointsOf(world: World, metric: Metric, span: Span): Point[] {
  if (isVcpuUsage(metric)) return vcpuUsagePoints(world, span);
  return isStatusCheck(metric) ? statusCheckPoints(world, metric, span) : storedPoints(world, metric, span);
}

type Cut = Span & { periodMs: number; statistic: string };

/** One value for each period that has points, oldest first. Periods are counted from the span's beginning. */
export function readPeriods(world: World, metric: Metric, { fromMs, toMs, periodMs, statistic }: Cut): Period[] {
  const summarise = STATISTICS[statistic];
  if (!summarise) throw new NotSimulatedError(`the simulator does not know the statistic ${statistic}`);
  const values = new Map<number, number[]>();
  for (const { atMs, value } of pointsOf(world, metric, { fromMs, toMs })) {
    const startMs = fromMs + Math.floor((atMs - fromMs) / periodMs) * periodMs;
    const others = values.get(startMs);
    if (others) others.push(value);
    else values.set(startMs, [value]);
  }
  return [...values].map(([startMs, each]) => ({ startMs, value: summarise(each) }));
}
