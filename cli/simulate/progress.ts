/** How far the runs are: a bar where somebody watches, and a line now and then where nobody does. */
import type { Progress } from './pool.ts';

export type Goal = { seeds?: number | undefined; seconds?: number | undefined };

type Stream = { isTTY?: boolean | undefined; write(text: string): unknown };

const BAR = 30;
const LINE_EVERY_SECONDS = 5;

export function progressText({ tally, seconds, megabytes }: Progress, goal: Goal): string {
  const share = Math.min(1, goal.seconds ? seconds / goal.seconds : tally.seeds / (goal.seeds ?? 1));
  const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░');
  const perSecond = (tally.takeovers / Math.max(seconds, 0.001)).toFixed(0);
  const broken = tally.failing.length > 0 ? `, ${tally.failing.length} seeds broke something` : '';
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${tally.seeds} seeds, ${tally.takeovers} takeovers, ${perSecond}/s, ${megabytes.toFixed(0)} MB${broken}`;
}

export function progressOn(stream: Stream, goal: Goal): { show(progress: Progress): void; end(): void } {
  let saidSeconds = Number.NEGATIVE_INFINITY;
  return {
    show: (progress) => {
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${progressText(progress, goal)}`);
        return;
      }
      if (progress.seconds - saidSeconds < LINE_EVERY_SECONDS) return;
      saidSeconds = progress.seconds;
      stream.write(`${progressText(progress, goal)}\n`);
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
