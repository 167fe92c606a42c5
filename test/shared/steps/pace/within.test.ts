/** What has run too long already begins nothing more: the moment itself is still in time. */
import { expect, test } from '@jest/globals';
import { isWithin } from '../../../../shared/steps/pace/within.ts';

const beganAt = '2026-11-21T03:00:00.000Z';

test.each([
  ['2026-11-21T03:00:04.000Z', true],
  ['2026-11-21T03:00:04.001Z', false],
])('what began four seconds before 03:00:04 is within four seconds at %s: %s', (now, within) => {
  const clock = { now: () => new Date(now), sleep: () => Promise.resolve() };
  expect(isWithin(clock, { beganAt, seconds: 4 })).toBe(within);
});
