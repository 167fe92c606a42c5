/** The tables of the outage, as Markdown: one for each failure, and the goals below it. */
import type { Failure } from '../../simulator/experiments/bench/outage-contenders.ts';
import { type Goal, goalsOf } from '../../simulator/experiments/bench/outage-goals.ts';
import type { Row } from '../../simulator/experiments/bench/outage-rows.ts';
import type { Percentiles } from '../../simulator/experiments/bench/percentiles.ts';
import { PHASES } from '../../simulator/stories/report.ts';
import { head, line } from '../markdown.ts';
import { FAILURES, secondsText } from './words.ts';

export type Outages = { seeds: number; rows: Record<Failure, Row[]> };

const cell = ({ p50, p95, p99 }: Percentiles): string =>
  [p50, p95, p99].every((each) => each === 0) ? '–' : [p50, p95, p99].map(secondsText).join(' / ');

function rowLine({ what, seconds, phases, back, runs }: Row): string {
  const cells = back === 0 ? PHASES.map(() => '') : PHASES.map((name) => cell(phases[name]));
  const total = back === 0 ? 'never' : cell(seconds);
  return line([what, `**${total}**`, ...cells, back === runs ? 'all' : `${back} of ${runs}`]);
}

const VERDICT = { true: 'met', false: '**not met**', undefined: '' };

const goalLine = ({ what, found, met }: Goal): string => line([what, found, VERDICT[`${met}`]]);

function reasons(rows: Row[]): string[] {
  const lines = rows.flatMap(({ what, back, runs, because }) =>
    because ? [`- ${what}: ${back} of ${runs} came back. The first that did not: \`${because.slice(0, 150)}\``] : [],
  );
  return lines.length > 0 ? ['', ...lines] : [];
}

/** @param stamp what the numbers rest on. */
export function outageSection({ seeds, rows }: Outages, stamp: string): string[] {
  return [
    `Simulated seconds, p50 / p95 / p99 of ${seeds} seeds: \`npm run bench -- outage --seeds ${seeds} --write\`, ${stamp}.`,
    ...FAILURES.flatMap(({ failure, title, what }) => [
      ...['', `### ${title[0]?.toUpperCase()}${title.slice(1)}`, '', what, ''],
      ...[...head(['', 'outage', ...PHASES, 'came back']), ...rows[failure].map(rowLine)],
      ...reasons(rows[failure]),
      ...['', ...head(['Goal', 'Found', '']), ...goalsOf(rows[failure], failure).map(goalLine)],
    ]),
  ];
}
