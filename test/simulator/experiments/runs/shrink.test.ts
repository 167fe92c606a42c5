/** A schedule that fails is shortened to what it takes, and written as one word that brings it back. */
import { describe, expect, test } from '@jest/globals';
import { drawSchedule } from '../../../../simulator/experiments/runs/draw.ts';
import { scheduleIn, wordOf } from '../../../../simulator/experiments/runs/notation.ts';
import { ruleOf } from '../../../../simulator/experiments/runs/rule.ts';
import { runSchedule } from '../../../../simulator/experiments/runs/run.ts';
import { PLAIN, type Schedule } from '../../../../simulator/experiments/runs/schedule.ts';
import { shrink } from '../../../../simulator/experiments/runs/shrink.ts';
import { addRun, addTally, firstOfEach, noTally } from '../../../../simulator/experiments/runs/tally.ts';
import { aConfiguration } from '../../../support/appliances.ts';

/** With a crash among other things, as thirty of a hundred seeds have it. */
const withCrash = (): Schedule => {
  for (let seed = 0; ; seed++) {
    const schedule = drawSchedule(seed, { faults: [] });
    if (schedule.entries.length > 4 && schedule.entries.some(({ moments }) => 'crash' in (moments[0] ?? {})))
      return schedule;
  }
};

const crashes = ({ entries }: Schedule): boolean => entries.some(({ moments }) => 'crash' in (moments[0] ?? {}));

describe('shrinking', () => {
  test('leaves out everything that the failure does not need, and makes the rest plain', async () => {
    const { schedule, tried } = await shrink(withCrash(), async (candidate) => crashes(candidate));
    expect(schedule.entries).toHaveLength(1);
    expect(schedule.entries[0]?.moments).toHaveLength(1);
    expect((schedule.entries[0]?.moments[0]?.atSeconds ?? 1) % 10).toBe(0);
    expect(schedule.given).toMatchObject({ profile: PLAIN.profile, bootSeconds: PLAIN.bootSeconds, instanceTypes: [] });
    expect(tried).toBeGreaterThan(3);
  });

  test('comes to the same end every time, and gives up after so many tries', async () => {
    const once = await shrink(withCrash(), async (candidate) => crashes(candidate));
    expect(await shrink(withCrash(), async (candidate) => crashes(candidate))).toEqual(once);
    expect((await shrink(withCrash(), async () => true, 3)).tried).toBe(3);
  });

  test('keeps what fails only together', async () => {
    const whole = withCrash();
    const needs = whole.entries.length;
    const { schedule } = await shrink(whole, async ({ entries }) => entries.length === needs);
    expect(schedule.entries).toHaveLength(needs);
  });
});

describe('the word for a schedule', () => {
  test('brings back the very same schedule, and the very same story', async () => {
    const schedule = drawSchedule(42, { faults: [] });
    const again = scheduleIn(wordOf(schedule));
    expect(again).toEqual(schedule);
    const [one, other] = [await runSchedule(schedule, aConfiguration()), await runSchedule(again, aConfiguration())];
    expect(other.logHash).toBe(one.logHash);
  });

  test('is refused when it is damaged or names what this version does not know', () => {
    const schedule = drawSchedule(42, { faults: [] });
    expect(() => scheduleIn(wordOf(schedule).slice(0, 20))).toThrow('the schedule is damaged');
    const strange = { ...schedule, entries: [{ name: 'x', moments: [{ atSeconds: 1, earthquake: true }] }] };
    expect(() => scheduleIn(wordOf(strange as unknown as Schedule))).toThrow('does not fit this version: when.0');
  });
});

describe('the tally', () => {
  const failing = {
    violations: ['2026-11-21T03:00:00.000Z S2: at the end so', 'L4: x failed'],
    takeovers: 2,
    logHash: '',
  };

  test('counts seeds, takeovers and what went wrong, and adds up', () => {
    const schedule = drawSchedule(3, { faults: [] });
    const one = noTally();
    addRun(one, schedule, failing);
    const sum = noTally();
    addTally(sum, one);
    addTally(sum, one);
    expect(sum).toMatchObject({ seeds: 2, takeovers: 4, outcomes: { 'broke off': 2 } });
    expect(sum.faults.trigger).toBe((one.faults.trigger ?? 0) * 2);
    expect(sum.failing.map(({ seed }) => seed)).toEqual([3, 3]);
  });

  test('names each broken rule once, with the first seed that broke it', () => {
    expect(ruleOf('2026-11-21T03:00:00.000Z S2: at the end')).toBe('S2');
    expect(
      firstOfEach([
        { seed: 9, violations: failing.violations },
        { seed: 4, violations: ['S2: so'] },
      ]),
    ).toEqual([
      { rule: 'S2', seed: 4 },
      { rule: 'L4', seed: 9 },
    ]);
  });
});
