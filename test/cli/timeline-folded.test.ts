/** Folded: what a step says again and again takes two lines, and nothing else is left out. */
import { expect, test } from '@jest/globals';
import { folded } from '../../cli/timeline-folded.ts';
import type { Line } from '../../simulator/stories/report.ts';

const line = (seconds: number, what = 'watched', kind: Line['kind'] = 'step'): Line =>
  ({ seconds, kind, who: 'WatchAhead', what }) as Line;

const said = (lines: Line[]): string[] => folded(lines).map(({ seconds, what }) => `${seconds} ${what}`);

test('three or more of the same are the first, and the last with how often', () => {
  expect(said([line(1), line(2), line(3), line(4)])).toEqual(['1 watched', '4 watched (4 times since 1.0)']);
});

test('two of the same stay, and so does what stands between two runs', () => {
  expect(said([line(1), line(2), line(3, 'held'), line(4), line(5)])).toHaveLength(5);
});

test('changes and lines of another kind are never folded', () => {
  const changes = [1, 2, 3].map((seconds) => line(seconds, 'route', 'change'));
  expect(said(changes)).toHaveLength(3);
  expect(said([line(1), line(2, 'watched', 'failed'), line(3)])).toHaveLength(3);
});
