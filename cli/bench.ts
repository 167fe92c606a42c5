/** `npm run bench`: what is claimed about speed, measured. Each bench prints what it finds; exit 1 when a goal is missed. */
import { benchColdImport } from './bench/cold.ts';
import { benchDetection, benchReferences } from './bench/detection.ts';
import { benchGrowth } from './bench/growth.ts';
import { benchMonths } from './bench/months.ts';
import { type Bench, type Numbers, readOptions } from './bench/options.ts';
import { benchOutage } from './bench/outage.ts';
import { benchProfiles } from './bench/profiles.ts';
import { benchReadiness } from './bench/readiness.ts';
import { benchTakeover } from './bench/takeover.ts';
import { benchYears } from './bench/years.ts';
import { benchZone } from './bench/zone.ts';
import { answer, isMisunderstood } from './command-line/answer.ts';
import { processTerminal, type Terminal } from './terminal.ts';

const RUN: Record<Bench, (numbers: Numbers) => Promise<boolean | undefined>> = {
  outage: ({ seeds = 300, write, date }) => benchOutage({ seeds, write, date }),
  profiles: async ({ seeds = 100, write, date }) => {
    await benchProfiles({ seeds, write, date });
    return undefined;
  },
  takeover: async () => benchTakeover().then(() => undefined),
  cold: async () => benchColdImport().then(() => undefined),
  detection: ({ seeds = 200 }) => benchDetection(seeds),
  references: ({ seeds = 200 }) => benchReferences(seeds),
  months: ({ seeds = 200, from }) => benchMonths(seeds, from),
  years: ({ seeds = 20, from, jobs }) => benchYears({ seeds, from, jobs }),
  readiness: ({ seeds = 1, count }) => benchReadiness(count, seeds),
  zone: ({ seeds = 1, count }) => benchZone(count, seeds),
  growth: ({ seeds = 1, write, date }) => benchGrowth({ seed: seeds, write, date }),
};

/** The exit code: 0 every goal was met, 1 one was missed, 2 asked wrongly. */
async function main(terminal: Terminal): Promise<number> {
  const asked = readOptions(process.argv.slice(2));
  if (isMisunderstood(asked)) return answer(asked, terminal);
  let missed = false;
  for (const bench of asked.benches) missed = (await RUN[bench](asked.numbers)) === false || missed;
  return missed ? 1 : 0;
}

const terminal = processTerminal();
terminal.exitWith(await main(terminal));
