/** Years of nightly rotation, full of troubles: an image wrongly let go or called good (S7, S8) in any of them is a fault of ours. */
import { fork } from 'node:child_process';
import { loadConfiguration } from '../../shared/config.ts';
import { rotationYear, type Year } from '../../simulator/bench/rotation-years.ts';
import { count, type Tally } from '../../simulator/bench/years/stage.ts';
import { say } from './report.ts';

export type Years = { seeds: number; from: number; jobs: number };

/** What a child tells of one seed; a year that did not come to its end is no year without a violation. */
type Lived = { seed: number; year: Year };

const PROGRESS_YEARS = 10;

async function liveYear(seed: number): Promise<Lived> {
  try {
    return { seed, year: await rotationYear(loadConfiguration(), { seed }) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return { seed, year: { violations: [`the year was not lived to its end: ${why}`], tally: {} } };
  }
}

/** Seeds `from`, `from + step`, … up to `to`, one after the other. */
async function liveHere({ seeds, from }: Years, tell: (lived: Lived) => void): Promise<void> {
  // Every refusal of the account is an error, and nobody reads where it came from.
  Error.stackTraceLimit = 0;
  for (let seed = from; seed < from + seeds; seed++) tell(await liveYear(seed));
}

/** Virtual time belongs to a process, so that years run beside each other only in processes of their own. */
function liveInChild({ seeds, from }: Years, tell: (lived: Lived) => void): Promise<void> {
  const [, script = ''] = process.argv;
  const child = fork(script, ['years', '--seeds', String(seeds), '--from', String(from)]);
  child.on('message', (lived) => tell(lived as Lived));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`a child of seeds ${from} on ended: ${code}`)),
    );
  });
}

/** Tells whoever started this process, and lives no longer than that. */
async function liveAsChild(years: Years): Promise<boolean> {
  const orphaned = (): never => process.exit(2);
  process.once('disconnect', orphaned);
  const told: Promise<unknown>[] = [];
  await liveHere(years, (lived) => {
    told.push(new Promise((resolve) => process.send?.(lived, undefined, undefined, resolve)));
  });
  await Promise.all(told);
  process.off('disconnect', orphaned);
  process.disconnect();
  return true;
}

/** Blocks of seeds, as even as they go. */
function shares({ seeds, from, jobs }: Years): Years[] {
  const bounds = Array.from({ length: jobs + 1 }, (_, index) => Math.round((seeds * index) / jobs));
  return bounds
    .slice(1)
    .map((end, index) => ({ seeds: end - (bounds[index] ?? 0), from: from + (bounds[index] ?? 0), jobs: 1 }))
    .filter((share) => share.seeds > 0);
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

function sayTally(tally: Tally): void {
  for (const [room, counts] of Object.entries(tally)) {
    say(`${room}:`);
    const most = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
    for (const [what, times] of most) say(`  ${String(times).padStart(9)} x ${what}`);
  }
}

/** @returns whether nothing was violated. */
export async function benchYears(years: Years): Promise<boolean> {
  const tallies: Tally[] = [];
  let violations = 0;
  const startedMs = Date.now();
  const tell = ({ seed, year }: Lived): void => {
    tallies.push(year.tally);
    violations += year.violations.length;
    for (const violation of year.violations) say(`✘ seed ${seed}: ${violation}`);
    if (year.violations.length > 0) say(`  again: npm run bench -- years --seeds 1 --from ${seed}`);
    if (tallies.length % PROGRESS_YEARS !== 0 && tallies.length !== years.seeds) return;
    const seconds = (Date.now() - startedMs) / 1000 / tallies.length;
    process.stderr.write(
      `${tallies.length} of ${years.seeds} years, ${seconds.toFixed(1)} s each, ${violations} violations\n`,
    );
  };
  if (process.send) return liveAsChild(years);
  if (years.jobs > 1) await Promise.all(shares(years).map((share) => liveInChild(share, tell)));
  else await liveHere(years, tell);
  const to = years.from + years.seeds - 1;
  say(`${tallies.length} simulated years of nightly rotation (seeds ${years.from} to ${to}): ${violations} violations`);
  sayTally(sumUp(tallies));
  return violations === 0;
}
