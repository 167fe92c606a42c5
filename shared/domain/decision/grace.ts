/** The grace of an appliance that may be rebooting: it runs from the first missing answer, regardless of what granted it. */
import { earliest, plusSeconds } from '../instants.ts';

export type Grace = { since: string; until: string };

/** Undefined when no sign says since when. */
export function graceFrom(signs: (string | undefined)[], rebootGraceSeconds: number): Grace | undefined {
  const since = earliest(...signs);
  return since === undefined ? undefined : { since, until: plusSeconds(since, rebootGraceSeconds) };
}
