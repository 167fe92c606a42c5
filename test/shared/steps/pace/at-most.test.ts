/** Never more at once than allowed, and everything in order. */
import { expect, test } from '@jest/globals';
import { atMost } from '../../../../shared/steps/pace/at-most.ts';

test('runs all, in order, and never more than so many at the same time', async () => {
  let running = 0;
  let most = 0;
  const results = await atMost(3, [5, 4, 3, 2, 1, 0], async (turns) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    running -= 1;
    return turns * 10;
  });
  expect(results).toEqual([50, 40, 30, 20, 10, 0]);
  expect(most).toBe(3);
});

test('is content with nothing to do', async () => expect(await atMost(3, [], async () => 1)).toEqual([]));
