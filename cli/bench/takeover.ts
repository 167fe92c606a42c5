/** The product's own seconds beside the recipe's. */
import { loadConfiguration } from '../../shared/config.ts';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { percentile, percentilesOf } from '../../simulator/experiments/bench/percentiles.ts';
import { recipe, type Seconds, takeover } from '../../simulator/experiments/bench/takeover-seconds.ts';
import { type Found, progress, row, type Say } from './report.ts';

const SEEDS = 100;

type Beside = { ours: number[]; theirs: number[] };

export async function benchTakeover(say: Say): Promise<Found> {
  const configuration = loadConfiguration();
  const ours: Seconds[] = [];
  const theirs: Seconds[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    ours.push((await takeover(configuration, seed)).seconds);
    theirs.push(await recipe(configuration, seed));
    progress(seed, SEEDS);
  }
  const own = { ours: ours.map((it) => it.own), theirs: theirs.map((it) => it.own) };
  const moved = { ours: ours.map((it) => it.moved), theirs: theirs.map((it) => it.moved) };
  say(
    `Takeover of a dead instance, ${SEEDS} seeds, every Lambda cold at the event. Simulated seconds (docs/reference/simulator.md)`,
  );
  say(`${''.padEnd(34)}      p50      p95`);
  say(row('own seconds, this project', own.ours));
  say(row('own seconds, the recipe', own.theirs));
  say(row('event to moved, this project', moved.ours));
  say(row('event to moved, the recipe', moved.theirs));
  say(`own seconds, median: ${percentile(own.ours, 0.5).toFixed(2)} s (at most 4), ${ratio(own)} of the recipe's`);
  say(`event to moved, median: ${ratio(moved)} of the recipe's`);
  say(
    'own: from the event to the last read-back of the move, less RunInstances until "running", less Assess looking for itself.',
  );
  say('The recipe neither looks, nor reads back, nor starts cold; it runs here the moment the alarm would have rung.');
  say();
  const realMs = await realMsOnceWarm(configuration);
  say(row('real ms of one simulated takeover', realMs, 1));
  say();
  const figures = {
    seeds: SEEDS,
    ownSeconds: besideOf(own),
    movedSeconds: besideOf(moved),
    realMs: percentilesOf(realMs),
  };
  return { met: undefined, figures };
}

const besideOf = ({ ours, theirs }: Beside) => ({ ours: percentilesOf(ours), recipe: percentilesOf(theirs) });

/** The same takeovers again, now that everything has been compiled. */
async function realMsOnceWarm(configuration: Configuration): Promise<number[]> {
  const realMs: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) realMs.push((await takeover(configuration, seed)).realMs);
  return realMs;
}

const ratio = ({ ours, theirs }: Beside): string => (percentile(ours, 0.5) / percentile(theirs, 0.5)).toFixed(2);
