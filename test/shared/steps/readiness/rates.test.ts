/** Many appliances in one run, one after the other: with half of what AWS grants an account. */
import { expect, test } from '@jest/globals';
import { checkFleet } from '../../../../simulator/experiments/bench/readiness-of-appliances.ts';
import { aConfiguration } from '../../../support/appliances.ts';

/** Long enough to empty any bucket at whose refill they do not begin; the bench takes two hundred. */
const COUNT = 60;

/** Two hundred in less than the function's fifteen minutes. */
const SECONDS_EACH_MAX = 3;

test('leaves half of every rate to a takeover', async () => {
  const { answers, open, seconds, shares } = await checkFleet(aConfiguration(), {
    count: COUNT,
    seed: 7,
  });
  expect({ answers, open }).toEqual({ answers: { ready: COUNT }, open: [] });
  expect(seconds).toBeLessThan(COUNT * SECONDS_EACH_MAX);
  expect(shares.find(({ name }) => name === 'RunInstances')).toMatchObject({ calls: COUNT });
  expect(shares.filter(({ share }) => share > 0.5)).toEqual([]);
});
