/**
 * `AWS/EC2 StatusCheckFailed`, derived from the true state of an instance: no point is stored. Each change of an
 * instance's health is recorded, so that a past minute can still be read when the instance has moved on.
 *
 * One check a minute, whose verdict is the minute's value: "can be either 0 (passed) or 1 (failed)". Without a verdict
 * (the instance does not run, is initializing, or its zone has lost power) there is no point; AWS does not say what it
 * publishes then, and missing points are what delays an alarm.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html#status-check-metrics
 */

import { POINTS_KEPT_MS, STATUS_POINT_LAG_MS } from '../../durations.ts';
import { truth } from '../consistency.ts';
import { lostZone } from '../ec2/conditions.ts';
import { machineOf, runs } from '../ec2/machines.ts';
import type { World } from '../world.ts';
import { metricOf } from './definition.ts';
import type { Metric, Span } from './series.ts';
import type { Health, Point } from './state.ts';

const MINUTE_MS = 60_000;

export const isStatusCheck = ({ namespace, name }: Metric): boolean =>
  namespace === 'AWS/EC2' && name === 'StatusCheckFailed';

function healthNow(world: World, instanceId: string): Health {
  const instance = truth(world.ec2.instances, instanceId);
  const { impairedFromMs, checksPassFromMs, ...machine } = machineOf(world, instanceId);
  const reporting = instance?.state === 'running' && !lostZone(world, instance.zone);
  const broken = !runs({ ...machine, impairedFromMs, checksPassFromMs }) || !machine.volumesAlive;
  return { fromMs: world.clock.nowMs(), reporting, broken, impairedFromMs, checksPassFromMs };
}

const sameHealth = (one: Health, other: Health): boolean =>
  one.reporting === other.reporting &&
  one.broken === other.broken &&
  one.impairedFromMs === other.impairedFromMs &&
  one.checksPassFromMs === other.checksPassFromMs;

/** Notes the health of an instance if it is not what it was. */
function observe(world: World, instanceId: string): Health[] {
  const history = world.cloudwatch.health.get(instanceId) ?? [];
  world.cloudwatch.health.set(instanceId, history);
  const health = healthNow(world, instanceId);
  const last = history.at(-1);
  if (!last || !sameHealth(last, health)) history.push(health);
  const keptFromMs = health.fromMs - POINTS_KEPT_MS;
  while ((history[1]?.fromMs ?? keptFromMs) < keptFromMs) history.shift();
  return history;
}

function observeWatched(world: World): void {
  for (const { definition } of world.cloudwatch.alarms.values()) {
    const metric = metricOf(definition);
    if (isStatusCheck(metric)) observe(world, metric.dimensions.InstanceId ?? '');
  }
}

/** From now on the health of every instance with an alarm is noted, at the end of each instant that changes anything. */
export function keepObserving(world: World): void {
  observeWatched(world);
  let due = false;
  world.onChange(() => {
    if (due) return;
    due = true;
    world.clock.at(world.clock.nowMs(), () => {
      due = false;
      observeWatched(world);
    });
  });
}

/** Before the first note the instance is taken to have been as it was then, if it existed. */
function verdictAt(history: Health[], atMs: number): number | undefined {
  const health = history.findLast(({ fromMs }) => fromMs <= atMs) ?? history[0];
  if (!health?.reporting) return undefined;
  if (health.broken && atMs >= health.impairedFromMs) return 1;
  return atMs >= health.checksPassFromMs ? 0 : undefined;
}

export function statusCheckPoints(world: World, { dimensions }: Metric, { fromMs, toMs }: Span): Point[] {
  const { InstanceId = '' } = dimensions;
  if (!truth(world.ec2.instances, InstanceId)) return [];
  const history = observe(world, InstanceId);
  const readableMs = Math.min(toMs, world.clock.nowMs() - MINUTE_MS - STATUS_POINT_LAG_MS + 1);
  const points: Point[] = [];
  for (let atMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; atMs < readableMs; atMs += MINUTE_MS) {
    const value = verdictAt(history, atMs + MINUTE_MS - 1);
    if (value !== undefined) points.push({ atMs, value, readableFromMs: atMs + MINUTE_MS + STATUS_POINT_LAG_MS });
  }
  return points;
}
