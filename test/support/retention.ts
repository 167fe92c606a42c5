/** Builders for retention: a good image of ours, and a question in which nothing but the images matters. */
import type { RetentionQuestion } from '../../shared/domain/images/retention.ts';
import type { Image } from '../../shared/domain/snapshot.ts';
import { anOwnImage, WHOSE } from './images.ts';

export const NOW = '2026-12-30T19:00:00.000Z';

export const hoursAgo = (hours: number): string => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();

/** One image a night, the newest first: `ami-0` is this night's, `ami-1` the last one's. */
export const nightly = (nights: number): Image[] =>
  Array.from({ length: nights }, (_, night) => anOwnImage({ id: `ami-${night}`, takenAt: hoursAgo(24 * night) }));

export function aQuestion(overrides: Partial<RetentionQuestion> = {}): RetentionQuestion {
  return {
    images: [],
    family: WHOSE.family,
    usedImageIds: [],
    keep: { last: 3, daily: 0, weekly: 0, monthly: 0 },
    timezone: 'UTC',
    now: NOW,
    ...overrides,
  };
}
