/** The sentence about the outage to expect, for each tier that an appliance has. */
import { expect, test } from '@jest/globals';
import { expectedOutages, outageSentence } from '../../../../shared/domain/takeover/expected-outage.ts';
import { anAppliance } from '../../../support/appliances.ts';

const appliance = (tier: 'cold' | 'stopped' | 'running') => {
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

test('with a stopped standby the boot is the second one, which was measured when it came to rest', () => {
  const measured = {
    seconds: 60,
    at: '2026-11-21T03:00:00.000Z',
    imageId: 'ami-1',
    answered: true as const,
    startedSeconds: 20,
  };
  const rows = expectedOutages({ appliance: appliance('stopped'), boot: measured });
  expect(rows.map(({ tier }) => tier)).toEqual(['stopped', 'cold']);
  expect(rows[0] && outageSentence(rows[0], 8)).toMatch(
    /^stopped, about 34 s for 8\.00 USD a month: 11 s until the early start, 20 s of .*, runs beside it$/,
  );
});

test('with a stopped standby that was never measured its boot is open', () => {
  const [row] = expectedOutages({ appliance: appliance('stopped'), boot: { seconds: 60, assumed: true } });
  expect(row && outageSentence(row)).toContain('no proof has measured yet');
});
