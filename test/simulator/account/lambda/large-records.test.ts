/** Thirty appliances of which nothing may be done: what the hourly check hands to notify still reaches it. */
import { expect, test } from '@jest/globals';
import { loadConfiguration } from '../../../../shared/config.ts';
import type { ReadinessReport } from '../../../../shared/steps/triggers/check-readiness.ts';
import { fleetOf } from '../../../../simulator/experiments/bench/zone-of-appliances.ts';
import { simulate } from '../../../../simulator/stories/simulation.ts';

const SCHEDULED = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };
const RECORD_BYTES_MAX = 256 * 1024;

test('the record of a check of 30 appliances whose dry runs are all denied holds only news, and fits', async () => {
  const fleet = fleetOf(loadConfiguration('appliances.yml'), 30);
  const { asked, told } = await simulate({ configuration: fleet, seed: 1 }, async (simulation) => {
    simulation.inject({ kind: 'deny', action: 'RunInstances' });
    simulation.inject({ kind: 'deny', action: 'AssociateAddress' });
    return {
      asked: (await simulation.invoke('check-readiness', {})) as ReadinessReport,
      told: (await simulation.invoke('check-readiness', SCHEDULED)) as ReadinessReport,
    };
  });
  expect(asked.appliances).toHaveLength(30);
  expect(told.appliances).toEqual([]);
  expect(told.news).toHaveLength(30);
  expect(told.news.every(({ conditions }) => conditions.length > 3)).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(RECORD_BYTES_MAX);
}, 120_000);
