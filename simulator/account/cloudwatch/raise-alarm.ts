/** An alarm of ours goes off now because a story says so, and the account looks as if CloudWatch had seen it coming. */
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { World } from '../world.ts';
import { changeState } from './change-state.ts';
import { metricOf, ruleOf } from './definition.ts';
import { explain } from './explain.ts';
import { definitionOf, type OurAlarm } from './our-alarms.ts';
import type { Period } from './points.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { recordPoint } from './series.ts';
import type { AlarmRecord } from './state.ts';

/** The last complete periods, all of them failing. */
export function failingPeriods(definition: PutMetricAlarmInput, { untilMs }: { untilMs: number }): Period[] {
  const periodMs = (definition.Period ?? 60) * 1000;
  const { evaluationPeriods } = ruleOf(definition);
  const endMs = Math.floor(untilMs / periodMs) * periodMs;
  return Array.from({ length: evaluationPeriods }, (_, index) => ({
    startMs: endMs - (evaluationPeriods - index) * periodMs,
    value: 1,
  }));
}

/** A status-check alarm that watches another instance by now stays as it is: what goes off is its past. */
function alarmOf(world: World, ours: OurAlarm): AlarmRecord | undefined {
  const definition = definitionOf(ours);
  const { alarms } = world.cloudwatch;
  const { AlarmName: name } = definition;
  if (!alarms.has(name)) putMetricAlarm(world, definition);
  const alarm = alarms.get(name);
  const same =
    metricOf(alarm?.definition ?? definition).dimensions.InstanceId === metricOf(definition).dimensions.InstanceId;
  return alarm && (same ? alarm : { ...alarm, definition });
}

/**
 * The probe's alarm gets the failing points that it would have seen; the status checks follow from the instance alone.
 * An alarm that is in ALARM already has been OK in between, which the story does not tell.
 */
export function raiseAlarm(world: World, ours: OurAlarm): void {
  const alarm = alarmOf(world, ours);
  if (!alarm) return;
  const atMs = world.clock.nowMs();
  const real = failingPeriods(alarm.definition, { untilMs: atMs });
  if (ours.kind === 'probe') {
    for (const { startMs, value } of real) {
      recordPoint(world, metricOf(alarm.definition), { atMs: startMs, value, readableFromMs: atMs });
    }
  }
  if (alarm.state === 'ALARM') alarm.state = 'OK';
  changeState(world, alarm, explain(alarm.definition, { value: 'ALARM', real, atMs }));
}
