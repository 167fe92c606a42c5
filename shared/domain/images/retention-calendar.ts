/** Calendar days, ISO weeks and months of a time zone, so that "the image of last Sunday" means the operator's Sunday. */

/** As ISO 8601 writes them: `2026-11-18`, `2026-W47`, `2026-11`. */
export type Periods = { day: string; week: string; month: string };

/** Intl knows every zone's changes of the clocks; days of 23 or 25 hours need no further care. */
export function periodsIn(timezone: string): (instant: string) => Periods {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
    const month = `${parts.get('year')}-${parts.get('month')}`;
    const day = `${month}-${parts.get('day')}`;
    return { day, week: isoWeek(day), month };
  };
}

const DAY_MS = 86_400_000;

/** A week belongs to the year of its Thursday, and counts from that year's first Thursday. */
function isoWeek(day: string): string {
  const midnight = new Date(`${day}T00:00:00Z`);
  const daysSinceMonday = (midnight.getUTCDay() + 6) % 7;
  const thursday = new Date(midnight.getTime() + (3 - daysSinceMonday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const dayOfYear = (thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS;
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
}
