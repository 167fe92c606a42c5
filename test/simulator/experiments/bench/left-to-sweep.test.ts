/** What takeovers leave to the sweep is counted by what their own records say. */
import { expect, test } from '@jest/globals';
import { loadConfiguration } from '../../../../shared/config.ts';
import type { ProblemKind } from '../../../../shared/domain/problem.ts';
import { leftBy } from '../../../../simulator/experiments/bench/left-to-sweep.ts';
import { loseZone } from '../../../../simulator/experiments/bench/zone-of-appliances.ts';

test('each takeover counts once for a stop that was never asked, one that was not seen, and all else', () => {
  const kinds: ProblemKind[][] = [
    [],
    ['stop-unseen'],
    ['stop-unseen', 'alarm-not-set'],
    ['stop-refused', 'alarm-not-set', 'alarm-not-set'],
  ];
  const problems = kinds.map((each) => each.map((kind) => ({ kind, text: 'any words' })));
  expect(leftBy(problems)).toEqual({ unasked: 1, unseen: 2, others: 2 });
});

test('a takeover of a lost zone says that it asked for a stop which cannot be seen', async () => {
  const { left, calls, callsOfTakeovers } = await loseZone(loadConfiguration(), { count: 1, seed: 1 });
  expect(left).toEqual({ unasked: 0, unseen: 1, others: 0 });
  expect(callsOfTakeovers.get('StopInstances')).toEqual({ asked: 1, throttled: 0 });
  expect([...calls.keys()]).toEqual(expect.arrayContaining(['SNS Publish', 'CloudWatch PutMetricData']));
});
