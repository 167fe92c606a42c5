/** S7 and S8, each broken once. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import {
  type Acceptance,
  acceptedWrongly,
  type Deregistration,
  deregisteredWrongly,
} from '../../../../simulator/checks/rules/image.ts';
import { anOwnImage, GOOD_TAGS, WHOSE } from '../../../support/images.ts';

const nights = [1, 2, 3, 4].map((night) =>
  anOwnImage({ id: `ami-${night}`, createdAt: `2026-11-${20 - night}T18:00:00.000Z` }),
);
const [newest = anOwnImage(), , third = anOwnImage(), fourth = anOwnImage()] = nights;

const aDeregistration = (overrides: Partial<Deregistration> = {}): Deregistration => ({
  ...{ image: fourth, by: 'prune-images', family: WHOSE.family, images: nights, usedImageIds: [], takeoverRuns: false },
  ...{ keptLast: 3, zoneLost: false },
  ...overrides,
});

describe('S7', () => {
  test('holds for the fourth newest good one that is not used', () => {
    expect(deregisteredWrongly(aDeregistration())).toEqual([]);
  });

  const foreign = anOwnImage({ id: 'ami-9', tags: { Name: 'sophos' } });
  const proven = { ...fourth, tags: { ...GOOD_TAGS, [TAG.provenAt]: '2026-11-16T19:00:00.000Z' } };
  const unready = nights.map((image) => (image === newest ? { ...image, state: 'pending' } : image));
  test.each([
    ['the newest good one', { image: newest }, /among the newest 3 good ones/],
    ['the third newest', { image: third }, /among the newest 3 good ones/],
    ['the third newest, with any settings', { image: third, keptLast: 1 }, /among the newest 3 good ones/],
    ['one of as many as are wished', { keptLast: 4 }, /among the newest 4 good ones/],
    ['the fourth, when one of the newer is not available', { images: unready }, /among the newest 3 good ones/],
    ['one that an instance was launched from', { usedImageIds: ['ami-4'] }, /what an instance was launched from/],
    ['one that is not ours', { image: foreign }, /is not ours/],
    [
      'the newest proven one',
      { image: proven, images: [newest, ...nights.slice(1, 3), proven] },
      /the newest proven one/,
    ],
    ['any while a takeover runs', { takeoverRuns: true }, /while a takeover ran/],
    ['any while a zone is lost', { zoneLost: true }, /while a zone with an instance of its appliance was lost/],
  ])('is broken by letting go %s', (_, overrides, what) => {
    const violations = deregisteredWrongly(aDeregistration(overrides));
    expect(violations).toEqual([expect.stringMatching(/^S7: prune-images deregistered ami-/)]);
    expect(violations[0]).toMatch(what);
  });
});

const anAcceptance = (overrides: Partial<Acceptance> = {}): Acceptance => ({
  ...{ image: newest, by: 'accept-image', madeOf: 'i-old', holderId: 'i-old', holderHealthy: true },
  ...overrides,
});

describe('S8', () => {
  test('holds for an available image of the healthy active instance', () => {
    expect(acceptedWrongly(anAcceptance())).toEqual([]);
  });

  test.each([
    ['is not available', { image: anOwnImage({ state: 'pending' }) }, /is pending/],
    ['was made of another instance, with any tag', { madeOf: 'i-other' }, /made of i-other, and i-old is active/],
    ['belongs to an address without a holder', { holderId: undefined }, /and undefined is active/],
    ['was made of an instance that is not healthy', { holderHealthy: false }, /not healthy/],
  ])('is broken by one that %s', (_, overrides, what) => {
    expect(acceptedWrongly(anAcceptance(overrides))).toEqual([expect.stringMatching(what)]);
  });
});
