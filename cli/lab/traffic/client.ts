/** The client's process: prints `ready` once all three sessions are answered, and what they saw when it is asked to end. */
import { KINDS, type Kind, type Seen } from './seen.ts';
import { startStreams } from './streams.ts';

export const READY = 'ready';

const LOOK_MS = 50;

export function client(target: { host: string; key: string }): void {
  const seen: Record<Kind, Seen> = startStreams(target);
  const waiting = new Set(KINDS);
  const looking = setInterval(() => {
    for (const kind of KINDS.filter((each) => waiting.has(each) && seen[each].heardAt.length > 0)) {
      waiting.delete(kind);
      process.stdout.write(`${kind} is answered\n`);
    }
    if (waiting.size > 0) return;
    clearInterval(looking);
    process.stdout.write(`${READY}\n`);
  }, LOOK_MS);
  process.once('SIGTERM', () => process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0)));
}
