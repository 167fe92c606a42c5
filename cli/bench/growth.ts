/** More and more appliances of one account lose their zone at once: what the account's own rates make of it. */
import { loadConfiguration } from '../../shared/config.ts';
import { type Growth, growthOf } from '../../simulator/experiments/bench/growth.ts';
import { percentile } from '../../simulator/experiments/bench/percentiles.ts';
import { loseZone } from '../../simulator/experiments/bench/zone-of-appliances.ts';
import { growthSection } from '../numbers/growth-section.ts';
import { writeNumbers } from '../numbers/page.ts';
import { stampOf } from '../numbers/stamp.ts';
import { type Found, progress, type Say } from './report.ts';

/** One deployment holds 200 (docs/concepts/limits.md), and losing them all takes this bench too long: `docs/reference/numbers.md` has what it measures. */
const COUNTS = [1, 10, 22, 50, 100];

/** The last one back, beside the slowest bucket and one takeover after it. */
const SHARE_MAX = 1.25;

function sayGrowth({ fleet, bound, share, throttled, asked }: Growth, say: Say): void {
  const { count, backSeconds, failures, left, violations, mails } = fleet;
  const p50 = percentile(backSeconds, 0.5).toFixed(0);
  say(
    `${String(count).padStart(5)}: back ${backSeconds.length}, p50 ${p50} s, last ${backSeconds.at(-1)} s, ` +
      `bound ${bound.seconds.toFixed(0)} s (${bound.action}), last / bound ${share.toFixed(2)}; ` +
      `${asked} calls let through, ${throttled} throttled; gave up: ${failures.length}; ` +
      `left to the sweep: the stop by ${left.unasked}, to see it by ${left.unseen}, something else by ${left.others}; violations: ${violations.length}; ` +
      `mails: ${mails.sent}, at most ${mails.mostInASecond} in a second, subscriptions left: ${mails.reachable}`,
  );
  for (const failure of failures.slice(0, 3)) say(`       ✘ ${failure.slice(0, 160)}`);
}

type GrowthOptions = { seed: number; write: boolean; date: string | undefined };

/** Its goals are met if every appliance came back in time each time, without a failed execution. */
export async function benchGrowth({ seed, write, date }: GrowthOptions, say: Say): Promise<Found> {
  const configuration = loadConfiguration();
  say(`Appliances lost at once. Simulated seconds (docs/reference/simulator.md), seed ${seed}`);
  const alone = await loseZone(configuration, { count: 1, seed });
  const all: Growth[] = [];
  for (const [index, count] of COUNTS.entries()) {
    const fleet = count === 1 ? alone : await loseZone(configuration, { count, seed });
    const growth = growthOf(fleet, alone);
    all.push(growth);
    progress(index + 1, COUNTS.length, 'fleets');
    sayGrowth(growth, say);
  }
  if (write) writeNumbers('growth', growthSection(all, { seed, stamp: stampOf(date) }));
  const well = ({ fleet, share }: Growth): boolean =>
    fleet.backSeconds.length === fleet.count &&
    fleet.failures.length + fleet.violations.length === 0 &&
    fleet.mails.reachable > 0 &&
    share <= SHARE_MAX;
  return { met: all.every(well), figures: { seed, fleets: all } };
}
