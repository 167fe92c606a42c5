/** What holds for any images, dates, tags and settings. The rules are said again here, image against image. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type KeptBecause,
  NEWEST_KEPT_MIN,
  type RetentionQuestion,
  retention,
} from '../../../../shared/domain/images/retention.ts';
import { type Periods, periodsIn } from '../../../../shared/domain/images/retention-calendar.ts';
import { type Image, TAG } from '../../../../shared/domain/snapshot.ts';
import { anOwnImage, GOOD_TAGS } from '../../../support/images.ts';
import { aQuestion, hoursAgo } from '../../../support/retention.ts';

const RUNS = { seed: 20_261_230, numRuns: 100 };
const DAYS_MAX = 300;

const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati'];
const CALENDARS = new Map(ZONES.map((zone) => [zone, periodsIn(zone)]));

const oneOf = fc.constantFrom;
const state = oneOf(
  'available',
  'available',
  'available',
  'available',
  'pending',
  'failed',
  'disabled',
  'deregistered',
);
const mark = oneOf('good', 'good', 'good', 'good', 'candidate', 'unmarked');
const seldom = oneOf(true, false, false, false, false, false, false);

/** In steps of six hours, so that days have several images, none, or two of one instant. */
const image = fc
  .record({
    quarters: fc.nat(4 * DAYS_MAX),
    state,
    mark,
    stranger: seldom,
    proven: seldom,
    protected: seldom,
    undated: seldom,
  })
  .map((facts) =>
    anOwnImage({
      takenAt: facts.undated ? undefined : hoursAgo(6 * facts.quarters),
      state: facts.state,
      ...(facts.stranger ? { ours: false, standing: 'foreign' } : { ours: true, standing: facts.mark }),
      protected: facts.protected,
      tags: facts.proven ? { ...GOOD_TAGS, [TAG.provenAt]: hoursAgo(1) } : GOOD_TAGS,
    }),
  );

const images = fc
  .array(image, { maxLength: 70 })
  .map((list) => list.map((each, index): Image => ({ ...each, id: `ami-${index}` })));

const keep = fc.record({
  last: fc.integer({ min: NEWEST_KEPT_MIN, max: 9 }),
  daily: fc.nat(9),
  weekly: fc.nat(6),
  monthly: fc.nat(6),
});

const question = fc
  .record({
    images,
    keep,
    maxAgeDays: fc.option(fc.integer({ min: 7, max: DAYS_MAX }), { nil: undefined }),
    timezone: oneOf(...ZONES),
    used: fc.array(fc.nat(69), { maxLength: 3 }),
  })
  .map(({ used, ...rest }) => aQuestion({ ...rest, usedImageIds: used.map((index) => `ami-${index}`) }));

const always = (holds: (asked: RetentionQuestion) => void): void => fc.assert(fc.property(question, holds), RUNS);

const idsOf = (judged: { id: string }[]): string[] => judged.map(({ id }) => id);
const prunedOf = (asked: RetentionQuestion): string[] => idsOf(retention(asked).prune);
const afterwards = (asked: RetentionQuestion): RetentionQuestion => {
  const pruned = prunedOf(asked);
  return { ...asked, images: asked.images.filter(({ id }) => !pruned.includes(id)) };
};

const takenAtOf = ({ takenAt = '' }: Image): string => takenAt;
const isProven = ({ tags }: Image): boolean => tags[TAG.provenAt] !== undefined;
const isYounger = (one: Image, other: Image): boolean =>
  one.takenAt === other.takenAt ? one.id < other.id : takenAtOf(one) > takenAtOf(other);
const isLaunchable = (each: Image): boolean =>
  each.ours &&
  each.state === 'available' &&
  each.takenAt !== undefined &&
  (each.standing === 'good' || each.standing === 'candidate');
const isYoung = (one: Image, { maxAgeDays = Number.POSITIVE_INFINITY }: RetentionQuestion): boolean =>
  takenAtOf(one) >= hoursAgo(24 * Math.min(maxAgeDays, 10_000));

/** Whether fewer than `count` periods that have a good image come after that of `one`, whose newest it is. */
function isAmong(count: number, one: Image, { of, good, asked }: Company): boolean {
  const nameOf = (each: Image): string | undefined => CALENDARS.get(asked.timezone)?.(takenAtOf(each))[of];
  const younger = good.filter((other) => isYounger(other, one)).map(nameOf);
  return !younger.includes(nameOf(one)) && new Set(younger).size < count;
}
type Company = { of: keyof Periods; good: Image[]; asked: RetentionQuestion };

