/** The outage with a standby, by tier, by failure and by how soon a takeover is asked for, and where its seconds go. */
import { loadConfiguration } from '../../shared/config.ts';
import { CONTENDERS, type Failure, OURS } from '../../simulator/experiments/bench/outage-contenders.ts';
import { type Row, rowOf } from '../../simulator/experiments/bench/outage-rows.ts';
import { type OutageRun, outage } from '../../simulator/experiments/bench/outage-seconds.ts';
import { PHASES } from '../../simulator/stories/report.ts';
import { FAILURES, secondsText } from '../numbers/words.ts';
import { type Found, progress, type Say } from './report.ts';

export type Tier = 'running' | 'stopped';

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

export async function benchStandby({ seeds, tier }: { seeds: number; tier: Tier }, say: Say): Promise<Found> {
  const rows: { failure: Failure; row: Row; met: boolean }[] = [];
  for (const { failure, title } of FAILURES) {
    say(`Outage with a ${tier} standby, ${title}, ${seeds} seeds. Simulated seconds; ${REMARK[tier]}`);
    say(`${''.padEnd(36)}      p50      p95      p99          back`);
    for (const setting of SETTINGS[tier]) {
      const row = await measure({ tier, failure, failures: setting.failures, seeds });
      const { seconds, back, runs, because } = row;
      const cells = [seconds.p50, seconds.p95, seconds.p99].map((each) => secondsText(each).padStart(9));
      say(`${row.what.padEnd(36)}${cells.join('')}${`${back} of ${runs}`.padStart(14)}`);
      if (because) say(`  ${because.slice(0, 150)}`);
      sayPhases(row, say);
      const met = seconds.p50 <= setting.p50 && seconds.p95 <= setting.p95;
      say(`  ${met ? 'met' : 'missed'}: ${setting.p50} / ${setting.p95}`);
      rows.push({ failure, row, met });
    }
    say();
  }
  return { met: rows.every(({ met }) => met), figures: { tier, seeds, rows } };
}
