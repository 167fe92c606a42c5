/** Shows what is going on: on a terminal one line that counts seconds, elsewhere a line at the beginning of each step. */
import type { Terminal } from '../terminal.ts';

const CLEAR = '\r\u001b[K';

/** A line that is wrapped could not be taken back, so what is too long is cut. */
function lineOf(what: string, after: string, width: number): string {
  const room = width - after.length - 3;
  return `… ${what.length > room ? `${what.slice(0, room - 1)}…` : what}${after}`;
}

export async function during<T>(
  { live, write, paint, width }: Pick<Terminal, 'live' | 'write' | 'paint' | 'width'>,
  what: string,
  work: () => Promise<T>,
): Promise<{ value: T; seconds: number }> {
  const startedAt = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1_000);
  const show = (after: string): void => write(CLEAR + paint.dim(lineOf(what, after, width)));
  if (live) show('');
  else write(`… ${what}\n`);
  const timer = live ? setInterval(() => show(` (${seconds()} s)`), 1_000) : undefined;
  try {
    return { value: await work(), seconds: seconds() };
  } finally {
    clearInterval(timer);
    if (live) write(CLEAR);
  }
}
