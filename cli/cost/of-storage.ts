/** How much the EBS snapshots of the images come to that the retention rules leave standing. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { isFixed } from '../../shared/domain/images/naming.ts';
import { retention } from '../../shared/domain/images/retention.ts';
import { runsADay } from '../../shared/domain/images/schedule-gap.ts';
import type { Image } from '../../shared/domain/snapshot.ts';

/** The cost model of aws-facts 4.1. A mail server or a proxy with a cache changes more, a bare firewall less. */
export const ASSUMED = {
  /** Blocks in use, which the oldest image holds whole. */
  usedGb: 20,
  /** Blocks that are written over in a day; each further image holds what has changed since the one before it. */
  changedGbADay: 1,
};

const DAY_MS = 86_400_000;

/** Long enough for the months of most; any last instant will do. */
const YEARS_DAYS = 3 * 365;
const NOW = '2026-12-31T03:00:00.000Z';

const FAMILY = 'appliance';

const goodImage = (takenAt: string): Image => ({
  ...{ id: takenAt, name: takenAt, state: 'available', createdAt: takenAt, takenAt, tags: { Name: FAMILY } },
  ...{ ours: true, standing: 'good', protected: false, devices: [], ebsSnapshotIds: [] },
});

/** The days between each kept image and the one before it, the newest first, after three years of the schedule. */
function keptGapsDays({ rotation }: Appliance): number[] {
  const everyMs = DAY_MS / runsADay(rotation.schedule);
  const takenMs = Array.from(
    { length: Math.ceil((YEARS_DAYS * DAY_MS) / everyMs) },
    (_, run) => Date.parse(NOW) - run * everyMs,
  );
  const images = takenMs.map((epochMs) => goodImage(new Date(epochMs).toISOString()));
  const { keep, maxAgeDays, timezone } = rotation;
  const asked = { images, usedImageIds: [], family: FAMILY, keep, maxAgeDays, timezone, now: NOW };
  const kept = retention(asked).keep.map(({ id }) => Date.parse(id));
  return kept.slice(1).map((epochMs, newer) => ((kept[newer] ?? epochMs) - epochMs) / DAY_MS);
}

/** A block that changes twice between two images is held once, so none holds more than is in use. */
const changedGb = (days: number): number => Math.min(ASSUMED.usedGb, days * ASSUMED.changedGbADay);

type Stored = { images: number; gb: number };

export function stored(appliance: Appliance): Stored {
  if (isFixed(appliance)) return { images: 1, gb: ASSUMED.usedGb };
  const gaps = keptGapsDays(appliance);
  const binned = changedGb(1) * (appliance.rotation.recycleBin ?? 0);
  const changed = gaps.reduce((sum, days) => sum + changedGb(days), 0);
  return { images: gaps.length + 1, gb: ASSUMED.usedGb + changed + binned };
}
