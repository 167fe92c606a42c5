/** Which attempts are repetitions within one outage, and which of them are reported. */
import { describe, expect, test } from '@jest/globals';
import { isReported, triedBefore } from '../../../../shared/domain/messages/retried.ts';
import { aPastTakeover, aRecord, failedBeforeMoving, neverAnswered } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';

const now = '2026-11-21T03:00:00.000Z';
const ended = { startedAt: '2026-11-21T02:50:00.000Z', stoppedAt: '2026-11-21T02:51:00.000Z' };
const attemptAfter = (...past: Parameters<typeof triedBefore>[0]) => triedBefore(past, { automatic: true, now });

describe('an attempt', () => {
  test('counts the failed ones before it, from the first of them on', () => {
    expect(attemptAfter(failedBeforeMoving(ended))).toEqual({ times: 1, since: ended.startedAt });
    const tried = { times: 4, since: '2026-11-21T02:00:00.000Z' };
    expect(attemptAfter(failedBeforeMoving({ ...ended, plan: aPlan({ tried }) }))).toEqual({ ...tried, times: 5 });
  });

  test.each([
    ['nothing came before', []],
    ['the last one succeeded', [aPastTakeover(ended)]],
    ['the last one moved the traffic to one that never answered', [neverAnswered(ended)]],
    ['the last one died without a record', [aPastTakeover({ ...ended, status: 'ABORTED', record: undefined })]],
    ['a person had asked for the last one', [failedBeforeMoving({ ...ended, plan: aPlan({ automatic: false }) })]],
    [
      'the last one ended more than an hour ago',
      [failedBeforeMoving({ ...ended, stoppedAt: '2026-11-21T01:59:59.000Z' })],
    ],
    [
      'others have changed what the last one moved',
      [aPastTakeover({ ...ended, status: 'FAILED', record: aRecord({ outcome: 'failed', answered: false }) })],
    ],
  ])('is a first one where %s', (_, past) => expect(attemptAfter(...past)).toBeUndefined());

  test('is a first one where a person asks', () => {
    expect(triedBefore([failedBeforeMoving(ended)], { automatic: false, now })).toBeUndefined();
  });
});

test('the second, the fourth and the eighth attempt are reported, and those between are not', () => {
  const reported = Array.from({ length: 16 }, (_, at) => at + 1).filter((times) => isReported({ times, since: now }));
  expect(reported.map((times) => times + 1)).toEqual([2, 4, 8, 16]);
});
