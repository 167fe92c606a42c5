/** A look that took too long is taken again, and not for ever. */
import { expect, test } from '@jest/globals';
import { TransientError } from '../../../../shared/domain/errors.ts';
import { plusSeconds } from '../../../../shared/domain/instants.ts';
import { lookFreshly } from '../../../../shared/steps/world/look-freshly.ts';

/** Looks that take so many seconds, one after the other. */
function looking(...seconds: number[]) {
  let now = '2026-11-21T03:00:00.000Z';
  let looks = 0;
  const look = async () => {
    now = plusSeconds(now, seconds[looks] ?? 0);
    return ++looks;
  };
  const clock = { now: () => new Date(now), sleep: async () => {} };
  return lookFreshly(clock as Parameters<typeof lookFreshly>[0], look);
}

test.each([
  [[0.2], 1],
  [[10], 1],
  [[10.001, 0.2], 2],
  [[22, 22, 10], 3],
])('of looks that take %j seconds the last one that counts is number %s', async (seconds, counted) => {
  expect(await looking(...seconds)).toBe(counted);
});

test('what is never seen in time is left to the next attempt', async () => {
  await expect(looking(11, 11, 11)).rejects.toEqual(
    new TransientError('3 looks at the traffic took more than 10 s each'),
  );
});
