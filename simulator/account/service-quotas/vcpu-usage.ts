/**
 * `AWS/Usage ResourceCount` for vCPUs, derived from what runs: no point is stored. Every five minutes is assumed; AWS
 * only says that usage is collected, and a quota's use may be some minutes behind.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-quota-usage.html
 */
import type { Metric, Span } from '../cloudwatch/series.ts';
import type { Point } from '../cloudwatch/state.ts';
import { allTrue } from '../consistency.ts';
import { vcpusOf } from '../ec2/describe-instance-types.ts';
import type { World } from '../world.ts';

export const VCPU_USAGE = {
  namespace: 'AWS/Usage',
  name: 'ResourceCount',
  dimensions: { Service: 'EC2', Type: 'Resource', Resource: 'vCPU', Class: 'Standard/OnDemand' },
};

const EVERY_MS = 300_000;

export const isVcpuUsage = ({ namespace, name, dimensions }: Metric): boolean =>
  namespace === VCPU_USAGE.namespace &&
  name === VCPU_USAGE.name &&
  Object.entries(VCPU_USAGE.dimensions).every(([key, value]) => dimensions[key as 'Service'] === value);

/** What ran then is not remembered: every point says what runs now. */
export function vcpuUsagePoints(world: World, { fromMs, toMs }: Span): Point[] {
  const running = allTrue(world.ec2.instances).filter(({ state }) => state === 'running' || state === 'pending');
  const value = running.reduce((sum, { type }) => sum + vcpusOf(type), 0);
  const points: Point[] = [];
  for (let atMs = Math.ceil(fromMs / EVERY_MS) * EVERY_MS; atMs < toMs; atMs += EVERY_MS) {
    const readableFromMs = atMs + EVERY_MS;
    if (readableFromMs <= world.clock.nowMs()) points.push({ atMs, value, readableFromMs });
  }
  return points;
}
