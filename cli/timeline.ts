/** The timeline: when, what happened or which step, and what it changed. */
import type { Line, LineKind } from '../simulator/stories/report.ts';
import { pad, widthOf, wrap } from './layout.ts';
import type { Paint } from './paint.ts';

const SIGNS: Record<LineKind, string> = { trouble: '✗', event: '!', step: '▸', change: '·', failed: '✗', end: '■' };

const paintOf = (kind: LineKind, paint: Paint): ((text: string) => string) => {
  switch (kind) {
    case 'trouble':
    case 'failed':
      return paint.red;
    case 'event':
      return paint.yellow;
    case 'step':
      return paint.bold;
    case 'change':
      return paint.cyan;
    case 'end':
      return paint.green;
  }
};

const CLOCK_WIDTH = 8;

/** One entry of the timeline, as the lines that it takes at this width. */
export function timelineEntry(
  line: Line,
  { width, paint, whoWidth }: { width: number; paint: Paint; whoWidth: number },
): string[] {
  const clock = line.seconds.toFixed(1).padStart(CLOCK_WIDTH);
  const colour = paintOf(line.kind, paint);
  const who = pad(line.who, whoWidth);
  const indent = CLOCK_WIDTH + 4 + whoWidth + 2;
  const [head = '', ...rest] = wrap(line.what, Math.max(20, width - indent - 1));
  const text = line.kind === 'change' ? (same: string) => same : colour;
  return [
    `${paint.dim(clock)}  ${colour(SIGNS[line.kind])} ${line.kind === 'step' ? paint.bold(who) : paint.dim(who)}  ${text === paint.bold ? head : text(head)}`,
    ...rest.map((more) => ' '.repeat(indent) + (text === paint.bold ? more : text(more))),
  ];
}

/** Wide enough for the longest name, but never more than a third of the line. */
export const whoWidthOf = (lines: Line[], width: number): number =>
  Math.min(Math.max(...lines.map(({ who }) => widthOf(who)), 0), Math.floor(width / 3));
