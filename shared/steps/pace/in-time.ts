/** A bounded wait for what is worth knowing and must not hold anything up. */
import type { Clock } from '../../clock.ts';

/** Undefined when it takes longer; the result of the work is ignored from then on. */
export const inTime = <Answer>(clock: Clock, seconds: number, work: Promise<Answer>): Promise<Answer | undefined> =>
  Promise.race([work, clock.sleep(seconds * 1000).then(() => undefined)]);
