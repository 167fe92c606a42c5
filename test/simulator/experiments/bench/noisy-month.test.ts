/** A few months of noise, of the hundreds that `npm run bench -- months` lives through. */
import { expect, test } from '@jest/globals';
import { BEYOND_THE_GOAL, noisyMonth } from '../../../../simulator/experiments/bench/noisy-month.ts';
import { anAppliance } from '../../../support/appliances.ts';

test.each([
  { seed: 1, rebootGraceSeconds: 0, who: 'an appliance whose silence nothing excuses' },
  { seed: 2, rebootGraceSeconds: 180, who: 'a Sophos, which reboots' },
  // Its chance has it that this one's probe has been shut out from the first day.
  { seed: 7, rebootGraceSeconds: 180, who: 'an appliance that the probe has never reached' },
])('noise starts no takeover of $who', async ({ seed, rebootGraceSeconds }) => {
  const configuration = { region: 'ap-northeast-1', appliances: [anAppliance({ rebootGraceSeconds })] };
  const { takeovers, violations, disturbances } = await noisyMonth(configuration, { seed, disturbances: 8 });
  const counted = takeovers.filter(({ during }) => during !== BEYOND_THE_GOAL);
  expect({ counted, violations }).toEqual({ counted: [], violations: [] });
  expect(Object.values(disturbances).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(3);
});
