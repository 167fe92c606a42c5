/** Which numbers the simulated account lives by: a name for the whole table, so that a result says what it rests on. */
import { createHash } from 'node:crypto';
import * as durations from './durations.ts';

/** Changes with every duration, latency, rate and share of the table, and with nothing else. */
export const MODEL_VERSION = createHash('sha256').update(JSON.stringify(durations)).digest('hex').slice(0, 10);
