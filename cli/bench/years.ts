/** Years of nightly rotation, full of troubles: an image wrongly pruned or called good (S7, S8) in any of them is a fault of ours. */
import { count, type Tally } from '../../simulator/experiments/bench/years/stage.ts';
import { ASSUMPTIONS } from '../../simulator/stories/assumptions.ts';
import { ask, dismiss, openChild } from '../simulate/child.ts';
import type { Findings } from '../simulate/protocol.ts';
import type { Found, Say } from './report.ts';

type Years = { seeds: number; from: number; jobs: number };

const PROGRESS_YEARS = 10;

/** Each child takes the next year when it is done with the last. */
async function live({ seeds, from, jobs }: Years, tell: (seed: number, year: Findings) => void): Promise<void> {
  let next = from;
  const work = async (): Promise<void> => {
    const child = openChild();
    try {
      for (let seed = next++; seed < from + seeds; seed = next++) {
        const answer = await ask(child, { do: 'year', seed });
        if (answer.did === 'tell') tell(seed, answer);
      }
    } finally {
      dismiss(child);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}

function sumUp(tallies: Tally[]): Tally {
  const sum: Tally = {};
  for (const tally of tallies) {
    for (const [room, counts] of Object.entries(tally)) {
      for (const [what, times] of Object.entries(counts)) count(sum, room, what, times);
    }
  }
  return sum;
}

function sayTally(tally: Tally, say: Say): void {
  for (const [room, counts] of Object.entries(tally)) {
    say(`${room}:`);
    const most = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
    for (const [what, times] of most) say(`  ${String(times).padStart(9)} x ${what}`);
  }
}

/** Its goal is that nothing is violated. */
export async function benchYears(years: Years, say: Say): Promise<Found> {
  const tallies: Tally[] = [];
  const violations: { seed: number; violation: string }[] = [];
  const startedMs = Date.now();
  await live(years, (seed, year) => {
    tallies.push(year.counts ?? {});
    violations.push(...year.violations.map((violation) => ({ seed, violation })));
    for (const violation of year.violations) say(`✘ seed ${seed}: ${violation}`);
    if (year.violations.length > 0) say(`  again: npm run bench -- years --seeds 1 --from ${seed}`);
    if (tallies.length % PROGRESS_YEARS !== 0 && tallies.length !== years.seeds) return;
    const seconds = (Date.now() - startedMs) / 1000 / tallies.length;
    process.stderr.write(
      `${tallies.length} of ${years.seeds} years, ${seconds.toFixed(1)} s each, ${violations.length} violations\n`,
    );
  });
  const to = years.from + years.seeds - 1;
  say(
    `${tallies.length} simulated years of nightly rotation (${ASSUMPTIONS}; seeds ${years.from} to ${to}): ${violations.length} violations`,
  );
  const counts = sumUp(tallies);
  sayTally(counts, say);
  return { met: violations.length === 0, figures: { years: tallies.length, from: years.from, violations, counts } };
}
