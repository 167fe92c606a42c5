/** How often operators are notified, for any list of sent notifications. */
import { describe, expect, test } from '@jest/globals';
import { isDue, isReminderDue } from '../../../../shared/domain/messages/insistence.ts';
import type { ConditionKind } from '../../../../shared/domain/messages/news.ts';
import { ago, NOW } from '../../../support/duties.ts';

const due = (kind: ConditionKind, age?: number, over = false) =>
  isDue({ kind }, age === undefined ? undefined : { at: ago(age), over }, NOW);

describe('a condition that switches failover off', () => {
  test.each<ConditionKind>(['malformed-tag', 'foreign-owner', 'duty-failing'])(
    '%s is sent without a memory of it',
    (kind) => expect(due(kind)).toBe(true),
  );

  test('is sent again every hour', () =>
    expect([due('foreign-owner', 3_599), due('foreign-owner', 3_600)]).toEqual([false, true]));

  test('that failed duty is sent again every day', () =>
    expect([due('duty-failing', 86_399), due('duty-failing', 86_400)]).toEqual([false, true]));

  test('that was over is sent anew, but not more often than every ten minutes', () =>
    expect([due('malformed-tag', 599, true), due('malformed-tag', 600, true)]).toEqual([false, true]));
});

test.each<ConditionKind>(['drift', 'zombie', 'not-adopted', 'probe-unproven'])('%s is left to the list', (kind) =>
  expect([due(kind), due(kind, 90_000)]).toEqual([false, false]),
);

describe('a failure that is held', () => {
  test('is sent again after seven minutes, so within ten of the failure', () =>
    expect([420, 419].map((age) => isReminderDue({ since: ago(age) }, NOW))).toEqual([true, false]));

  test('and then every hour', () =>
    expect([3_600, 3_599].map((age) => isReminderDue({ since: ago(90_000), remindedAt: ago(age) }, NOW))).toEqual([
      true,
      false,
    ]));
});
