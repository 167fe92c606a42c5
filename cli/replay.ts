/** Writes a page line by line, at the pace of its scenario on a terminal, and at once elsewhere. */
import type { PageLine } from './page.ts';
import type { Terminal } from './terminal.ts';

/** The whole replay stays below this, however long the story was. */
const REPLAY_MS = 6_000;
/** A long wait is felt, a longer one only bores. */
const PAUSE_MS_MAX = 700;
const PAUSE_MS_MIN = 25;

/** How long to wait before each line: the root of the virtual gap, scaled so that all together fit. */
export function pausesOf(lines: PageLine[]): number[] {
  let before = 0;
  const gaps = lines.map(({ seconds }) => {
    const gap = seconds === undefined ? 0 : Math.max(0, seconds - before);
    before = seconds ?? before;
    return Math.sqrt(gap);
  });
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const scale = total > 0 ? REPLAY_MS / total : 0;
  return gaps.map((gap, index) => {
    if (lines[index]?.seconds === undefined) return 0;
    return Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS_MIN, gap * scale));
  });
}

export async function replay(lines: PageLine[], terminal: Pick<Terminal, 'write' | 'pause' | 'live'>): Promise<void> {
  if (!terminal.live) {
    terminal.write(`${lines.map(({ text }) => text).join('\n')}\n`);
    return;
  }
  const pauses = pausesOf(lines);
  for (const [index, { text }] of lines.entries()) {
    const pauseMs = pauses[index] ?? 0;
    if (pauseMs > 0) await terminal.pause(pauseMs);
    terminal.write(`${text}\n`);
  }
}
