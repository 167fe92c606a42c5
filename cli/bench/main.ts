/** Runs the benches that were asked for, and reports them as lines or as one document. */
import { answer, isMisunderstood } from '../command-line/answer.ts';
import type { Terminal } from '../terminal.ts';
import { benchColdImport } from './cold.ts';
import { benchDetection, benchReferences } from './detection.ts';
import { type BenchFound, documentOf } from './document.ts';
import { benchGrowth } from './growth.ts';
import { benchMonths } from './months.ts';
import { type Bench, type Numbers, readOptions } from './options.ts';
import { benchOutage } from './outage.ts';
import { benchProfiles } from './profiles.ts';
import { benchReadiness } from './readiness.ts';
import type { Found, Say } from './report.ts';
import { benchSilence } from './silence.ts';
import { benchTakeover } from './takeover.ts';
import { benchTiers } from './tiers.ts';
import { benchYears } from './years.ts';
import { benchZone } from './zone.ts';

const RUN: Record<Bench, (numbers: Numbers, say: Say) => Promise<Found>> = {
  outage: ({ seeds = 300, write, date }, say) => benchOutage({ seeds, write, date }, say),
  tiers: ({ seeds = 300, tier, write, date }, say) => benchTiers({ seeds, tier, write, date }, say),
  profiles: ({ seeds = 100, write, date }, say) => benchProfiles({ seeds, write, date }, say),
  takeover: (_, say) => benchTakeover(say),
  cold: (_, say) => benchColdImport(say),
  detection: ({ seeds = 200 }, say) => benchDetection(seeds, say),
  references: ({ seeds = 200 }, say) => benchReferences(seeds, say),
  months: ({ seeds = 200, from }, say) => benchMonths(seeds, from, say),
  silence: ({ seeds = 12, write, date }, say) => benchSilence({ seeds, write, date }, say),
  years: ({ seeds = 20, from, jobs }, say) => benchYears({ seeds, from, jobs }, say),
  readiness: ({ seeds = 1, count }, say) => benchReadiness(count, seeds, say),
  zone: ({ seeds = 1, count }, say) => benchZone(count, seeds, say),
  growth: ({ seeds = 1, write, date }, say) => benchGrowth({ seed: seeds, write, date }, say),
};

/** The exit code: 0 every goal was met, 1 one was missed, 2 asked wrongly. */
export async function main(args: string[], terminal: Pick<Terminal, 'write' | 'complain'>): Promise<0 | 1 | 2> {
  const asked = readOptions(args);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  const { benches, numbers } = asked;
  const say: Say = numbers.json ? () => undefined : (line = '') => terminal.write(`${line}\n`);
  const found: BenchFound[] = [];
  for (const bench of benches) found.push({ bench, ...(await RUN[bench](numbers, say)) });
  if (numbers.json) terminal.write(documentOf(found));
  return found.some(({ met }) => met === false) ? 1 : 0;
}
