/** The first weeks of a few of the years that `npm run bench -- years` lives through. */
import { expect, test } from '@jest/globals';
import { rotationYear } from '../../../../simulator/experiments/bench/rotation-years.ts';
import { aConfiguration } from '../../../support/appliances.ts';

const sum = (counts: Record<string, number> = {}): number => Object.values(counts).reduce((a, b) => a + b, 0);

test.each([1, 18])('in the nights of seed %i nothing of ours leaves the appliance without a standby', async (seed) => {
  const { violations, tally } = await rotationYear(aConfiguration(), { seed, nights: 24 });
  expect(violations).toEqual([]);
  expect(tally.night?.['with a standby']).toBeGreaterThan(12);
  const because = Object.keys(tally['seconds without'] ?? {});
  for (const each of because)
    expect(each).toMatch(/^(a takeover used it|the only one came to rest|(the world|a person) took it)$/);
});

test.each([1, 3, 4])(
  'with any troubles in the nights of seed %i, no image is wrongly pruned or called good',
  async (seed) => {
    const { violations, tally } = await rotationYear(aConfiguration(), { seed, nights: 24 });
    expect(violations).toEqual([]);
    expect(sum(tally.trouble)).toBeGreaterThan(8);
    expect(tally.image?.accepted).toBeGreaterThan(5);
    expect(tally.image?.pruned).toBeGreaterThan(3);
  },
);
