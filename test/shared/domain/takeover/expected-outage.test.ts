/** The sentence about the outage to expect, for each tier that an appliance has. */
import { expect, test } from '@jest/globals';
import { expectedOutages, outageSentence } from '../../../../shared/domain/takeover/expected-outage.ts';
import { anAppliance } from '../../../support/appliances.ts';

const appliance = (tier: 'cold' | 'running') => {
  const { probe, standby } = anAppliance();
  const own = { ...probe, intervalSeconds: 2, failures: tier === 'running' ? 5 : 12, timeoutSeconds: 2 };
  return anAppliance({ rebootGraceSeconds: 0, probe: own, standby: { ...standby, tier } });
};

const sentences = (tier: 'cold' | 'running'): string[] =>
  expectedOutages({ appliance: appliance(tier), boot: { seconds: 60, assumed: true } }).map((each) =>
    outageSentence(each, 8),
  );

test('without a standby it is the cold one', () => {
  expect(sentences('cold')).toEqual([
    expect.stringMatching(
      /^cold, about 71 s for 8\.00 USD a month: 11 s until the early launch, .*; the decision, after 25 s until enough /,
    ),
  ]);
});

test('with a running standby it names what is not modelled, and the cold one beside it', () => {
  expect(sentences('running')).toEqual([
    expect.stringMatching(
      /^running, about 20 s plus the time of the address itself, which is not modelled for 8\.00 USD a month: 11 s until /,
    ),
    expect.stringMatching(/^cold, about 71 s for /),
  ]);
});

test('without an early launch the launch waits for the decision', () => {
  const late = { ...appliance('cold'), earlyLaunch: 'off' as const };
  const [cold] = expectedOutages({ appliance: late, boot: { seconds: 60, assumed: true } });
  expect(cold && outageSentence(cold, 8)).toMatch(/^cold, about 94 s for 8\.00 USD a month: 25 s until enough /);
});

test('with an early launch a short boot waits for the decision', () => {
  const [cold] = expectedOutages({ appliance: appliance('cold'), boot: { seconds: 5, assumed: true } });
  expect(cold?.seconds).toBe((cold?.detectSeconds ?? 0) + 9);
});
