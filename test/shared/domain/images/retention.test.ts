/** Which images stay, spelled out. What holds for all images is in retention-properties.test.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  type KeptBecause,
  type PrunedBecause,
  type RetentionQuestion,
  retention,
} from '../../../../shared/domain/images/retention.ts';
import { type Image, TAG } from '../../../../shared/domain/snapshot.ts';
import { anOwnImage, GOOD_TAGS } from '../../../support/images.ts';
import { aQuestion, hoursAgo, nightly } from '../../../support/retention.ts';

const idsOf = (judged: { id: string }[]): string[] => judged.map(({ id }) => id);
const keptBy = (given: Partial<RetentionQuestion>) =>
  Object.fromEntries(retention(aQuestion(given)).keep.map(({ id, because }) => [id, because]));

describe('a year of nightly images in Tokyo', () => {
  // Three in the morning there is the day before in UTC, so only Tokyo's calendar gives these dates.
  const nightOf = (day: number): Image => {
    const instant = new Date(Date.UTC(2026, 0, day, -6)).toISOString();
    const local = new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
    return anOwnImage({ id: local, takenAt: instant });
  };
  const year = Array.from({ length: 365 }, (_, index) => nightOf(index + 1));
  const asked = { keep: { last: 3, daily: 7, weekly: 4, monthly: 6 }, timezone: 'Asia/Tokyo' };
  const expected = {
    '2026-12-31': ['newest-good', 'last', 'daily', 'weekly', 'monthly'],
    '2026-12-30': ['newest-good', 'last', 'daily'],
    '2026-12-29': ['newest-good', 'last', 'daily'],
    '2026-12-28': ['daily'],
    '2026-12-27': ['daily', 'weekly'],
    '2026-12-26': ['daily'],
    '2026-12-25': ['daily'],
    '2026-12-20': ['weekly'],
    '2026-12-13': ['weekly'],
    '2026-11-30': ['monthly'],
    '2026-10-31': ['monthly'],
    '2026-09-30': ['monthly'],
    '2026-08-31': ['monthly'],
    '2026-07-31': ['monthly'],
  };

  test('leaves fourteen, each with its reasons', () => {
    expect(keptBy({ ...asked, images: year })).toEqual(expected);
    expect(retention(aQuestion({ ...asked, images: year })).prune).toHaveLength(365 - 14);
  });

  test('leaves the same fourteen when it was pruned every night', () => {
    let left: Image[] = [];
    for (const image of year) {
      const images = [image, ...left];
      const kept = idsOf(retention(aQuestion({ ...asked, images, now: image.takenAt ?? '' })).keep);
      left = images.filter(({ id }) => kept.includes(id));
    }
    expect(idsOf(left)).toEqual(Object.keys(expected));
  });

  test('is cut off at an age, even if more was requested', () => {
    const { prune, keep } = retention(aQuestion({ ...asked, images: year, maxAgeDays: 60 }));
    expect(idsOf(keep).at(-1)).toBe('2026-11-30');
    expect(prune.find(({ id }) => id === '2026-10-31')?.because).toBe('too-old');
    expect(prune.find(({ id }) => id === '2026-12-01')?.because).toBe('superseded');
  });
});

const FOREIGN = { ours: false, standing: 'foreign' } as const;
const PROVEN_TAGS = { ...GOOD_TAGS, [TAG.provenAt]: hoursAgo(70) };

describe('with any settings', () => {
  test('the newest three good ones stay, though they are old', () => {
    const images = nightly(5).map((image) => ({ ...image, takenAt: image.takenAt?.replace('2026', '2020') }));
    expect(keptBy({ images, maxAgeDays: 7 })).toEqual({
      'ami-0': ['newest-good'],
      'ami-1': ['newest-good'],
      'ami-2': ['newest-good'],
    });
  });

  test('what cannot be launched does not count among the three', () => {
    const broken = ['failed', 'disabled', 'deregistered', 'pending'].map((state) =>
      anOwnImage({ id: `ami-${state}`, state }),
    );
    const kept = keptBy({ images: [...broken, ...nightly(4)] });
    expect(kept).toMatchObject({ 'ami-0': ['newest-good', 'last'], 'ami-2': ['newest-good', 'last'] });
    expect(kept).not.toHaveProperty('ami-3');
  });

  test('the newest proven one stays, and a proven candidate does not stand in for it', () => {
    const images = nightly(9).map((image) =>
      Number(image.id.slice(4)) >= 6 ? { ...image, tags: PROVEN_TAGS } : image,
    );
    const left = anOwnImage({
      id: 'ami-left',
      takenAt: hoursAgo(72),
      standing: 'candidate',
      tags: PROVEN_TAGS,
    });
    const kept = keptBy({ images: [...images, left] });
    expect(kept['ami-6']).toEqual(['newest-proven']);
    expect(kept['ami-left']).toEqual(['newest-proven']);
    expect(kept).not.toHaveProperty('ami-7');
  });

  const old = anOwnImage({ id: 'ami-old', takenAt: hoursAgo(24 * 90) });
  test.each<[string, Partial<Image>, KeptBecause[]]>([
    ['of another stack', FOREIGN, ['not-ours', 'unclear']],
    ['of another stack that failed', { ...FOREIGN, state: 'failed' }, ['not-ours']],
    ['with only a Name', { ours: false, standing: 'unmarked' }, ['not-ours', 'unclear']],
    ['that nothing but tags calls ours', { provenance: 'none' }, ['no-provenance']],
    ['that nothing but tags calls failed', { provenance: 'none', standing: 'failed' }, ['no-provenance']],
    [
      'that nothing but tags calls failed while it is pending',
      { provenance: 'none', standing: 'failed', state: 'pending' },
      ['no-provenance', 'pending'],
    ],
    ['that is protected', { protected: true }, ['protected']],
    ['that is protected and failed', { protected: true, state: 'failed' }, ['protected']],
    ['that is pending', { state: 'pending', standing: 'candidate' }, ['pending']],
    ['that was disabled by hand', { state: 'disabled' }, ['unclear']],
    ['in a state that EC2 has yet to invent', { state: 'resting' }, ['unclear']],
    ['that is disabled and marked as failed', { state: 'disabled', standing: 'failed' }, ['unclear']],
    ['whose mark was removed', { standing: 'unmarked' }, ['unclear']],
    ['with a mark that we do not give', { standing: 'unclear' }, ['unclear']],
    ['that has lost the Name by which a takeover finds it', { tags: { ...GOOD_TAGS, Name: 'another' } }, ['unclear']],
    ['without a date', { takenAt: undefined }, ['unclear']],
    ['with a date that is none', { takenAt: 'yesterday' }, ['unclear']],
    ['that is a candidate of last night', { standing: 'candidate', takenAt: hoursAgo(48) }, ['candidate']],
  ])('an image %s stays', (_what, facts, because) => {
    expect(keptBy({ images: [...nightly(3), { ...old, ...facts }] })['ami-old']).toEqual(because);
  });

  test('an image that an instance runs from stays', () => {
    expect(keptBy({ images: [...nightly(3), old], usedImageIds: ['ami-old'] })['ami-old']).toEqual(['in-use']);
  });

  test.each<[string, Partial<Image>, PrunedBecause]>([
    ['that nothing asks for', {}, 'superseded'],
    ['that failed', { state: 'failed', standing: 'candidate', takenAt: hoursAgo(0) }, 'failed'],
    ['that a rotation marked as failed', { standing: 'failed' }, 'failed'],
    ['that is marked as failed while it is pending', { state: 'pending', standing: 'failed' }, 'failed'],
    ['that is a candidate left over', { standing: 'candidate', takenAt: hoursAgo(48.1) }, 'stale-candidate'],
  ])('an image %s goes', (_what, facts, because) => {
    const { prune } = retention(aQuestion({ images: [...nightly(3), { ...old, ...facts }] }));
    expect(prune).toEqual([{ id: 'ami-old', because }]);
  });

  test('an image that EC2 lists twice counts once', () => {
    const [newest = old, ...others] = nightly(4);
    expect(keptBy({ images: [newest, newest, ...others] })).toHaveProperty('ami-2');
  });
});

test('nothing is pruned while it is unknown which images the instances run from, and it says so', () => {
  const answer = retention(aQuestion({ images: nightly(5), usedImageIds: 'unknown' }));
  expect(answer).toMatchObject({ prune: [], held: 'which images the instances run from is unknown' });
  expect(answer.keep).toHaveLength(5);
});

/** The compiler checks that none is missing: a reason added to the closed sets has to be added here. */
const REASONS: Record<KeptBecause | PrunedBecause, true> = {
  held: true,
  'not-ours': true,
  'no-provenance': true,
  'no-record': true,
  'last-of-line': true,
  'in-use': true,
  protected: true,
  pending: true,
  unclear: true,
  candidate: true,
  'newest-good': true,
  'newest-proven': true,
  last: true,
  daily: true,
  weekly: true,
  monthly: true,
  failed: true,
  'stale-candidate': true,
  'too-old': true,
  superseded: true,
};

test('docs/concepts/images.md has a row for every reason, and no other', () => {
  // The reasons of the line have a table of their own, before this section.
  const [, page = ''] = readFileSync('docs/concepts/images.md', 'utf8').split('\n## Which images stay\n');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| .{10,} \|$/gm)].map(([, reason]) => reason ?? '');
  expect(rows.toSorted()).toEqual(Object.keys(REASONS).sort());
});
