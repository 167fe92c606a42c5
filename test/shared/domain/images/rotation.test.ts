/** What rotation decides without looking: when a proof is due, how images are named, known again and counted. */
import { describe, expect, test } from '@jest/globals';
import { heldTonight, readHeldNights, writeHeldNights } from '../../../../shared/domain/images/held-nights.ts';
import { candidateTags, familyOf, imageNameOf, isImageName } from '../../../../shared/domain/images/naming.ts';
import { imageWaitSeconds, proofIsDue, proofWaitSeconds } from '../../../../shared/domain/images/rotation.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { GOOD_TAGS, WHOSE } from '../../../support/images.ts';

describe('the name of an image', () => {
  test('is the family and the minute, in UTC', () => {
    expect(imageNameOf('sophos', '2026-11-21T18:00:59.000Z')).toBe('sophos_20261121_1800');
  });

  test('has no character and no length that EC2 refuses', () => {
    expect(imageNameOf('a:b*c', '2026-11-21T18:00:00.000Z')).toMatch(/^a-b-c-[0-9a-z]{1,7}_20261121_1800$/);
    const { length } = imageNameOf('x'.repeat(200), '2026-11-21T18:00:00.000Z');
    expect(length).toBeLessThanOrEqual(128);
    expect(length).toBeGreaterThan(120);
  });

  test('differs for families of which EC2 takes only what they have in common', () => {
    const at = '2026-11-21T18:00:00.000Z';
    const families = ['a-b', 'a&b', 'a:b', 'a#b', 'x'.repeat(200), `${'x'.repeat(200)}y`, `${'x'.repeat(113)}&`];
    expect(new Set(families.map((family) => imageNameOf(family, at))).size).toBe(families.length);
  });

  test('of the release before, without a hash, is known as well', () => {
    const at = '2026-11-21T18:00:00.000Z';
    expect(isImageName('a-b_20261121_1800', { family: 'a&b', at })).toBe(true);
    expect(isImageName(imageNameOf('a&b', at), { family: 'a&b', at })).toBe(true);
    expect(isImageName(imageNameOf('a&b', at), { family: 'a#b', at })).toBe(false);
    expect(isImageName('a-b_20261121_1801', { family: 'a&b', at })).toBe(false);
  });

  test("is the configuration's, or the appliance's where that names one image by its id", () => {
    expect(familyOf({ image: 'sophos-utm', name: 'edge' })).toBe('sophos-utm');
    expect(familyOf({ image: 'ami-0123', name: 'edge' })).toBe('edge');
  });
});

describe('a proof is due', () => {
  const now = '2026-11-21T18:00:00.000Z';
  test.each([
    ['always', ['2026-11-21T17:00:00.000Z'], true],
    ['never', [], false],
    ['weekly', [], true],
    ['weekly', ['2026-11-15T18:10:00.000Z'], false],
    ['weekly', ['2026-11-14T18:10:00.000Z'], true],
    ['weekly', ['2026-10-01T18:10:00.000Z', '2026-11-20T18:10:00.000Z'], false],
    ['weekly', ['last week'], true],
  ] as const)('%s, last proven at %j: %s', (prove, provenAt, due) => {
    expect(proofIsDue(prove, { provenAt: [...provenAt], now })).toBe(due);
  });
});

describe('the waits', () => {
  const looks = (limit: number, wait: (waited: number) => number): number => {
    let count = 0;
    for (let waited = 0; waited < limit; waited += wait(waited)) count += 1;
    return count;
  };

  test('are few for a day, and for half an hour', () => {
    expect(looks(86_400, imageWaitSeconds)).toBeLessThan(30);
    expect(looks(1_800, proofWaitSeconds)).toBeLessThan(25);
  });
});

describe('the nights without an image', () => {
  const first = '2026-11-20T18:00:00.000Z';
  const second = '2026-11-21T18:00:00.000Z';

  test('are counted once each, and remembered', () => {
    const one = heldTonight(undefined, { now: first });
    expect(one).toEqual({ nights: 1, since: first, last: first });
    expect(heldTonight(one, { now: '2026-11-20T20:00:00.000Z' })).toEqual(one);
    const two = heldTonight(readHeldNights(writeHeldNights(one)), { now: second });
    expect(two).toEqual({ nights: 2, since: first, last: second });
  });

  test('begin anew after an image, though the tag has outlived it', () => {
    const one = heldTonight(undefined, { now: first });
    const anew = { nights: 1, since: second, last: second };
    expect(heldTonight(one, { now: second, imageTakenAt: '2026-11-20T23:00:00.000Z' })).toEqual(anew);
    expect(heldTonight(one, { now: second, imageTakenAt: '2026-11-20T17:00:00.000Z' })).toMatchObject({ nights: 2 });
  });

  test.each([undefined, '', '0 since 2026-11-20T18:00:00Z last 2026-11-20T18:00:00Z', 'x since y last z'])(
    'begin anew behind %j',
    (tag) => expect(readHeldNights(tag)).toBeUndefined(),
  );
});

test('an image begins as a candidate of the instance that it was taken of', () => {
  expect(candidateTags({ ...WHOSE, createdFrom: 'i-old', by: 'arn:rotation' })).toEqual({
    ...GOOD_TAGS,
    [TAG.by]: 'arn:rotation',
    [TAG.image]: 'candidate',
    [TAG.createdFrom]: 'i-old',
  });
});
