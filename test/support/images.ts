/** Builders for images: one with only its Name, and one that a rotation of ours has made and accepted. */
import { standingOf } from '../../shared/domain/images/standing.ts';
import { type Image, TAG } from '../../shared/domain/snapshot.ts';

export const WHOSE = { appliance: 'sophos', owner: 'failover-dev', family: 'sophos' };

export const GOOD_TAGS = {
  Name: 'sophos',
  [TAG.appliance]: 'sophos',
  [TAG.owner]: 'failover-dev',
  [TAG.image]: 'good',
  [TAG.createdFrom]: 'i-old',
};

/** `ours` and `standing` follow from the tags, unless the test says something else. */
export function anImage(overrides: Partial<Image> = {}): Image {
  const { createdAt = '2026-11-20T03:00:00.000Z', tags = { Name: 'sophos' } } = overrides;
  return {
    ...{ id: 'ami-new', name: 'sophos_20261120_0300', state: 'available', createdAt, takenAt: createdAt },
    ...{ tags, ...standingOf({ tags }, WHOSE), protected: false, devices: ['/dev/sda1'], ebsSnapshotIds: ['snap-1'] },
    ...overrides,
  };
}

export const anOwnImage = (overrides: Partial<Image> = {}): Image =>
  anImage({
    ...{ id: 'ami-1', name: 'sophos_20261120_1800', createdAt: '2026-11-20T18:00:00.000Z' },
    ...{ sourceInstanceId: 'i-old', tags: GOOD_TAGS },
    ...overrides,
  });
