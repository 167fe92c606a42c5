/** One line for each story: its name, and its hashes. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { drawSchedule } from '../../simulator/experiments/runs/draw.ts';
import { runSchedule } from '../../simulator/experiments/runs/run.ts';
import { logHashOf, outcomeHashOf } from '../../simulator/experiments/runs/story-hash.ts';
import { readScenario } from '../../simulator/stories/library.ts';
import { tellVariants } from '../../simulator/stories/variants.ts';
import type { Hashed } from './protocol.ts';

async function linesOfScenario(name: string, seed: number, configuration: Configuration): Promise<string[]> {
  const logs: string[] = [];
  const onEnd: Parameters<typeof tellVariants>[0]['onEnd'] = (world) => void logs.push(logHashOf(world));
  const told = await tellVariants({ scenario: readScenario(name), configuration, seed, onEnd });
  // The states to crash at were found by a scenario without a crash, which ran before these.
  const own = logs.slice(-told.length);
  return told.map(({ state, report }, index) => {
    const story = state === undefined ? name : `${name}:${state}`;
    return `${story} ${seed} log ${own[index]} outcome ${outcomeHashOf(report)}`;
  });
}

async function lineOfSeed(seed: number, configuration: Configuration): Promise<string> {
  const { logHash, report, violations } = await runSchedule(drawSchedule(seed, { faults: [] }), configuration);
  return `seed ${seed} log ${logHash} outcome ${report ? outcomeHashOf(report) : violations.join('; ')}`;
}

/** A scenario that crashes at each state has one for each. */
export async function hashLines({ scenario, seed }: Hashed, configuration: Configuration): Promise<string[]> {
  if (scenario === undefined) return [await lineOfSeed(seed, configuration)];
  try {
    return await linesOfScenario(scenario, seed, configuration);
  } catch (cause) {
    return [`${scenario} ${seed} broke off: ${cause instanceof Error ? cause.name : 'Error'}`];
  }
}
