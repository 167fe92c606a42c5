/** A bounded wait: it looks at once, then every so often, and never beyond its patience. */
import { describe, expect, test } from '@jest/globals';
import { type Patience, poll } from '../../../../shared/steps/pace/poll.ts';
import { aClock } from '../../../support/virtual-clock.ts';

/** Answers at the given look, counted from 1. */
async function polling(patience: Patience, answersAt: number) {
  const clock = aClock();
  let looks = 0;
  const answer = await poll(clock, patience, async () => {
    looks++;
    return looks === answersAt ? 'there' : undefined;
  });
  return { answer, looks, sleptMs: clock.sleptMs };
}

describe('polling', () => {
  test('does not wait for what is there already', async () => {
    expect(await polling({ seconds: 5, everyMs: 1000 }, 1)).toEqual({ answer: 'there', looks: 1, sleptMs: [] });
  });

  test('looks again after each pause', async () => {
    expect(await polling({ seconds: 5, everyMs: 1000 }, 3)).toMatchObject({ answer: 'there', sleptMs: [1000, 1000] });
  });

  test('looks a last time at the end of its patience, and gives up', async () => {
    expect(await polling({ seconds: 2, everyMs: 1000 }, 99)).toMatchObject({ answer: undefined, looks: 3 });
  });

  test('never sleeps beyond its patience', async () => {
    expect(await polling({ seconds: 2.5, everyMs: 1000 }, 99)).toMatchObject({ sleptMs: [1000, 1000] });
  });
});
