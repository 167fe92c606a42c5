/** The grace of an appliance that may be rebooting: it runs from the first sign of silence, whoever gave it. */
import { plusSeconds } from '../instants.ts';

export type Grace = { since: string; until: string };

/** Undefined when no sign says since when. */
export function graceFrom(signs: (string | undefined)[], rebootGraceSeconds: number): Grace | undefined {
  const [since] = signs.flatMap((sign) => sign ?? []).sort();
  return since === undefined ? undefined : { since, until: plusSeconds(since, rebootGraceSeconds) };
}
