/** From a seed that broke something to the shortest story that shows it. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { drawSchedule } from '../../simulator/experiments/runs/draw.ts';
import { scheduleIn, wordOf } from '../../simulator/experiments/runs/notation.ts';
import { ruleOf } from '../../simulator/experiments/runs/rule.ts';
import { type Run, runSchedule } from '../../simulator/experiments/runs/run.ts';
import type { Schedule } from '../../simulator/experiments/runs/schedule.ts';
import { type Shrunk, shrink } from '../../simulator/experiments/runs/shrink.ts';
import { page } from '../page.ts';
import { createPaint } from '../paint.ts';
import type { Explained, Look, Order } from './protocol.ts';
import { replayCommand } from './replay-command.ts';

type Wish = Extract<Order, { do: 'explain' }>;

const breaks = ({ violations }: Run, rule: string): boolean => violations.some((each) => ruleOf(each) === rule);

function storyOf({ report, violations }: Run, { width, coloured }: Look): string {
  if (!report) return violations.join('\n');
  // A generated scenario has no expected outcome; only what it broke counts.
  const told = { ...report, expectations: [], violations };
  return page(told, { width, paint: createPaint(coloured) })
    .map(({ text }) => text)
    .join('\n');
}

export async function explain(wish: Wish, configuration: Configuration): Promise<Explained> {
  const { seed, word, rule, wanted, look } = wish;
  const whole: Schedule = word === undefined ? drawSchedule(seed, wanted) : scheduleIn(word);
  const stillFails = async (schedule: Schedule): Promise<boolean> =>
    rule !== undefined && breaks(await runSchedule(schedule, configuration), rule);
  const { schedule, tried }: Shrunk =
    rule === undefined ? { schedule: whole, tried: 0 } : await shrink(whole, stillFails);
  const run = await runSchedule(schedule, configuration);
  return {
    ...{ rule, tried, violations: run.violations, entries: schedule.entries, logHash: run.logHash },
    replay: replayCommand(`${schedule.seed}:${wordOf(schedule)}`),
    story: storyOf(run, look),
  };
}
