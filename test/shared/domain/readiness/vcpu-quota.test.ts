/** The room of the vCPU quota: for a replacement, and for a second one beside an early launch that is not used. */
import { expect, test } from '@jest/globals';
import { judgeVcpuQuota } from '../../../../shared/domain/readiness/place.ts';
import { anAppliance } from '../../../support/appliances.ts';

const judged = (limit: number, earlyLaunch: 'on' | 'off') =>
  judgeVcpuQuota({
    vcpus: { found: 'read', answer: { limit, used: 10, wanted: 2 } },
    active: { found: 'unread', why: 'not asked' },
    appliance: { ...anAppliance(), earlyLaunch },
  });

test.each([
  [11, 'on', 'not-ready', /needs 2 more; ask for a higher quota/],
  [12, 'on', 'ready', /needs 2; there is no room for a second one beside an early launch/],
  [13, 'on', 'ready', /no room for a second one/],
  [14, 'on', 'ready', /needs 2$/],
  [12, 'off', 'ready', /needs 2$/],
] as const)('of %d vCPUs 10 run, and early launches are %s: %s', (limit, earlyLaunch, answer, says) => {
  const judgement = judged(limit, earlyLaunch);
  expect(judgement.verdict).toBe(answer);
  expect(judgement.sentence).toMatch(says);
});
