/** Instants of wall-clock times in a time zone, with the days on which the clocks change. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Format = Intl.DateTimeFormat;

/** What the clocks of the zone show at an instant, as if it were UTC. */
function shownMs(format: Format, epochMs: number): number {
  const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The offsets from UTC that may hold on a day: one, or two where the clocks change. */
type Offsets = (dayMs: number) => number[];

/**
 * When it is that time on that day; undefined where the clocks skip it. EventBridge Scheduler skips such a run, and runs once
 * where the clocks show a time twice; which of the two it takes is not documented, and the first is assumed.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
type InstantOf = (dayMs: number, time: { hour: number; minute: number }) => number | undefined;

export function instantsIn(timeZone: string): InstantOf {
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  });
  const known = new Map<number, number>();
  const offsetAt = (epochMs: number): number => {
    const offset = known.get(epochMs) ?? shownMs(format, epochMs) - epochMs;
    known.set(epochMs, offset);
    return offset;
  };
  // No zone is further from UTC than a day, and none changes its clocks twice within three.
  const offsetsOn: Offsets = (dayMs) => [...new Set([offsetAt(dayMs - DAY_MS), offsetAt(dayMs + 2 * DAY_MS)])];
  return (dayMs, { hour, minute }) => {
    const wantedMs = dayMs + hour * HOUR_MS + minute * 60_000;
    const offsets = offsetsOn(dayMs);
    const instants = offsets.map((offset) => wantedMs - offset);
    const shown = offsets.length === 1 ? instants : instants.filter((at) => at + offsetAt(at) === wantedMs);
    return shown.length === 0 ? undefined : Math.min(...shown);
  };
}
