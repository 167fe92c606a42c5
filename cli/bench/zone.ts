/** A zone with many appliances of one account is lost at once. */
import { loadConfiguration } from '../../shared/config.ts';
import { percentile } from '../../simulator/experiments/bench/percentiles.ts';
import { type Fleet, loseZone, slowestBucket } from '../../simulator/experiments/bench/zone-of-appliances.ts';
import type { Found, Say } from './report.ts';

function sayCalls({ calls }: Fleet, say: Say): void {
  const sorted = [...calls].toSorted(([, one], [, other]) => other.asked - one.asked);
  for (const [action, { asked, throttled }] of sorted) {
    say(`  ${action.padEnd(34)}${String(asked).padStart(7)} let through${String(throttled).padStart(7)} throttled`);
  }
}

/** Its goals are met if every appliance came back, without a failed execution, and the last one in time. */
export async function benchZone(count: number, seed: number, say: Say): Promise<Found> {
  const configuration = loadConfiguration();
  const alone = await loseZone(configuration, { count: 1, seed });
  const fleet = await loseZone(configuration, { count, seed });
  const [aloneSeconds = Number.NaN] = alone.backSeconds;
  const last = fleet.backSeconds.at(-1) ?? Number.NaN;
  const { action, seconds } = slowestBucket(alone, count);
  const bound = aloneSeconds + seconds;
  say(
    `A zone with ${count} appliances in one account is lost. Simulated seconds (docs/reference/simulator.md), seed ${seed}`,
  );
  say(`back: ${fleet.backSeconds.length} of ${count}; one alone after ${aloneSeconds} s`);
  say(`p50 ${percentile(fleet.backSeconds, 0.5)} s, p95 ${percentile(fleet.backSeconds, 0.95)} s, last ${last} s`);
  say(
    `slowest bucket: ${action}, which alone holds the last one up for ${seconds.toFixed(0)} s; with one takeover ${bound.toFixed(0)} s`,
  );
  say(`last / that: ${(last / bound).toFixed(2)} (at most 1.25)`);
  const endings = Object.entries(fleet.endings).map(([status, times]) => `${times} ${status}`);
  say(
    `takeovers: ${endings.join(', ')}; left to the sweep by: ${fleet.left.unasked} the stop, ${fleet.left.unseen} a look at it, ${fleet.left.others} something else; violations: ${fleet.violations.length}`,
  );
  const { sent, mostInASecond, reachable } = fleet.mails;
  say(`mails: ${sent}, at most ${mostInASecond} in a second; subscriptions left: ${reachable}`);
  for (const failure of fleet.failures.slice(0, 10)) say(`  ✘ ${failure.slice(0, 300)}`);
  sayCalls(fleet, say);
  const everybody = fleet.backSeconds.length === count && fleet.failures.length === 0 && fleet.violations.length === 0;
  const figures = { seed, aloneSeconds, bound: { action, seconds: bound }, share: last / bound, fleet };
  return { met: everybody && last <= bound * 1.25, figures };
}
