/** Months full of noise in which nothing fails: any takeover in them is a false alarm of ours. */
import { loadConfiguration } from '../../shared/config.ts';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { BEYOND_THE_GOAL, noisyMonth } from '../../simulator/experiments/bench/noisy-month.ts';
import { ASSUMPTIONS } from '../../simulator/stories/assumptions.ts';
import { type Found, progress, type Say } from './report.ts';

/** Every other month an appliance whose silence nothing excuses. */
function configurationOf(seed: number): Configuration {
  const configuration = loadConfiguration();
  if (seed % 2 === 0) return configuration;
  const appliances = configuration.appliances.map((each) => ({
    ...each,
    ...{ profile: 'generic' as const, rebootGraceSeconds: 0, bootLimitSeconds: 600 },
  }));
  return { ...configuration, appliances };
}

type Takeover = { seed: number; during: string; because: string };
type Violation = { seed: number; violation: string };

const isBeyond = ({ during }: Takeover): boolean => during === BEYOND_THE_GOAL;

/** Its goal is no takeover, except with half of the probes lost, and no violation. */
export async function benchMonths(months: number, from: number, say: Say): Promise<Found> {
  const disturbances: Record<string, number> = {};
  const takeovers: Takeover[] = [];
  const violations: Violation[] = [];
  for (let seed = from; seed < from + months; seed++) {
    const month = await noisyMonth(configurationOf(seed), { seed });
    for (const takeover of month.takeovers) {
      takeovers.push({ seed, ...takeover });
      say(`✘ seed ${seed}, ${takeover.during}: ${takeover.because}`);
    }
    for (const violation of month.violations) {
      violations.push({ seed, violation });
      say(`✘ seed ${seed}: ${violation}`);
    }
    for (const [name, times] of Object.entries(month.disturbances)) {
      disturbances[name] = (disturbances[name] ?? 0) + times;
    }
    progress(seed - from + 1, months, 'months');
  }
  const beyond = takeovers.filter(isBeyond).length;
  const counted = takeovers.length - beyond;
  say(
    `${months} simulated months of noise (${ASSUMPTIONS}; seeds ${from} to ${from + months - 1}): ${counted} takeovers, ${violations.length} violations; ` +
      `no goal: ${beyond} takeovers with ${BEYOND_THE_GOAL}`,
  );
  for (const [name, times] of Object.entries(disturbances).toSorted()) say(`  ${String(times).padStart(6)} x ${name}`);
  const met = counted === 0 && violations.length === 0;
  return { met, figures: { months, from, takeovers, takeoversBeyondTheGoal: beyond, violations, disturbances } };
}
