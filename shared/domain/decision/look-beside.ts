/**
 * A direct look beside the row of failed probes, for an appliance with a running standby: `prepare` looks while the prober still
 * counts, so that the decision need not wait for a look that begins at the end of the row. The look that `failover` takes itself
 * begins all the same, and an answer to it counts for more.
 */
import type { Appliance } from '../appliance.ts';
import { plusSeconds, secondsBetween } from '../instants.ts';
import type { ProbeVerdict } from '../probing/probing.ts';

/** `from`, `to`: when it began and ended. */
export type LookBeside = { verdict: ProbeVerdict; from: string; to: string; reference?: string | undefined };

/** An older look says too little about now. */
const FRESH_SECONDS = 3;

/** The last probe takes its time-out, and the question takes a moment until its first read. */
const BEYOND_ROW_SECONDS = 6;

/**
 * Until when `prepare` looks: the end of the row, and a moment longer. Undefined without a running standby. The other tiers lose
 * what was configured since their image was taken, so their patience includes the look at the end.
 */
export const lookingUntil = (
  { standby, probe: { failures, intervalSeconds } }: Pick<Appliance, 'standby' | 'probe'>,
  since: string,
): string | undefined =>
  standby.tier === 'running' ? plusSeconds(since, failures * intervalSeconds + BEYOND_ROW_SECONDS) : undefined;

/** Whether it may stand for the look at the end of the row: silent throughout, and until a moment ago. */
export const isFreshSilence = ({ verdict, from, to }: LookBeside, now: string): boolean =>
  verdict === 'failing' && from <= to && to <= now && secondsBetween({ from: to, to: now }) <= FRESH_SECONDS;
