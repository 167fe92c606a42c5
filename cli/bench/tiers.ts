/** The outage with a standby, by tier, by failure and by how soon a takeover is asked for, and where its seconds go. */
import { loadConfiguration } from '../../shared/config.ts';
import {
  type BenchedStandby,
  CONTENDERS,
  type Failure,
  OURS,
} from '../../simulator/experiments/bench/outage-contenders.ts';
import { type Row, rowOf } from '../../simulator/experiments/bench/outage-rows.ts';
import { type OutageRun, outage } from '../../simulator/experiments/bench/outage-seconds.ts';
import { PHASES } from '../../simulator/stories/report.ts';
import { writeNumbers } from '../numbers/page.ts';
import { stampOf } from '../numbers/stamp.ts';
import { type TierRow, tierSection } from '../numbers/tier-section.ts';
import { FAILURES, secondsText } from '../numbers/words.ts';
import { type Found, progress, type Say } from './report.ts';
import { sayHead, sayRow } from './say-row.ts';

export type Tier = BenchedStandby['tier'];

export const TIERS: Tier[] = ['stopped', 'running'];

type Setting = { failures: number; p50: number; p95: number };

/** Two seconds apart. The goals of a running one were set for a plan that is frozen while the prober counts. */
const SETTINGS: Record<Tier, Setting[]> = {
  running: [
    { failures: 5, p50: 13.5, p95: 16 },
    { failures: 3, p50: 9.5, p95: 12 },
  ],
  stopped: [{ failures: 12, p50: 45, p95: 55 }],
};

/** What a figure says first: a running standby has no boot that would hide the time of the address. */
const REMARK: Record<Tier, string> = {
  running: 'Elastic IP propagation is not modelled',
  stopped: 'the second boot takes half of a boot of 40 to 70 s',
};

type Asked = { tier: Tier; failure: Failure; failures: number; seeds: number };

async function measure({ tier, failure, failures, seeds }: Asked): Promise<Row> {
  const configuration = loadConfiguration();
  const contender = CONTENDERS.find(({ id }) => id === OURS);
  if (!contender) throw new Error('the bench has lost this project');
  const all: OutageRun[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    all.push(await outage(configuration, { contender, failure, seed, standby: { tier, failures } }));
    progress(seed, seeds, `seeds of ${failure}, 2 s x ${failures}`);
  }
  return rowOf({ id: `${tier}-${failures}`, what: `${tier} standby, 2 s x ${failures}` }, all);
}

function sayPhases({ phases }: Row, say: Say): void {
  const parts = PHASES.map((name) => `${name} ${secondsText(phases[name].p50)} / ${secondsText(phases[name].p95)}`);
  say(`  ${parts.join(' · ')}`);
}

type Options = { seeds: number; tier?: Tier | undefined; write: boolean; date: string | undefined };

/** `tier`: that one alone. */
export async function benchTiers({ seeds, tier: only, write, date }: Options, say: Say): Promise<Found> {
  const all: TierRow[] = [];
  for (const tier of TIERS.filter((each) => only === undefined || each === only)) {
    for (const { failure, title } of FAILURES) {
      say(`Outage with a ${tier} standby, ${title}, ${seeds} seeds. Simulated seconds; ${REMARK[tier]}`);
      sayHead(say);
      for (const { failures, p50, p95 } of SETTINGS[tier]) {
        const row = await measure({ tier, failure, failures, seeds });
        const { seconds } = row;
        const found = { failure, row, goal: { p50, p95 }, met: seconds.p50 <= p50 && seconds.p95 <= p95 };
        sayFound(found, say);
        all.push(found);
      }
      say();
    }
  }
  if (write) writeNumbers('tiers', tierSection(all, { seeds, stamp: stampOf(date) }));
  return { met: all.every(({ met }) => met), figures: { seeds, rows: all } };
}

function sayFound({ row, met, goal }: TierRow, say: Say): void {
  sayRow(row, say);
  sayPhases(row, say);
  say(`  ${met ? 'met' : 'missed'}: ${goal.p50} / ${goal.p95}`);
}
