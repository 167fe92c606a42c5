/** Months full of noise in which nothing fails: any takeover in them is a false alarm of ours. */
import { loadConfiguration } from '../../shared/config.ts';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { noisyMonth } from '../../simulator/experiments/bench/noisy-month.ts';
import { ASSUMPTIONS } from '../../simulator/stories/assumptions.ts';
import { progress, say } from './report.ts';

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

/** @returns whether there was no takeover and no violation. */
export async function benchMonths(months: number, from: number): Promise<boolean> {
  const disturbances: Record<string, number> = {};
  let takeovers = 0;
  let violations = 0;
  for (let seed = from; seed < from + months; seed++) {
    const month = await noisyMonth(configurationOf(seed), { seed });
    takeovers += month.takeovers.length;
    violations += month.violations.length;
    for (const [name, times] of Object.entries(month.disturbances)) {
      disturbances[name] = (disturbances[name] ?? 0) + times;
    }
    for (const { because } of month.takeovers) say(`✘ seed ${seed}: ${because}`);
    for (const violation of month.violations) say(`✘ seed ${seed}: ${violation}`);
    progress(seed - from + 1, months, 'months');
  }
  say(
    `${months} simulated months of noise (${ASSUMPTIONS}; seeds ${from} to ${from + months - 1}): ${takeovers} takeovers, ${violations} violations`,
  );
  for (const [name, times] of Object.entries(disturbances).toSorted()) say(`  ${String(times).padStart(6)} x ${name}`);
  return takeovers === 0 && violations === 0;
}
