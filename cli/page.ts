/** A whole report as the lines of a page. */
import type { Report } from '../simulator/stories/report.ts';
import { type Cell, secondsText, table, wrap } from './layout.ts';
import { outageChart } from './outage-chart.ts';
import type { Paint } from './paint.ts';
import { timelineEntry, whoWidthOf } from './timeline.ts';
import { folded } from './timeline-folded.ts';
import { trafficTable } from './traffic-table.ts';

export type Look = { width: number; paint: Paint };

/** A line, and the virtual second at which a live replay shows it. */
export type PageLine = { text: string; seconds?: number | undefined };

const heading = (text: string, { paint }: Look): PageLine[] => [{ text: '' }, { text: paint.bold(text) }];

const plain = (lines: string[]): PageLine[] => lines.map((text) => ({ text }));

const bootText = ([from, to]: Report['bootSeconds']): string => (from === to ? `${from} s` : `${from} to ${to} s`);

function top(report: Report, { width, paint }: Look): PageLine[] {
  const { scenario, title, seed, appliance, profile, bootSeconds, region, assumptions } = report;
  const whose = `appliance ${appliance} · profile ${profile} · boots in ${bootText(bootSeconds)} (assumed)`;
  const sentences = `Simulated: real state machines, steps and AWS SDK, an account in memory, virtual time. What is assumed: ${assumptions}`;
  return plain([
    '',
    `${paint.bold(paint.cyan(scenario))}  ${paint.dim(`${region} · seed ${seed}`)}`,
    ...wrap(whose, width - 1).map(paint.dim),
    ...wrap(title, width - 1),
    ...wrap(sentences, width - 1).map(paint.dim),
  ]);
}

function timelineOf(report: Report, look: Look): PageLine[] {
  const timeline = folded(report.timeline);
  const whoWidth = whoWidthOf(timeline, look.width);
  return timeline.flatMap((line) =>
    timelineEntry(line, { ...look, whoWidth }).map((text, index) =>
      index === 0 ? { text, seconds: line.seconds } : { text },
    ),
  );
}

function serviceText({ traffic, outage }: Report): string {
  if (!traffic.after.answers) return 'the appliance does not answer';
  if (outage.seconds === undefined || outage.seconds === 0) return 'the appliance answers, and never stopped';
  return `the appliance answers after ${secondsText(outage.seconds)} of outage`;
}

/** One line that can be read alone, and below it why, and everything that is not as it should be. */
function verdict(report: Report, { width, paint }: Look): PageLine[] {
  const { outcome, because, violations, expectations } = report;
  const unmet = expectations.filter(({ met }) => !met);
  const wrong = [...unmet.map(({ what, found }) => `expected ${what}, found ${found}`), ...violations];
  const good = wrong.length === 0;
  const held = violations.length === 0 ? 'every invariant held' : `${violations.length} invariants violated`;
  const [head = '', ...rest] = wrap(`${outcome}: ${serviceText(report)}; ${held}`, width - 3);
  return [
    ...plain(['', `${good ? paint.green('✔') : paint.red('✘')} ${paint.bold(head)}`]),
    ...plain(
      [...rest.map((line) => paint.bold(line)), ...wrap(because, width - 3).map(paint.dim)].map((line) => `  ${line}`),
    ),
    ...plain(wrong.flatMap((sentence) => wrap(sentence, width - 3)).map((line) => paint.red(`  ${line}`))),
  ];
}

export function page(report: Report, look: Look): PageLine[] {
  const { outage, traffic } = report;
  const total = outage.seconds === undefined ? '' : `: ${secondsText(outage.seconds)}`;
  return [
    ...top(report, look),
    ...heading('TIMELINE in virtual seconds', look),
    ...timelineOf(report, look),
    ...heading('TRAFFIC', look),
    ...plain(trafficTable(traffic, look)),
    ...(outage.phases.length > 0 ? [...heading(`OUTAGE${total}`, look), ...plain(outageChart(outage, look))] : []),
    ...verdict(report, look),
    { text: '' },
  ];
}

type Variant = { state: string | undefined; report: Report };

/** One line for each story that a scenario stands for, after the page of the one that was shown. */
export function variantLines(variants: Variant[], { paint }: Look): PageLine[] {
  const rows = variants.map(({ state = '', report }): Cell[] => {
    const good = report.violations.length === 0 && report.expectations.every(({ met }) => met);
    const lasted = report.outage.seconds === undefined ? 'no answer' : secondsText(report.outage.seconds);
    return [
      { text: good ? '✔' : '✘', paint: good ? paint.green : paint.red },
      { text: state },
      { text: report.outcome },
      { text: `outage ${lasted}` },
      { text: report.because, paint: paint.dim },
    ];
  });
  return plain([paint.bold('AT EVERY STATE'), ...table(rows), '']);
}
