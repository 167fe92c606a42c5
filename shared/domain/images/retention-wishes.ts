/** Which good images the configuration asks for: grandfather, father and son, none of them beyond `maxAgeDays`. */
import type { Keep } from '../appliance.ts';
import { secondsBetween } from '../instants.ts';
import type { Image } from '../snapshot.ts';
import { type Periods, periodsIn } from './retention-calendar.ts';

export type Wishes = { keep: Keep; maxAgeDays?: number | undefined; timezone: string; now: string };

type Dated = Pick<Image, 'id' | 'takenAt'>;

/** One of unknown age is not. */
export const olderThan = (days: number, { takenAt, now }: Pick<Image, 'takenAt'> & { now: string }): boolean =>
  takenAt !== undefined && secondsBetween({ from: takenAt, to: now }) > days * 86_400;

export const tooOld = (takenAt: string | undefined, { maxAgeDays, now }: Wishes): boolean =>
  maxAgeDays !== undefined && olderThan(maxAgeDays, { takenAt, now });

/** `good` newest first. Each wish is granted alone: what any of them picks is kept. */
export function wishedFor(good: Dated[], wishes: Wishes): Record<keyof Keep, Dated[]> {
  const { keep, timezone } = wishes;
  const young = good.filter(({ takenAt }) => !tooOld(takenAt, wishes));
  const periodsOf = periodsIn(timezone);
  const filed = young.flatMap((image) => (image.takenAt ? [{ image, ...periodsOf(image.takenAt) }] : []));
  return {
    last: young.slice(0, keep.last),
    daily: newestOfEach('day', filed).slice(0, keep.daily),
    weekly: newestOfEach('week', filed).slice(0, keep.weekly),
    monthly: newestOfEach('month', filed).slice(0, keep.monthly),
  };
}

/** Newest period first, because the images are. A period without an image does not count, so a gap costs none. */
function newestOfEach(period: keyof Periods, filed: ({ image: Dated } & Periods)[]): Dated[] {
  const newest = new Map<string, Dated>();
  for (const { image, [period]: name } of filed) {
    if (!newest.has(name)) newest.set(name, image);
  }
  return [...newest.values()];
}
