/** One look of CloudWatch at one alarm: the last complete periods, and some more in case points are missing. */
import type { World } from '../world.ts';
import { changeState } from './change-state.ts';
import { metricOf, ruleOf } from './definition.ts';
import { explain } from './explain.ts';
import { judge } from './judge.ts';
import { readPeriods } from './points.ts';
import type { AlarmRecord } from './state.ts';

type Look = {
  /** The end of the last period that counts. */
  untilMs: number;
  extraPeriods: number;
};

export function evaluate(world: World, alarm: AlarmRecord, { untilMs, extraPeriods }: Look): void {
  const { definition } = alarm;
  const { Period: seconds = 60, Statistic: statistic = '' } = definition;
  const rule = ruleOf(definition);
  const periodMs = seconds * 1000;
  const count = rule.evaluationPeriods + extraPeriods;
  const fromMs = untilMs - count * periodMs;
  const found = readPeriods(world, metricOf(definition), { fromMs, toMs: untilMs, periodMs, statistic });
  const values = new Map(found.map(({ startMs, value }) => [startMs, value]));
  const range = Array.from({ length: count }, (_, index) => values.get(fromMs + index * periodMs));
  const value = judge(range, rule);
  if (value === 'keep' || value === alarm.state) return;
  const real = found.slice(-rule.evaluationPeriods);
  changeState(world, alarm, explain(definition, { value, real, atMs: world.clock.nowMs() }));
}
