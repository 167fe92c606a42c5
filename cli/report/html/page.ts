/** A report as one HTML file: no network, no script, no reference to anything outside it. */
import { secondsText } from '../../layout.ts';
import type { Fact, ReportDocument } from '../document.ts';
import { barsOf } from './bars.ts';
import { html, type Markup, NOTHING, verbatim } from './markup.ts';
import { STYLE } from './style.ts';

const section = (id: string, title: string, content: Markup | undefined): Markup =>
  content === undefined
    ? NOTHING
    : html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`;

const factTable = (facts: Fact[]): Markup | undefined =>
  facts.length === 0
    ? undefined
    : html`<table>
<tbody>${facts.map(
        ([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>
`,
      )}</tbody>
</table>`;

const headOf = (columns: string[]): Markup =>
  html`<thead><tr>${columns.map((column, at) => html`<th scope="col" class="${at === 0 && column === 'Second' ? 'number' : ''}">${column}</th>`)}</tr></thead>`;

const number = (seconds: number): Markup => html`<td class="number">${seconds.toFixed(1)}</td>`;

const changeTable = ({ changes }: ReportDocument): Markup | undefined =>
  changes.length === 0
    ? undefined
    : html`<table>
${headOf(['Second', 'Change'])}
<tbody>${changes.map(
        ({ seconds, what }) => html`<tr>${number(seconds)}<td>${what}</td></tr>
`,
      )}</tbody>
</table>`;

const trafficTable = ({ traffic }: ReportDocument): Markup | undefined =>
  traffic.length === 0
    ? undefined
    : html`<table>
${headOf(['What', 'Before', 'After'])}
<tbody>${traffic.map(
        ({
          what,
          before,
          after,
        }) => html`<tr><th scope="row">${what}</th><td>${before}</td><td class="${before === after ? '' : 'changed'}">${after}</td></tr>
`,
      )}</tbody>
</table>`;

const timelineTable = ({ timeline }: ReportDocument): Markup | undefined =>
  timeline.length === 0
    ? undefined
    : html`<table>
${headOf(['Second', 'Who', 'What'])}
<tbody>${timeline.map(
        ({
          seconds,
          who,
          what,
          isChange,
        }) => html`<tr>${number(seconds)}<th scope="row">${who}</th><td class="${isChange ? 'changed' : ''}">${what}</td></tr>
`,
      )}</tbody>
</table>`;

function next({ toDo, commands, pages }: ReportDocument): Markup | undefined {
  if (toDo.length + commands.length + pages.length === 0) return undefined;
  return html`${toDo.length > 0 ? html`<ul>${toDo.map((each) => html`<li>${each}</li>`)}</ul>` : NOTHING}
${commands.map(
  (command) => html`<pre><code>${command}</code></pre>
`,
)}${pages.length > 0 ? html`<p>Read: ${pages.map((page) => html`<code>${page}</code> `)}</p>` : NOTHING}`;
}

function outage({ outage: { seconds, seen }, simulated }: ReportDocument): Markup {
  const figure = seconds === undefined ? NOTHING : html`<p class="outage">${secondsText(seconds)} of outage</p>`;
  const mark = simulated ? html` <span class="mark">simulated</span>` : NOTHING;
  return html`${figure}
<p class="soft">${seen}${mark}</p>`;
}

const origin = ({ simulated, execution }: ReportDocument): Markup =>
  simulated
    ? html`<p>Simulated: scenario ${simulated.scenario}, seed ${simulated.seed}, an account in memory, virtual time. What is assumed: <code>${simulated.assumptions}</code></p>`
    : html`<p>Execution <code>${execution}</code>, from its plan, its record and its history in Step Functions. Times are UTC.</p>`;

/** A policy that allows nothing but the styles of the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function toHtml(report: ReportDocument): string {
  const bars =
    report.phases.length + report.service.length > 0
      ? html`<p class="soft">${report.zero}</p>
${barsOf(report)}`
      : undefined;
  return `${
    html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${verbatim(POLICY)}">
<title>${report.title}</title>
<style>${verbatim(STYLE)}</style>
</head>
<body>
<header>
<h1>${report.title}</h1>
<div class="state ${report.state}">${report.summary.map((sentence) => html`<p>${sentence}</p>`)}</div>
${outage(report)}
</header>
<main>
${section('next', 'What to do next', next(report))}${section('facts', 'Facts', factTable(report.facts))}${section('time', 'Where the time went', bars)}${section('changes', 'Changes', changeTable(report))}${section('traffic', 'Traffic before and after', trafficTable(report))}${section('decision', 'Evidence and decision', factTable(report.decision))}${section('timeline', 'Timeline', timelineTable(report))}</main>
<footer>${origin(report)}</footer>
</body>
</html>`.text
  }\n`;
}
