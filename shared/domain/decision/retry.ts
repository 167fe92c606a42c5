/** When a takeover that failed is tried again. */

import { plusSeconds } from '../instants.ts';
import type { PastTakeover } from './history.ts';

/** Minutes until a takeover that failed before it had moved everything is tried again, by how many failed in a row. */
const RETRY_MINUTES = [1, 2, 4, 8, 15];

/** From when the newest is tried again, by how many failed in a row until `other`; undefined when it is `other` itself. */
export function retryFrom(past: PastTakeover[], other: (takeover: PastTakeover) => boolean): string | undefined {
  const [last] = past;
  if (!last || other(last)) return undefined;
  const found = past.findIndex(other);
  const inARow = found === -1 ? past.length : found;
  const minutes = RETRY_MINUTES[Math.min(inARow, RETRY_MINUTES.length) - 1] ?? 15;
  return plusSeconds(last.stoppedAt ?? last.startedAt, minutes * 60);
}
