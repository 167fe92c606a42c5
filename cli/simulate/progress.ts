/** How far the runs are: a bar on a terminal, and a line now and then elsewhere. */
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';
import type { Progress } from './pool.ts';
import { optionsOf } from './replay-command.ts';

type Goal = { seeds?: number | undefined; seconds?: number | undefined; wanted: Wanted };

type Stream = { isTTY?: boolean | undefined; write(text: string): unknown };

const BAR = 30;
const LINE_EVERY_SECONDS = 5;

export function progressText({ tally, seconds, megabytes }: Progress, goal: Goal): string {
  const share = Math.min(1, goal.seconds ? seconds / goal.seconds : tally.seeds / (goal.seeds ?? 1));
  const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░');
  const perSecond = (tally.takeovers / Math.max(seconds, 0.001)).toFixed(0);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${tally.seeds} seeds, ${tally.takeovers} takeovers, ${perSecond}/s, ${megabytes.toFixed(0)} MB${brokenText(tally, goal)}`;
}

const NAMED_MAX = 3;

/** During an hour's run the first find can be replayed before it has ended; there is no space for whole commands. */
function brokenText({ failing }: Progress['tally'], { wanted }: Goal): string {
  if (failing.length === 0) return '';
  const named = failing.slice(0, NAMED_MAX).map(({ seed }) => seed);
  const more = failing.length > NAMED_MAX ? `, and ${failing.length - NAMED_MAX} more` : '';
  const options = optionsOf(wanted).join(' ');
  return `, broken: ${named.join(', ')}${more}${options && ` with ${options}`}`;
}

/** One line that is written over, or one every few seconds. */
export function lineOn(stream: Stream): { show(text: string, seconds: number): void; end(): void } {
  let saidSeconds = Number.NEGATIVE_INFINITY;
  return {
    show: (text, seconds) => {
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${text}`);
        return;
      }
      if (seconds - saidSeconds < LINE_EVERY_SECONDS) return;
      saidSeconds = seconds;
      stream.write(`${text}\n`);
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

export function progressOn(stream: Stream, goal: Goal): { show(progress: Progress): void; end(): void } {
  const line = lineOn(stream);
  return { show: (progress) => line.show(progressText(progress, goal), progress.seconds), end: line.end };
}
