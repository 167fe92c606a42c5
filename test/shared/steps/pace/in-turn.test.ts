/** Many pieces of work begin in their turn, with a bound on how many run at once. */
import { describe, expect, test } from '@jest/globals';
import { inTurn } from '../../../../shared/steps/pace/in-turn.ts';

describe('work in turn', () => {
  test('begins in order, and never more at once than the bound; a failure stops none of the rest', async () => {
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const work = (index: number) => async () => {
      begun.push(index);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      if (index === 0) throw new Error('refused');
      return index;
    };
    const works = Array.from({ length: 7 }, (_, index) => work(index));
    const settled = await Promise.allSettled(inTurn(works, 3));
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', ...Array(6).fill('fulfilled')]);
  });
});
