/** Code that sets its own timer, as the SDK does before a retry, waits in the scenario's time. */
import { describe, expect, test } from '@jest/globals';
import { runInVirtualTime, type VirtualClock } from '../../../../simulator/account/time/clock.ts';

const startAt = new Date('2026-01-01T00:00:00Z');

/** What happened at which second of a story of one minute. */
async function storyOf(told: (note: (what: string) => void) => void): Promise<string[]> {
  const notes: string[] = [];
  await runInVirtualTime({ startAt, seed: 1 }, async (clock: VirtualClock) => {
    told((what) => notes.push(`${(clock.nowMs() - startAt.getTime()) / 1000} ${what}`));
    await clock.sleep(60_000);
  });
  return notes;
}

describe('the timers of a story', () => {
  test('fire once, with their arguments, and not when they were cleared', async () => {
    const notes = await storyOf((note) => {
      setTimeout(note, 2_000, 'fired');
      clearTimeout(setTimeout(note, 1_000, 'cleared'));
      clearTimeout(undefined);
    });
    expect(notes).toEqual(['2 fired']);
  });

  test('repeat until they are cleared', async () => {
    const notes = await storyOf((note) => {
      const timer = setInterval(() => {
        note('again');
        if (Date.now() >= startAt.getTime() + 30_000) clearInterval(timer);
      }, 10_000);
    });
    expect(notes).toEqual(['10 again', '20 again', '30 again']);
  });

  test('answer with an object as Node does', async () => {
    const notes = await storyOf((note) => {
      const timer = setTimeout(note, 1_000, 'refreshed').unref().ref();
      expect(timer.hasRef()).toBe(true);
      setTimeout(() => timer.refresh(), 500);
    });
    expect(notes).toEqual(['1.5 refreshed']);
  });

  test('fire at once when they are longer than Node can wait', async () => {
    expect(await storyOf((note) => setTimeout(note, 2 ** 31, 'at once'))).toEqual(['0 at once']);
  });

  test('are the real ones again afterwards', async () => {
    const { setTimeout: real } = globalThis;
    await storyOf(() => expect(globalThis.setTimeout).not.toBe(real));
    expect(globalThis.setTimeout).toBe(real);
  });
});
