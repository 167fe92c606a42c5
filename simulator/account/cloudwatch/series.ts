/** The points of custom metrics. Only the last hours are kept, so that a simulated year is no larger than a morning. */
import type { Dimension } from '@aws-sdk/client-cloudwatch';
import { POINTS_KEPT_MS } from '../../durations.ts';
import type { World } from '../world.ts';
import type { Point } from './state.ts';

export type Metric = { namespace: string; name: string; dimensions: Record<string, string> };

/** Each combination of dimensions is a metric of its own. */
export const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  [namespace, name, ...Object.entries(dimensions).sort(([a], [b]) => a.localeCompare(b))].join('\n');

export const dimensionsIn = (dimensions: Dimension[] = []): Record<string, string> =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [Name ?? '', Value ?? '']));

/** Puts a point where it belongs: points may come late and in any order. */
export function recordPoint(world: World, metric: Metric, point: Point): void {
  const keptFromMs = world.clock.nowMs() - POINTS_KEPT_MS;
  const key = keyOf(metric);
  const points = world.cloudwatch.series.get(key) ?? [];
  world.cloudwatch.series.set(key, points);
  const gone = points.findIndex(({ atMs }) => atMs >= keptFromMs);
  points.splice(0, gone < 0 ? points.length : gone);
  if (point.atMs < keptFromMs) return;
  points.splice(points.findLastIndex(({ atMs }) => atMs <= point.atMs) + 1, 0, point);
}

/** What can be read now of a custom metric, from one instant until before another. */
export function storedPoints(world: World, metric: Metric, { fromMs, toMs }: Span): Point[] {
  const points = world.cloudwatch.series.get(keyOf(metric)) ?? [];
  const nowMs = world.clock.nowMs();
  const first = points.findLastIndex(({ atMs }) => atMs < fromMs) + 1;
  return points.slice(first).filter(({ atMs, readableFromMs }) => atMs < toMs && readableFromMs <= nowMs);
}

export type Span = { fromMs: number; toMs: number };

type Statistic = (values: number[]) => number;

const sum: Statistic = (values) => values.reduce((total, value) => total + value, 0);

export const STATISTICS: Record<string, Statistic> = {
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  SampleCount: (values) => values.length,
  Sum: sum,
  Average: (values) => sum(values) / values.length,
};
