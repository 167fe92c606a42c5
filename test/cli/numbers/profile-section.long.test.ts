/** The table of outages by profile and boot time. */
import { expect, test } from '@jest/globals';
import { profileSection } from '../../../cli/numbers/profile-section.ts';
import { loadConfiguration } from '../../../shared/config.ts';
import { BOOTS, profileRow } from '../../../simulator/experiments/bench/profile-outages.ts';

const STAMP = { seeds: 1, stamp: 'commit 0123456789' };

const lineOf = (lines: string[], profile: string): string =>
  lines.find((each) => each.startsWith(`| ${profile}`)) ?? '';

test('a profile that excuses a reboot has a longer outage where the boot is short, and each boot its own column', async () => {
  const asked = { seeds: 1, failure: 'dead-instance' as const, step: () => undefined };
  const all = [
    await profileRow(loadConfiguration(), { ...asked, profile: 'sophos-utm' }),
    await profileRow(loadConfiguration(), { ...asked, profile: 'generic' }),
  ];
  const lines = profileSection(all, STAMP);
  const secondsOf = (profile: string) =>
    lineOf(lines, profile)
      .split('|')
      .slice(2, -1)
      .map((cell) => Number.parseFloat(cell));
  const [utm, generic] = [secondsOf('sophos-utm'), secondsOf('generic')];
  expect(utm).toHaveLength(BOOTS.length);
  const later = utm.map((seconds, index) => seconds - (generic[index] ?? 0));
  // The replacement of an early launch boots during the grace: a long boot is not made longer by it.
  expect(later[0]).toBeGreaterThan(90);
  expect(later[0]).toBeLessThan(240);
  for (const seconds of later) expect(seconds).toBeGreaterThan(-10);
  expect(utm).toEqual([...utm].sort((one, other) => one - other));
});

test('outages that did not end are counted in their cell', () => {
  const boot = BOOTS[0] as (typeof BOOTS)[number];
  const never = { p50: 100, p95: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY };
  const row = { id: 'generic', what: boot.what, runs: 10, back: 9, seconds: never, phases: {} as never };
  const lines = profileSection([{ profile: 'generic', failure: 'dead-instance', rows: [{ boot, row }] }], STAMP);
  expect(lineOf(lines, 'generic')).toBe('| generic | 100.0 / never (9 of 10) |');
});
