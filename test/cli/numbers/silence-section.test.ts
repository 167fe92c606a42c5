/** The section about tolerated silence: a row for each setting, a column for each disturbance, and the verdict. */
import { expect, test } from '@jest/globals';
import { silenceSection } from '../../../cli/numbers/silence-section.ts';
import { DISTURBANCES } from '../../../simulator/experiments/bench/silence-curve.ts';

test('the section has a column for each disturbance, and what is tolerated', () => {
  const cells = DISTURBANCES.map((disturbance) => ({
    disturbance,
    takeovers: 'silentSeconds' in disturbance && disturbance.silentSeconds > 12 ? 3 : 0,
  }));
  const row = { setting: { intervalSeconds: 2, failures: 5 }, episodes: 3, cells };
  const lines = silenceSection([row], { seeds: 3, stamp: 'today' });
  expect(lines[0]).toContain('takeovers in 3 episodes each');
  expect(lines[2]).toBe(
    '| silent for | 4 s | 8 s | 10 s | 12 s | 15 s | 20 s | 25 s | 30 s | 40 s | 10 % lost | 30 % lost | 50 % lost | tolerated |',
  );
  expect(lines.at(-1)).toBe('| 2 s x 5 | 0 | 0 | 0 | 0 | 3 | 3 | 3 | 3 | 3 | 0 | 0 | 0 | **12 s** |');
});
