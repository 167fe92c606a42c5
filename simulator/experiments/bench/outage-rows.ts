/** What many runs of one contender come to: one row of a table, one bar of the picture. */
import { PHASES, type PhaseName } from '../../stories/report.ts';
import { OURS } from './outage-contenders.ts';
import type { PhaseSeconds } from './outage-phases.ts';
import type { OutageRun } from './outage-seconds.ts';
import { type Percentiles, percentilesOf } from './percentiles.ts';

export type Row = {
  id: string;
  what: string;
  runs: number;
  back: number;
  /** Why it did not come back, the first time that it did not. */
  because?: string | undefined;
  seconds: Percentiles;
  /** Of the runs that came back. */
  phases: Record<PhaseName, Percentiles>;
  /** The mean of the tenth of the runs around the median: what a picture shows without the chance of a single run. */
  middle?: PhaseSeconds | undefined;
};

export const BOUND = 'bound';
export const PROBED_BOUND = 'probed-bound';

/** Until the appliance answers: what comes after that is no outage. */
const totalOf = (phases: PhaseSeconds): number =>
  PHASES.reduce((sum, name) => (name === 'verify' ? sum : sum + phases[name]), 0);

/** A tenth of all runs, the median in its middle; undefined where the median never came back. */
function middleOf(runs: OutageRun[]): PhaseSeconds | undefined {
  const secondsOf = (run: OutageRun): number => (run.back ? run.seconds : Number.POSITIVE_INFINITY);
  const sorted = runs.toSorted((one, other) => (secondsOf(one) < secondsOf(other) ? -1 : 1));
  const middle = Math.floor(sorted.length / 2);
  const aside = Math.floor(sorted.length / 20);
  const near = sorted.slice(middle - aside, middle + aside + 1).flatMap((run) => (run.back ? [run.phases] : []));
  if (near.length <= aside) return undefined;
  const mean = (name: PhaseName): number => near.reduce((sum, phases) => sum + phases[name], 0) / near.length;
  return Object.fromEntries(PHASES.map((name) => [name, mean(name)])) as PhaseSeconds;
}

export function rowOf({ id, what }: Pick<Row, 'id' | 'what'>, runs: OutageRun[]): Row {
  const seconds = runs.map((run) => (run.back ? run.seconds : Number.POSITIVE_INFINITY));
  const back = runs.flatMap((run) => (run.back ? [run] : []));
  const lost = runs.find((run) => !run.back);
  const phases = PHASES.map((name): [PhaseName, Percentiles] => [
    name,
    percentilesOf(back.map((run) => run.phases[name])),
  ]);
  return {
    ...{ id, what, runs: runs.length, back: back.length },
    because: lost?.back === false ? lost.because : undefined,
    seconds: percentilesOf(seconds),
    phases: Object.fromEntries(phases) as Row['phases'],
    middle: middleOf(runs),
  };
}

function boundRows(runs: OutageRun[]): Row[] {
  const bounds = runs.flatMap((run) => (run.back && run.bounds ? [run.bounds] : []));
  const asRuns = (all: PhaseSeconds[]): OutageRun[] =>
    all.map((phases) => ({ back: true, seconds: totalOf(phases), phases }));
  return [
    rowOf({ id: BOUND, what: 'lower bound without early launch' }, asRuns(bounds.map(({ detected }) => detected))),
    rowOf({ id: PROBED_BOUND, what: 'lower bound, no alarm between' }, asRuns(bounds.map(({ probed }) => probed))),
  ];
}

/** All contenders in the order of the bench, and the bounds that follow from our own runs. */
export function rowsOf(results: (Pick<Row, 'id' | 'what'> & { all: OutageRun[] })[]): Row[] {
  const rows = results.map(({ all, ...name }) => rowOf(name, all));
  const ours = results.find(({ id }) => id === OURS);
  return [...rows, ...boundRows(ours?.all ?? [])];
}
