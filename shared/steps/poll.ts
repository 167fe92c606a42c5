/** A bounded wait inside one Lambda, for what becomes true within seconds. Longer waits belong to the state machine. */
import type { Clock } from '../clock.ts';

export type Patience = { seconds: number; everyMs: number };

/** Looks until `look` answers something, or returns undefined when the patience is used up. */
export async function poll<Answer>(
  clock: Clock,
  patience: Patience,
  look: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const deadlineMs = clock.now().getTime() + patience.seconds * 1000;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (clock.now().getTime() + patience.everyMs > deadlineMs) return undefined;
    await clock.sleep(patience.everyMs);
  }
}
