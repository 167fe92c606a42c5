/** DrawStandby: which seeds have a standby that was kept the night before. */
import { describe, expect, test } from '@jest/globals';
import { drawSchedule } from '../../../../simulator/experiments/runs/draw.ts';
import { drawStandby } from '../../../../simulator/experiments/runs/draw-standby.ts';
import { PLAIN } from '../../../../simulator/experiments/runs/schedule.ts';

const seeds = Array.from({ length: 500 }, (_, index) => index + 1);

describe('a seed', () => {
  test('has a standby of either tier now and then, and the same one each time', () => {
    const drawn = seeds.map((seed) => drawStandby(seed, PLAIN).standby?.tier);
    for (const tier of ['running', 'stopped'] as const) {
      const count = drawn.filter((each) => each === tier).length;
      expect(count).toBeGreaterThan(20);
      expect(count).toBeLessThan(100);
    }
    expect(seeds.map((seed) => drawStandby(seed, PLAIN).standby?.tier)).toEqual(drawn);
  });

  test.each([{ fencing: 'stop-first' as const }, { neighbour: true }])('has none with %j', (given) => {
    expect(seeds.flatMap((seed) => drawStandby(seed, { ...PLAIN, ...given }).standby ?? [])).toEqual([]);
  });

  test('that draws one has it in its schedule, and no night beside it', () => {
    const asked = { faults: [] };
    const seed = seeds.find((each) => drawSchedule(each, asked).given.standby?.tier === 'stopped');
    const { given, entries } = drawSchedule(seed ?? 0, asked);
    expect(given).toMatchObject({ standby: { tier: 'stopped', kept: true } });
    expect(entries.map(({ name }) => name)).not.toContain('rotation');
  });
});
