/** A bounded wait inside one Lambda, for what becomes true within seconds. Longer waits belong to the state machine. */
import type { Clock } from '../../clock.ts';

/** With `slowing`, each pause is that much longer than the one before, so that many waiters do not throttle each other. */
export type Patience = { seconds: number; everyMs: number; slowing?: number };

/** Looks until `look` answers something, or returns undefined when the patience is used up. */
export async function poll<Answer>(
  clock: Clock,
  patience: Patience,
  look: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const deadlineMs = clock.now().getTime() + patience.seconds * 1000;
  for (let pauseMs = patience.everyMs; ; pauseMs *= patience.slowing ?? 1) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (clock.now().getTime() + pauseMs > deadlineMs) return undefined;
    await clock.sleep(pauseMs);
  }
}