/** What each rule says about one image. */
function rulesAbout(one: Image, asked: RetentionQuestion): Partial<Record<KeptBecause, boolean>> {
  const launchable = asked.images.filter(isLaunchable);
  const good = launchable.filter(({ standing }) => standing === 'good');
  const countYounger = (among: Image[]): number => among.filter((other) => isYounger(other, one)).length;
  const isNewestProven = (among: Image[]): boolean =>
    among.includes(one) && isProven(one) && countYounger(among.filter(isProven)) === 0;
  const wished = good.includes(one) && isYoung(one, asked);
  return {
    'not-ours': !one.ours,
    'in-use': asked.usedImageIds.includes(one.id),
    protected: one.protected,
    pending: one.state === 'pending',
    'newest-good': good.includes(one) && countYounger(good) < NEWEST_KEPT_MIN,
    'newest-proven': isNewestProven(launchable) || isNewestProven(good),
    last: wished && countYounger(good) < asked.keep.last,
    daily: wished && isAmong(asked.keep.daily, one, { of: 'day', good, asked }),
    weekly: wished && isAmong(asked.keep.weekly, one, { of: 'week', good, asked }),
    monthly: wished && isAmong(asked.keep.monthly, one, { of: 'month', good, asked }),
  };
}

describe('always', () => {
  test('an image is kept by exactly the rules that say so, and what any rule keeps is not pruned', () =>
    always((asked) => {
      const { keep: kept } = retention(asked);
      const reasons = new Map(kept.map(({ id, because }) => [id, because]));
      for (const one of asked.images) {
        const because = reasons.get(one.id) ?? [];
        const found = Object.entries(rulesAbout(one, asked)).map(([rule, says]) => [rule, says]);
        const claimed = found.map(([rule]) => [rule, because.some((reason) => reason === rule)]);
        expect(claimed).toEqual(found);
      }
    }));

  test('every image is either kept, with a reason, or pruned', () =>
    always((asked) => {
      const { keep: kept, prune } = retention(asked);
      expect([...idsOf(kept), ...idsOf(prune)].sort()).toEqual(idsOf(asked.images).sort());
      expect(kept.filter(({ because }) => because.length === 0)).toEqual([]);
    }));

  test('pruning twice is pruning once', () =>
    always((asked) => {
      const again = retention(afterwards(asked));
      expect(again).toEqual({ keep: retention(asked).keep, prune: [] });
    }));

  test('the order in which EC2 lists the images decides nothing', () =>
    always((asked) => {
      const shuffled = asked.images.toSorted((a, b) => a.state.localeCompare(b.state) || b.id.localeCompare(a.id));
      expect(retention({ ...asked, images: shuffled })).toEqual(retention(asked));
    }));

  test('a bigger setting prunes nothing more', () =>
    always((asked) => {
      const before = prunedOf(asked);
      const bigger = (['last', 'daily', 'weekly', 'monthly'] as const).map((setting) => ({
        ...asked,
        keep: { ...asked.keep, [setting]: asked.keep[setting] + 1 },
      }));
      const older = { ...asked, maxAgeDays: asked.maxAgeDays === undefined ? undefined : asked.maxAgeDays + 1 };
      for (const greater of [...bigger, older]) expect(before).toEqual(expect.arrayContaining(prunedOf(greater)));
    }));

  test('nothing is pruned while it is unknown which images the instances run from', () =>
    always((asked) => {
      const answer = retention({ ...asked, usedImageIds: 'unknown' });
      expect([answer.prune, answer.keep.length]).toEqual([[], asked.images.length]);
      expect(answer.held).toBeDefined();
    }));
});

describe('one more image', () => {
  const UNTOUCHABLE: KeptBecause[] = ['not-ours', 'in-use', 'protected', 'pending', 'unclear', 'candidate'];
  const together = fc.tuple(question, image).map(([asked, one]) => ({ asked, more: { ...one, id: 'ami-more' } }));
  const besides = (asked: RetentionQuestion, more: Image): string[] =>
    prunedOf({ ...asked, images: [...asked.images, more] });

  test('never makes an untouchable one go', () =>
    fc.assert(
      fc.property(together, ({ asked, more }) => {
        const untouchable = retention(asked).keep.filter(({ because }) =>
          because.some((why) => UNTOUCHABLE.includes(why)),
        );
        const pruned = besides(asked, more);
        expect(idsOf(untouchable).filter((id) => pruned.includes(id))).toEqual([]);
      }),
      RUNS,
    ));

  test('that is older than all others, or that no takeover may choose, makes no other go', () =>
    fc.assert(
      fc.property(together, ({ asked, more }) => {
        const before = prunedOf(asked);
        const oldest = { ...more, takenAt: hoursAgo(24 * (DAYS_MAX + 1)) };
        const unfit = { ...more, standing: 'candidate' as const, tags: GOOD_TAGS };
        for (const added of [oldest, unfit]) {
          expect(besides(asked, added).filter((id) => id !== 'ami-more')).toEqual(before);
        }
      }),
      RUNS,
    ));
});

test('pruning every night leaves what pruning at the end would have left', () =>
  fc.assert(
    fc.property(question, (asked) => {
      let left: Image[] = [];
      for (const one of asked.images.toSorted((a, b) => (isYounger(a, b) ? 1 : -1))) {
        left = afterwards({ ...asked, images: [...left, one], now: takenAtOf(one) }).images;
      }
      const atOnce = afterwards(asked).images;
      expect(idsOf(afterwards({ ...asked, images: left }).images).sort()).toEqual(idsOf(atOnce).sort());
    }),
    RUNS,
  ));
