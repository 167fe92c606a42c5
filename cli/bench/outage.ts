/** The outage of everybody who could bring the appliance back, by phase, in the same account and with the same seeds. */
import { loadConfiguration } from '../../shared/config.ts';
import { CONTENDERS, type Failure } from '../../simulator/experiments/bench/outage-contenders.ts';
import { type Goal, goalsOf } from '../../simulator/experiments/bench/outage-goals.ts';
import { type Row, rowsOf } from '../../simulator/experiments/bench/outage-rows.ts';
import { type OutageRun, outage } from '../../simulator/experiments/bench/outage-seconds.ts';
import { type Outages, outageSection } from '../numbers/outage-section.ts';
import { writeNumbers, writePicture } from '../numbers/page.ts';
import { outagePicture } from '../numbers/picture.ts';
import { stampOf } from '../numbers/stamp.ts';
import { FAILURES, goalText } from '../numbers/words.ts';
import { type Found, progress, type Say } from './report.ts';
import { sayHead, sayRow } from './say-row.ts';

async function measure(failure: Failure, seeds: number): Promise<Row[]> {
  const configuration = loadConfiguration();
  const contenders = CONTENDERS.filter(({ only }) => (only ?? failure) === failure);
  const results = contenders.map(({ id, what }) => ({ id, what, all: [] as OutageRun[] }));
  for (let seed = 1; seed <= seeds; seed++) {
    for (const [index, contender] of contenders.entries()) {
      results[index]?.all.push(await outage(configuration, { contender, failure, seed }));
    }
    progress(seed, seeds, `seeds of ${failure}`);
  }
  return rowsOf(results);
}

export type OutageOptions = {
  seeds: number;
  write: boolean;
  date: string | undefined;
};

export async function benchOutage({ seeds, write, date }: OutageOptions, say: Say): Promise<Found> {
  const found: Outages = { seeds, rows: { 'dead-instance': [], 'lost-zone': [] } };
  const failures: { failure: Failure; rows: Row[]; goals: Goal[] }[] = [];
  for (const { failure, title } of FAILURES) {
    const rows = await measure(failure, seeds);
    found.rows[failure] = rows;
    say(`Outage, ${title}, ${seeds} seeds. Simulated seconds (docs/reference/simulator.md)`);
    sayHead(say);
    for (const row of rows) sayRow(row, say);
    const goals = goalsOf(rows, failure);
    for (const goal of goals) say(`  ${goalText(goal)}`);
    failures.push({ failure, rows, goals });
    say();
  }
  if (write) {
    writeNumbers('outage', outageSection(found, stampOf(date)));
    writePicture(outagePicture(found));
  }
  const met = failures.every(({ goals }) => goals.every((goal) => goal.met !== false));
  return { met, figures: { seeds, failures } };
}
