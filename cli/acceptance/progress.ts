/** Shows what is going on: on a terminal one line that counts seconds, elsewhere a line at the beginning of each step. */
import type { Terminal } from '../terminal.ts';

const CLEAR = '\r\u001b[K';

export async function during<T>(
  { live, write, paint }: Pick<Terminal, 'live' | 'write' | 'paint'>,
  what: string,
  work: () => Promise<T>,
): Promise<{ value: T; seconds: number }> {
  const startedAt = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1_000);
  const line = (): string => paint.dim(`… ${what}`);
  write(live ? line() : `… ${what}\n`);
  const timer = live ? setInterval(() => write(`${CLEAR}${line()} (${seconds()} s)`), 1_000) : undefined;
  try {
    return { value: await work(), seconds: seconds() };
  } finally {
    clearInterval(timer);
    if (live) write(CLEAR);
  }
}
