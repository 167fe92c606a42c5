/** How long a failure goes unnoticed, with everything deployed running. */
import { loadConfiguration } from '../../shared/config.ts';
import { detect, GOALS, type Goal, REFERENCE_GOALS } from '../../simulator/experiments/bench/detection-seconds.ts';
import { percentile, percentilesOf } from '../../simulator/experiments/bench/percentiles.ts';
import { type Found, progress, type Say } from './report.ts';

type Measured = { goal: Goal; seconds: number[]; unmet: string[] };

async function measure(goal: Goal, seeds: number): Promise<Measured> {
  const configuration = loadConfiguration();
  const found: Measured = { goal, seconds: [], unmet: [] };
  for (let seed = 1; seed <= seeds; seed++) {
    const { seconds, unmet } = await detect(configuration, goal, seed);
    if (seconds !== undefined) found.seconds.push(seconds);
    found.unmet.push(...unmet.map((each) => `seed ${seed}: ${each}`));
    progress(seed, seeds, `seeds of ${goal.scenario}`);
  }
  return found;
}

function line({ goal, seconds }: Measured, seeds: number): string {
  const { what, secondsMax } = goal;
  const name = what.padEnd(34);
  if (secondsMax === undefined)
    return `${name}${`${seconds.length} takeovers`.padStart(28)}   goal: none in ${seeds} seeds`;
  const cells = [0.5, 0.95, 1].map((share) => percentile(seconds, share).toFixed(1).padStart(9)).join('');
  return `${name}${cells} ${`${seconds.length}`.padStart(5)}   goal: p95 within ${secondsMax} s`;
}

/** Its goals are met if every run ended as its scenario expects, too. */
export function benchDetection(seeds: number, say: Say): Promise<Found> {
  say(
    `From the failure to the start of its takeover, ${seeds} seeds each. Simulated seconds (docs/reference/simulator.md)`,
  );
  return measureAll(GOALS, seeds, say);
}

/** The same for a lost zone that has references of the probers in it. */
export function benchReferences(seeds: number, say: Say): Promise<Found> {
  say(
    `Detection with references in the lost zone, ${seeds} seeds each. Simulated seconds (docs/reference/simulator.md)`,
  );
  return measureAll(REFERENCE_GOALS, seeds, say);
}

/** A row of the table, as data. */
const figuresOf = ({ goal: { what, scenario, secondsMax }, seconds, unmet }: Measured) => ({
  ...{ what, scenario, goalP95Seconds: secondsMax ?? null, takeovers: seconds.length },
  ...{ seconds: { ...percentilesOf(seconds), max: percentile(seconds, 1) }, unmet },
});

async function measureAll(goals: readonly Goal[], seeds: number, say: Say): Promise<Found> {
  say(`${''.padEnd(34)}      p50      p95      max  runs`);
  let met = true;
  const rows: ReturnType<typeof figuresOf>[] = [];
  for (const goal of goals) {
    const found = await measure(goal, seeds);
    rows.push(figuresOf(found));
    say(line(found, seeds));
    for (const unmet of found.unmet.slice(0, 5)) say(`  ✘ ${unmet}`);
    const { secondsMax } = goal;
    const wanted = secondsMax === undefined ? 0 : seeds;
    const inTime = secondsMax === undefined || percentile(found.seconds, 0.95) <= secondsMax;
    met &&= found.seconds.length === wanted && inTime && found.unmet.length === 0;
  }
  say(met ? 'every goal met' : 'NOT every goal met');
  return { met, figures: { seeds, rows } };
}
