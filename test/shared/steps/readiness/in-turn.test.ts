/** The hourly check asks the functions in turn: a new account runs ten at once, and a takeover needs its share of them. */
import { expect, test } from '@jest/globals';
import { CHANGING_FUNCTIONS } from '../../../../shared/domain/takeover/dry-run.ts';
import { checkOnce, onReady } from '../../../support/checked.ts';

test('of the functions that readiness asks, each begins when the one before has answered', () =>
  onReady({}, async (simulation) => {
    await checkOnce(simulation);
    const asked = simulation.lambda.invocations
      .filter(({ functionName }) => CHANGING_FUNCTIONS.some((name) => name === functionName))
      .toSorted((a, b) => a.startedAtMs - b.startedAtMs);
    expect(asked).toHaveLength(CHANGING_FUNCTIONS.length);
    const early = asked.slice(1).filter(({ startedAtMs }, at) => startedAtMs < (asked[at]?.endedAtMs ?? Infinity));
    expect(early.map(({ functionName }) => functionName)).toEqual([]);
  }));
