/** A bounded wait for what is worth knowing and must not hold anything up. */
import type { Clock } from '../../clock.ts';

/** Undefined when it takes longer; whatever becomes of the work then is nobody's business any more. */
export const inTime = <Answer>(clock: Clock, seconds: number, work: Promise<Answer>): Promise<Answer | undefined> =>
  Promise.race([work, clock.sleep(seconds * 1000).then(() => undefined)]);
