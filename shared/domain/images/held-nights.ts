/** How many nights running a rotation was held, as the tag `failover:rotation-held` on the address remembers it. */
import { secondsBetween, toInstant } from '../instants.ts';

type HeldNights = { nights: number; since: string; last: string };

/** A second start in one night counts no second night. */
const NEXT_NIGHT_SECONDS = 12 * 3_600;

/** One missed night has many harmless causes; from the second on, operators are notified. */
export const NOTIFIED_NIGHTS_MIN = 2;

/** `2 since 2026-11-20T18:00:00.000Z last 2026-11-21T18:00:00.000Z`; any other value was never counted. */
export function readHeldNights(tag: string | undefined): HeldNights | undefined {
  const [, count, from = '', to = ''] = /^([1-9]\d{0,4}) since (\S+) last (\S+)$/.exec(tag ?? '') ?? [];
  const since = toInstant(from);
  const last = toInstant(to);
  return count && since && last ? { nights: Number(count), since, last } : undefined;
}

export const writeHeldNights = ({ nights, since, last }: HeldNights): string => `${nights} since ${since} last ${last}`;

/**
 * With this night in it. An image that was taken since the last held night ends the row: the tag may have outlived it,
 * because the rotation that took the image could not remove the tag.
 */
export function heldTonight(
  before: HeldNights | undefined,
  { now, imageTakenAt }: { now: string; imageTakenAt?: string | undefined },
): HeldNights {
  if (!before || (imageTakenAt !== undefined && imageTakenAt > before.last))
    return { nights: 1, since: now, last: now };
  if (secondsBetween({ from: before.last, to: now }) < NEXT_NIGHT_SECONDS) return before;
  return { ...before, nights: before.nights + 1, last: now };
}
