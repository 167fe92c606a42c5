/** Builders for images as rotation sees them. */
import type { OwnImage } from '../../shared/domain/images/own-image.ts';
import { TAG } from '../../shared/domain/snapshot.ts';

export const WHOSE = { appliance: 'sophos', owner: 'failover-dev', family: 'sophos' };

export const GOOD_TAGS = {
  Name: 'sophos',
  [TAG.appliance]: 'sophos',
  [TAG.owner]: 'failover-dev',
  [TAG.image]: 'good',
  [TAG.createdFrom]: 'i-old',
};

export const anOwnImage = (overrides: Partial<OwnImage> = {}): OwnImage => ({
  id: 'ami-1',
  name: 'sophos_20261120_1800',
  state: 'available',
  createdAt: '2026-11-20T18:00:00.000Z',
  takenAt: overrides.createdAt ?? '2026-11-20T18:00:00.000Z',
  sourceInstanceId: 'i-old',
  tags: GOOD_TAGS,
  protected: false,
  devices: ['/dev/sda1'],
  ebsSnapshotIds: ['snap-1'],
  ...overrides,
});
