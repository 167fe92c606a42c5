/** The outage as a picture: for each failure a bar for everybody, in the phases of the runs around the median. */
import { CONTENDERS } from '../../simulator/experiments/bench/outage-contenders.ts';
import type { Row } from '../../simulator/experiments/bench/outage-rows.ts';
import { PHASES, type PhaseName } from '../../simulator/stories/report.ts';
import type { Outages } from './outage-section.ts';
import { FAILURES } from './words.ts';

/** Rounded from what the page prints, so that both say the same. */
const wholeSeconds = (seconds: number): string => Number(seconds.toFixed(1)).toFixed(0);

const WIDTH = 880;
const BARS = { fromX: 260, toX: 800 };
const ROW = 26;
const BAR = 16;
const PANEL_HEAD = 34;
const TOP = 62;
const FOOT = 92;

const OURS = CONTENDERS.flatMap(({ id, ours }) => (ours ? [id] : []));

const REMARK =
  'stopped standby: at rest, its second boot takes half of that; running standby: the time of the Elastic IP itself is not modelled';

/** Distinct by lightness too, so that neither a colour-blind reader nor a grey printer loses a phase. */
const COLOURS: Record<PhaseName, string> = {
  ...{ detect: '#c2410c', decide: '#fbbf24', launch: '#1d4ed8', move: '#be185d', boot: '#7dd3fc', verify: '#9ca3af' },
};

const MEANING: Record<PhaseName, string> = {
  ...{ detect: 'no person acts yet', decide: 'until it launches', launch: 'until EC2 says running' },
  ...{ move: 'address and routes', boot: 'the rest of the boot', verify: 'seen to answer' },
};

const STYLE = `
  .card { fill: #ffffff; stroke: #d1d5db } .grid { stroke: #e5e7eb }
  text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2937 }
  .title { font-size: 16px; font-weight: 600 } .panel, .ours { font-weight: 600 } .small { font-size: 11px; fill: #4b5563 }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #30363d } .grid { stroke: #21262d } text { fill: #e6edf3 } .small { fill: #9da7b3 }
  }`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

type Scale = (seconds: number) => number;

const lengthOf = ({ middle }: Row): number => (middle ? PHASES.reduce((sum, name) => sum + middle[name], 0) : 0);

function bar({ middle }: Row, { y, scale }: { y: number; scale: Scale }): string {
  if (!middle) return '';
  let fromSeconds = 0;
  return PHASES.map((name) => {
    const x = scale(fromSeconds);
    fromSeconds += middle[name];
    const width = scale(fromSeconds) - x;
    return width <= 0
      ? ''
      : `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${COLOURS[name]}"/>`;
  }).join('');
}

function rowOf(row: Row, place: { y: number; scale: Scale }): string {
  const { what, id, back, runs, seconds } = row;
  const baseline = place.y + BAR - 3;
  const kind = OURS.includes(id) ? ' class="ours"' : '';
  const label = row.middle ? `${wholeSeconds(seconds.p50)} s` : `not back, ${runs - back} of ${runs}`;
  const labelX = place.scale(lengthOf(row)) + 6;
  return [
    `<text x="${BARS.fromX - 10}" y="${baseline}" text-anchor="end"${kind}>${escaped(what)}</text>`,
    bar(row, place),
    `<text x="${labelX.toFixed(1)}" y="${baseline}"${kind}>${label}</text>`,
  ].join('');
}

/** The stricter bound is a matter for the table. */
const shown = (rows: Row[]): Row[] => rows.filter(({ id }) => id !== 'probed-bound');

function panel(rows: Row[], { title, y, scale }: { title: string; y: number; scale: Scale }): string {
  const bars = shown(rows).map((row, index) => rowOf(row, { y: y + PANEL_HEAD - 8 + index * ROW, scale }));
  return [`<text x="24" y="${y + 12}" class="panel">${escaped(title)}</text>`, ...bars].join('\n');
}

function legend(y: number): string {
  const entries = PHASES.map((name, index) => {
    const x = 24 + index * 141;
    return (
      `<rect x="${x}" y="${y}" width="12" height="12" fill="${COLOURS[name]}"/>` +
      `<text x="${x + 17}" y="${y + 11}">${name}</text>` +
      `<text x="${x}" y="${y + 28}" class="small">${MEANING[name]}</text>`
    );
  });
  return entries.join('\n');
}

/** The same in words, for a reader who does not see it. */
function pictureInWords({ rows, seeds }: Outages): string {
  const told = FAILURES.map(({ failure, title }) => {
    const each = shown(rows[failure]).map(({ what, middle, seconds }) =>
      middle ? `${what} ${wholeSeconds(seconds.p50)} s` : `${what} never`,
    );
    return `${title}: ${each.join(', ')}`;
  });
  return `Simulated outage, median of ${seeds} seeds. ${told.join('. ')}.`;
}

function axis(seconds: number, { scale, height }: { scale: Scale; height: number }): string {
  const x = scale(seconds).toFixed(1);
  const line = `<line x1="${x}" x2="${x}" y1="${TOP}" y2="${height - FOOT}" class="grid"/>`;
  return `${line}<text x="${x}" y="${height - FOOT + 14}" text-anchor="middle" class="small">${seconds} s</text>`;
}

export function outagePicture(outages: Outages): string {
  const { rows, seeds } = outages;
  const longest = Math.max(1, ...FAILURES.flatMap(({ failure }) => shown(rows[failure]).map(lengthOf)));
  const scale: Scale = (seconds) => BARS.fromX + (seconds / longest) * (BARS.toX - BARS.fromX);
  let y = TOP;
  const panels = FAILURES.map(({ failure, title }) => {
    const drawn = panel(rows[failure], { title, y, scale });
    y += PANEL_HEAD + shown(rows[failure]).length * ROW;
    return drawn;
  });
  const height = y + FOOT;
  const ticks = Array.from({ length: Math.floor(longest / 100) + 1 }, (_, index) => index * 100);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">Outage by phase, simulated</title><desc id="d">${escaped(pictureInWords(outages))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8" class="card"/>`,
    '<text x="24" y="30" class="title">Outage by phase, simulated</text>',
    `<text x="24" y="48" class="small">seconds from the failure until the appliance answers again; ${seeds} simulated seeds, each bar the runs around the median; boot 40 to 70 s</text>`,
    ...ticks.map((seconds) => axis(seconds, { scale, height })),
    ...panels,
    legend(height - FOOT + 28),
    `<text x="24" y="${height - 12}" class="small">${REMARK}</text>`,
    '</svg>\n',
  ].join('\n');
}
