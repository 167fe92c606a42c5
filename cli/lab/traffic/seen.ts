/** What a stream saw of a takeover: whether it survived, and how long it was silent. */

export const KINDS = ['udp', 'tcp', 'ssh'] as const;

export type Kind = (typeof KINDS)[number];

/** Milliseconds of the machine's monotonic clock. */
export type Seen = { heardAt: number[]; ended?: { at: number; why: string } | undefined };

/** `gapMs`: the longest silence from the last answer before the death on; `usualMs`: the longest one before it, which is noise of the machine. */
export type Verdict = { survived: boolean; gapMs?: number; usualMs: number; why?: string };

/** When firewall 1 died, and when the last change of the move was made. */
export type Moments = { diedAt: number; movedAt: number };

function longestBetween(times: number[]): number {
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  return Math.round(Math.max(0, ...gaps));
}

/**
 * A session has survived when it was answered after the move, and has not ended.
 *
 * @throws Error when it never worked before the death: then the lab is broken, and says nothing about a takeover.
 */
export function judge(kind: Kind, { heardAt, ended }: Seen, { diedAt, movedAt }: Moments): Verdict {
  const before = heardAt.filter((time) => time < diedAt);
  if (before.length === 0)
    throw new Error(`${kind}: no answer before firewall 1 died, so the lab itself does not work`);
  const usualMs = longestBetween(before);
  const why = ended ? ended.why : 'hangs';
  if (ended || !heardAt.some((time) => time > movedAt)) return { survived: false, usualMs, why };
  // The command that lets firewall 1 die takes a moment, so the silence may begin before it has ended.
  const late = [...before.slice(-1), ...heardAt.filter((time) => time >= diedAt)];
  return { survived: true, gapMs: longestBetween(late), usualMs };
}
