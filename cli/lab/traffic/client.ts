/** The client's process: prints `ready` once all three sessions are answered, and what they saw when it is asked to end. */
import type { Kind, Seen } from './seen.ts';
import { startStreams } from './streams.ts';

export const READY = 'ready';

const LOOK_MS = 50;

export function client(target: { host: string; key: string }): void {
  const seen: Record<Kind, Seen> = startStreams(target);
  const looking = setInterval(() => {
    if (Object.values(seen).some(({ heardAt }) => heardAt.length === 0)) return;
    clearInterval(looking);
    process.stdout.write(`${READY}\n`);
  }, LOOK_MS);
  process.once('SIGTERM', () => process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit(0)));
}
