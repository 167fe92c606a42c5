/** Looks again when a look has taken so long that it says nothing about now: a change based on it would undo what others did. */
import type { Clock } from '../../clock.ts';
import { TransientError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';

/** A process that Lambda has given up may stand still between two calls, and a call may be repeated for long. */
const FRESH_SECONDS = 10;
const LOOKS_MAX = 3;

/** @throws TransientError when no look came to its end in time. */
export async function lookFreshly<Seen>(clock: Clock, look: () => Promise<Seen>): Promise<Seen> {
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const from = clock.now().toISOString();
    const seen = await look();
    if (secondsBetween({ from, to: clock.now().toISOString() }) <= FRESH_SECONDS) return seen;
  }
  throw new TransientError(`${LOOKS_MAX} looks at the traffic took more than ${FRESH_SECONDS} s each`);
}
