/** How much a scenario may ask for, so that every one of them ends: the text, its length in time, and its moments. */
import { z } from 'zod';

/** The largest scenario of this project has 6,000. */
export const CHARACTERS_MAX = 200_000;

export const DAYS_MAX = 31;

/** After repetition. */
export const MOMENTS_MAX = 10_000;

const tooLong = `a scenario lasts at most ${DAYS_MAX} days: write at most ${DAYS_MAX * 86_400}`;

/** From the first second of the scenario on. */
export const seconds = z
  .number()
  .min(0, 'write 0 or more seconds')
  .max(DAYS_MAX * 86_400, tooLong);
