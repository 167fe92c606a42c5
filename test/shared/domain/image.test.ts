/** Which images are good, and in which order. */
import { describe, expect, test } from '@jest/globals';
import { goodImages, isStrangers, withoutAvoided } from '../../../shared/domain/image.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { anImage } from '../../support/snapshots.ts';

const older = anImage({ id: 'ami-older', createdAt: '2026-11-18T03:00:00.000Z' });
const newer = anImage({ id: 'ami-newer', createdAt: '2026-11-19T03:00:00.000Z' });
const marked = (mark: string, id: string) => anImage({ id, tags: { Name: 'sophos', [TAG.image]: mark } });
const idsOf = (images: { id: string }[]) => images.map(({ id }) => id);

describe('the good images', () => {
  test('come newest first, whatever order EC2 lists them in', () => {
    expect(idsOf(goodImages([older, newer]))).toEqual(['ami-newer', 'ami-older']);
  });

  test('are all that carry the Name of the recipe until one is marked good', () => {
    expect(idsOf(goodImages([older, marked('good', 'ami-good')]))).toEqual(['ami-good']);
  });

  test('never include a candidate that was not accepted', () => {
    expect(idsOf(goodImages([older, marked('candidate', 'ami-candidate')]))).toEqual(['ami-older']);
    expect(goodImages([marked('candidate', 'ami-candidate')])).toEqual([]);
  });

  test('leave the list they were chosen from as it was', () => {
    const found = [older, newer];
    goodImages(found);
    expect(idsOf(found)).toEqual(['ami-older', 'ami-newer']);
  });
});

describe("an image is a stranger's", () => {
  test.each([
    ['not when it says of nobody that it is theirs, as in the days of the recipe', {}, false],
    ['not when it is ours', { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' }, false],
    ['when it is another appliance’s of this stack', { [TAG.appliance]: 'vpn', [TAG.owner]: 'failover-dev' }, true],
    ['when it is that of another stack', { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-prod' }, true],
    ['when it says only half of it, and nobody knows the other', { [TAG.appliance]: 'sophos' }, true],
    ['when it names another stack and no appliance', { [TAG.owner]: 'failover-prod' }, true],
  ])('%s', (_when, tags: Record<string, string>, strange) =>
    expect(
      isStrangers(anImage({ tags: { Name: 'sophos', ...tags } }), { appliance: 'sophos', owner: 'failover-dev' }),
    ).toBe(strange),
  );
});

describe('an image from which a replacement never answered', () => {
  test('is avoided', () => {
    expect(idsOf(withoutAvoided([newer, older], ['ami-newer']))).toEqual(['ami-older']);
  });

  test('is better than none', () => {
    expect(idsOf(withoutAvoided([newer], ['ami-newer']))).toEqual(['ami-newer']);
  });
});
