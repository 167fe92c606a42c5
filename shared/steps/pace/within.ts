/** How long a function has run already: what it begins late might be cut off in the middle. */
import type { Clock } from '../../clock.ts';
import { secondsBetween } from '../../domain/instants.ts';

/** Whether what began to run at `beganAt` has run for no longer than that. */
export const isWithin = (clock: Clock, { beganAt, seconds }: { beganAt: string; seconds: number }): boolean =>
  secondsBetween({ from: beganAt, to: clock.now().toISOString() }) <= seconds;
