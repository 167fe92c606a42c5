/** The picture of a report: whether it answered, each phase, and a tick for each change, all on one axis; the numbers stand beside it. */
import { secondsText } from '../../layout.ts';
import { type ReportDocument, rangeOf } from '../document.ts';
import { html, type Markup, NOTHING } from './markup.ts';

type Extent = { fromSeconds: number; toSeconds: number };

const percent = (part: number): string => `${Math.min(100, Math.max(0, part * 100)).toFixed(2)}%`;

/** Where a stretch of time lies on the axis. */
function place(range: Extent, { fromSeconds, toSeconds }: Extent): string {
  const whole = range.toSeconds - range.fromSeconds;
  const left = (fromSeconds - range.fromSeconds) / whole;
  return `left:${percent(left)};width:${percent((toSeconds - fromSeconds) / whole)}`;
}

const span = (kind: string, style: string): Markup => html`<span class="${kind}" style="${style}"></span>`;

/** The bars are for the eye alone: every row says the same in words and numbers. */
const row = (name: string, meaning: string, bars: Markup[], number: string): Markup => html`<tr>
<th scope="row">${name}</th>
<td><span class="track" aria-hidden="true">${bars}</span><span class="meaning">${meaning}</span></td>
<td class="number">${number}</td>
</tr>`;

function answerRow({ service }: ReportDocument, range: Extent): Markup {
  if (service.length === 0) return NOTHING;
  const bars = service.map((each) => span(each.answers ? 'up' : 'down', place(range, each)));
  const down = service.filter(({ answers }) => !answers);
  const seconds = down.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
  const meaning =
    down.length === 0
      ? 'without an interruption'
      : `no answer ${down.map(({ fromSeconds, toSeconds }) => `from ${secondsText(fromSeconds)} to ${secondsText(toSeconds)}`).join(', ')}`;
  return row('answers', meaning, bars, secondsText(seconds));
}

function changeRow({ changes }: ReportDocument, range: Extent): Markup {
  if (changes.length === 0) return NOTHING;
  const ticks = changes.map(({ seconds }) =>
    span('tick', place(range, { fromSeconds: seconds, toSeconds: seconds }).replace(/;width.*$/, '')),
  );
  return row('changes', 'one tick for each, listed below', ticks, String(changes.length));
}

export function barsOf(report: ReportDocument): Markup {
  const range = rangeOf(report);
  const phases = report.phases.map((phase) => {
    const { name, meaning, fromSeconds, toSeconds } = phase;
    return row(name, meaning, [span('', place(range, phase))], secondsText(toSeconds - fromSeconds));
  });
  return html`<table class="bars">
<thead><tr><th scope="col" class="name">What</th><th scope="col">From ${secondsText(range.fromSeconds)} to ${secondsText(range.toSeconds)}</th><th scope="col" class="number">Lasts</th></tr></thead>
<tbody>${answerRow(report, range)}${phases}${changeRow(report, range)}</tbody>
</table>`;
}
