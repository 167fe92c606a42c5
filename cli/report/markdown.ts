/** A report as Markdown: the same sections as its HTML page, in plain tables. */
import { secondsText } from '../layout.ts';
import type { Fact, ReportDocument } from './document.ts';

/** What Markdown, or HTML within it, would read as more than text. */
const text = (value: string): string =>
  value
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_[\]|]/g, String.raw`\$&`);

const code = (value: string): string => `\`${value.replace(/[\p{C}\s]+/gu, ' ').replaceAll('`', "'")}\``;

const row = (cells: string[]): string => `| ${cells.map(text).join(' | ')} |`;

function table(head: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  return [row(head), `|${head.map(() => '---|').join('')}`, ...rows.map(row)];
}

const section = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];

const factRows = (facts: Fact[]): string[] => table(['What', 'Value'], facts);

const seconds = (value: number): string => value.toFixed(1);

function outageLine({ outage, simulated }: ReportDocument): string {
  const figure = outage.seconds === undefined ? '' : `**${secondsText(outage.seconds)} of outage** `;
  return `${figure}(${text(outage.seen)}${simulated && outage.seconds === undefined ? '; simulated' : ''})`;
}

function nextLines({ toDo, commands, pages }: ReportDocument): string[] {
  return [
    ...toDo.map((each) => `- ${text(each)}`),
    ...commands.flatMap((command) => ['', `    ${command.replace(/[\p{C}\s]+/gu, ' ')}`]),
    ...(pages.length > 0 ? ['', `Read: ${pages.map(code).join(', ')}`] : []),
  ];
}

function phaseLines({ phases, service, zero }: ReportDocument): string[] {
  if (phases.length + service.length === 0) return [];
  const rows = [
    ...service.map(({ fromSeconds, toSeconds, answers }) => ({
      ...{ fromSeconds, toSeconds, name: answers ? 'answers' : 'no answer', meaning: '' },
    })),
    ...phases,
  ];
  return [
    text(zero),
    '',
    ...table(
      ['Phase', 'From s', 'To s', 'Lasts', 'Meaning'],
      rows.map(({ name, fromSeconds, toSeconds, meaning }) => [
        ...[name, seconds(fromSeconds), seconds(toSeconds), secondsText(toSeconds - fromSeconds), meaning],
      ]),
    ),
  ];
}

export function toMarkdown(report: ReportDocument): string {
  const { title, summary, facts, changes, traffic, decision, timeline, simulated, execution } = report;
  const lines = [
    `# ${text(title)}`,
    '',
    ...summary.map(text),
    '',
    outageLine(report),
    ...section('What to do next', nextLines(report)),
    ...section('Facts', factRows(facts)),
    ...section('Where the time went', phaseLines(report)),
    ...section(
      'Changes',
      table(
        ['Second', 'Change'],
        changes.map((each) => [seconds(each.seconds), each.what]),
      ),
    ),
    ...section(
      'Traffic before and after',
      table(
        ['What', 'Before', 'After'],
        traffic.map(({ what, before, after }) => [what, before, after]),
      ),
    ),
    ...section('Evidence and decision', factRows(decision)),
    ...section(
      'Timeline',
      table(
        ['Second', 'Who', 'What'],
        timeline.map(({ who, what, ...at }) => [seconds(at.seconds), who, what]),
      ),
    ),
    '',
    simulated
      ? `Simulated: scenario ${text(simulated.scenario)}, seed ${simulated.seed}. What is assumed: ${code(simulated.assumptions)}`
      : `Execution ${code(execution)}, from its plan, its record and its history in Step Functions. Times are UTC.`,
  ];
  return `${lines.join('\n')}\n`;
}
