/** Virtual time: long waits cost nothing, a story that cannot end says so, and real time always comes back. */
import { describe, expect, test } from '@jest/globals';
import { clockOf, runInVirtualTime, type VirtualClock } from '../../../../simulator/account/time/clock.ts';

const startAt = new Date('2026-01-01T00:00:00Z');
const time = { startAt, seed: 1 };

describe('virtual time', () => {
  test('a day of waiting passes in the story and not outside', async () => {
    const before = process.hrtime.bigint();
    const slept = await runInVirtualTime(time, async (clock) => {
      for (let hour = 0; hour < 24; hour += 1) await clock.sleep(3_600_000);
      return { ms: clock.nowMs() - startAt.getTime(), date: new Date().toISOString() };
    });
    expect(slept).toEqual({ ms: 86_400_000, date: '2026-01-02T00:00:00.000Z' });
    expect(Number(process.hrtime.bigint() - before) / 1e9).toBeLessThan(5);
  });

  test('what happens at one instant happens in the order in which it was asked for', async () => {
    const order: string[] = [];
    await runInVirtualTime(time, async (clock) => {
      clock.at(startAt.getTime() + 2000, () => order.push('second'));
      clock.at(startAt.getTime() + 1000, () => order.push('first'));
      clock.at(startAt.getTime() + 2000, () => order.push('third'));
      await clockOf(clock).sleep(3000);
    });
    expect(order).toEqual(['first', 'second', 'third']);
  });

  test('a wait longer than a 32-bit timer ends on time', async () => {
    const sixtyDaysMs = 60 * 86_400_000;
    const ended = await runInVirtualTime({ ...time, limitSeconds: 100 * 86_400 }, async (clock) => {
      await clock.sleep(sixtyDaysMs);
      return clock.nowMs();
    });
    expect(ended).toBe(startAt.getTime() + sixtyDaysMs);
  });

  test('the same seed draws the same chances, and another seed others', async () => {
    const draw = (seed: number) => runInVirtualTime({ startAt, seed }, async () => [Math.random(), Math.random()]);
    expect(await draw(7)).toEqual(await draw(7));
    expect(await draw(7)).not.toEqual(await draw(8));
  });

  test('a story that waits for nothing fails and says where everything waits', async () => {
    const stuck = runInVirtualTime(
      { ...time, whereabouts: () => ['g1 is in MoveTraffic'] },
      () => new Promise(() => {}),
    );
    await expect(stuck).rejects.toThrow(/no timer is left[\s\S]*g1 is in MoveTraffic/);
  });

  test('a story that never ends is stopped at its limit', async () => {
    const forever = async (clock: VirtualClock): Promise<void> => {
      for (;;) await clock.sleep(60_000);
    };
    await expect(runInVirtualTime({ ...time, limitSeconds: 3600 }, forever)).rejects.toThrow('passed 2026-01-01T01:00');
  });

  test('real time and real chance come back after a failure', async () => {
    const { random } = Math;
    const failing = runInVirtualTime(time, async () => {
      throw new Error('as planned');
    });
    await expect(failing).rejects.toThrow('as planned');
    expect(Math.random).toBe(random);
    expect(Math.abs(Date.now() - startAt.getTime())).toBeGreaterThan(1000);
  });

  test('two stories at once are refused', async () => {
    await runInVirtualTime(time, async () => {
      await expect(runInVirtualTime(time, async () => 1)).rejects.toThrow('already running');
    });
  });
});
