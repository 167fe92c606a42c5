/** LastLook: a takeover is not held to what it could not see when it had led the traffic back. */
import { expect, test } from '@jest/globals';
import type { Call } from '../../../../simulator/account/world.ts';
import { wasBlind } from '../../../../simulator/checks/watch/last-look.ts';
import { aStory } from '../../../support/stories.ts';

const story = aStory({ endedAt: '2026-11-21T03:02:00.000Z' });

const look = (action: string, at: string, more: Partial<Call> = {}): Call => {
  const atMs = Date.parse(`2026-11-21T03:${at}.000Z`);
  return {
    ...{ atMs, endedAtMs: atMs, caller: 'undo-traffic', service: 'EC2', action, input: {}, dryRun: false },
    ...more,
  };
};
const error = 'RequestLimitExceeded';

test.each<[string, Call[], boolean]>([
  ['its last look at the address was refused', [look('DescribeAddresses', '01:10', { error })], true],
  ['its last look at the routes was refused', [look('DescribeRouteTables', '01:10', { error })], true],
  [
    'a later look was answered',
    [look('DescribeAddresses', '01:10', { error }), look('DescribeAddresses', '01:11')],
    false,
  ],
  ['the look of another step was refused', [look('DescribeAddresses', '01:10', { error, caller: 'claim' })], false],
  ['it was after its end', [look('DescribeAddresses', '02:01', { error })], false],
  ['it was before its beginning', [look('DescribeAddresses', '00:01', { error })], false],
])('where %s', (_, calls, blind) => expect(wasBlind({ calls }, story)).toBe(blind));
