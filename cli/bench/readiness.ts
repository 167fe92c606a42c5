/** How long the readiness of many appliances takes, and how much of the API's rates. */
import { loadConfiguration } from '../../shared/config.ts';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { percentile } from '../../simulator/experiments/bench/percentiles.ts';
import { checkFleet } from '../../simulator/experiments/bench/readiness-of-appliances.ts';
import type { Found, Say } from './report.ts';

/** The median of so many accounts with one appliance each. */
const ALONE_SECONDS_MAX = 6;
const ALONE_SEEDS = 60;
const SECONDS_MAX = 3_600;
const SHARE_MAX = 0.5;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

async function aloneSeconds(configuration: Configuration, from: number): Promise<number[]> {
  const seconds: number[] = [];
  for (let seed = from; seed < from + ALONE_SEEDS; seed++) {
    seconds.push((await checkFleet(configuration, { count: 1, seed })).seconds);
  }
  return seconds;
}

/** Its goals are met if all were checked within the hour, inside half of every rate, and one alone fast enough. */
export async function benchReadiness(count: number, seed: number, say: Say): Promise<Found> {
  const configuration = loadConfiguration();
  const alone = await aloneSeconds(configuration, seed);
  const { answers, seconds, shares, open } = await checkFleet(configuration, { count, seed });
  say(`Readiness of ${count} appliances in one account. Simulated seconds (docs/reference/simulator.md), seed ${seed}`);
  const [median, late] = [percentile(alone, 0.5), percentile(alone, 0.95)];
  say(
    `one alone: p50 ${median.toFixed(1)} s (less than ${ALONE_SECONDS_MAX}), p95 ${late.toFixed(1)} s of ${ALONE_SEEDS} seeds`,
  );
  say(`the last of ${count}: after ${seconds.toFixed(0)} s (at most ${SECONDS_MAX})`);
  const answered = Object.entries(answers).map(([answer, times]) => `${times} ${answer}`);
  say(`answers: ${answered.join(', ')}`);
  for (const each of open.slice(0, 5)) say(`  ${each}`);
  say(`peak share of each action's bucket (at most ${percent(SHARE_MAX)}), and its calls:`);
  for (const { name, calls, share } of shares) {
    say(`  ${name.padEnd(34)}${percent(share).padStart(7)}${String(calls).padStart(8)}`);
  }
  const modest = shares.every(({ share }) => share <= SHARE_MAX);
  const everybody = Object.values(answers).reduce((sum, times) => sum + times, 0) === count;
  const met = everybody && open.length === 0 && modest && seconds <= SECONDS_MAX && median < ALONE_SECONDS_MAX;
  const figures = { count, seed, alone: { p50: median, p95: late }, lastSeconds: seconds, answers, shares, open };
  return { met, figures };
}
