/** The table of outages by standby tier. */
import { expect, test } from '@jest/globals';
import { type TierRow, tierSection } from '../../../cli/numbers/tier-section.ts';

const row = (failure: TierRow['failure'], p50: number, back = 10): TierRow => ({
  failure,
  row: { id: 'x', what: 'stopped standby', runs: 10, back, seconds: { p50, p95: 50, p99: 60 }, phases: {} as never },
  goal: { p50: 45, p95: 55 },
  met: p50 <= 45,
});

const lastOf = (all: TierRow[]): string | undefined => tierSection(all, { seeds: 10, stamp: 'commit 0' }).at(-1);

test('each failure has its figures, its goal and whether it was met', () => {
  expect(lastOf([row('dead-instance', 44), row('lost-zone', 46)])).toBe(
    '| stopped standby | 44.0 / 50.0 | 45 / 55 met | 46.0 / 50.0 | 45 / 55 missed |',
  );
});

test('outages that did not end are counted, and a failure that was not measured says so', () => {
  expect(lastOf([row('dead-instance', 44, 9)])).toBe(
    '| stopped standby | 44.0 / 50.0 (9 of 10) | 45 / 55 met | not measured |  |',
  );
});
