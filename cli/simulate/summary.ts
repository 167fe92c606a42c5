/** What the runs came to, on one page and as data. */
import { byNumber } from '../../simulator/experiments/runs/names.ts';
import { firstOfEach } from '../../simulator/experiments/runs/tally.ts';
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';
import { ASSUMPTIONS } from '../../simulator/stories/assumptions.ts';
import type { Outcome } from './pool.ts';
import type { Explained } from './protocol.ts';
import { replayCommand } from './replay-command.ts';

const byCount = (counts: Record<string, number>): [string, number][] =>
  Object.entries(counts).toSorted(([one], [other]) => byNumber(one, other));

const columns = (counts: Record<string, number>, wide = 5): string[] => {
  const cells = byCount(counts).map(([name, count]) => `${String(count).padStart(8)} ${name.padEnd(11)}`);
  return Array.from({ length: Math.ceil(cells.length / wide) }, (_, row) =>
    cells.slice(row * wide, (row + 1) * wide).join(''),
  );
};

const perSecond = ({ tally, seconds }: Outcome): number => Math.round((tally.takeovers / seconds) * 10) / 10;

export function summaryLines(outcome: Outcome, { from, jobs }: { from: number; jobs: number }): string[] {
  const { tally, seconds, peakMb, curveMb } = outcome;
  const violations = tally.failing.reduce((sum, each) => sum + each.violations.length, 0);
  return [
    `${tally.seeds} seeds from ${from} on, simulated (${ASSUMPTIONS}): ${tally.takeovers} takeovers in ${seconds.toFixed(1)} s by ${jobs} processes`,
    `  ${perSecond(outcome)} takeovers a second`,
    `  ${peakMb.toFixed(0)} MB at most, all processes together; on the way ${curveMb.map((each) => each.toFixed(0)).join(' ')}`,
    'what they came to',
    ...columns(tally.outcomes),
    'what was part of their schedules, by the numbers of docs/reference/faults.md',
    ...columns(tally.faults),
    `${violations} violations, in ${tally.failing.length} seeds`,
  ];
}

export function explainedLines({ rule, entries, tried, violations, replay, story, logHash }: Explained): string[] {
  return [
    '',
    `✘ ${rule}, shortened in ${tried} tries to:`,
    ...entries.flatMap(({ name, moments }) =>
      moments.map((moment) => `  ${name.padEnd(10)} ${JSON.stringify(moment)}`),
    ),
    story,
    ...violations.map((violation) => `  ${violation}`),
    `  log ${logHash}`,
    'Lived through again by:',
    `  ${replay}`,
  ];
}

/** Each broken rule, with the command that repeats the first seed that broke it, unshortened. */
export const brokenLines = ({ tally }: Outcome, wanted: Wanted): string[] =>
  firstOfEach(tally.failing).map(({ rule, seed }) => `  ✘ ${rule}: first with ${replayCommand(seed, wanted)}`);

type Told = { from: number; wanted: Wanted; explained: Explained[] };

export const asDocument = (outcome: Outcome, { from, wanted, explained }: Told): object => ({
  simulated: true,
  assumptions: ASSUMPTIONS,
  from,
  seeds: outcome.tally.seeds,
  takeovers: outcome.tally.takeovers,
  takeoversPerSecond: perSecond(outcome),
  seconds: Math.round(outcome.seconds * 10) / 10,
  peakMegabytes: Math.round(outcome.peakMb),
  residentMegabytes: outcome.curveMb.map(Math.round),
  outcomes: outcome.tally.outcomes,
  faults: outcome.tally.faults,
  failing: outcome.tally.failing.map((each) => ({ ...each, replay: replayCommand(each.seed, wanted) })),
  explained,
});
