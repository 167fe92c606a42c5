/** Whether operators are reached, as readiness judges it and `status` shows it. */
import { describe, expect, test } from '@jest/globals';
import { reachOf, type Subscription } from '../../../../shared/domain/readiness/reach.ts';
import { judgeSubscribers } from '../../../../shared/domain/readiness/reach-verdict.ts';
import type { Facts, Found } from '../../../../shared/domain/readiness/verdict.ts';
import { anAppliance } from '../../../support/appliances.ts';

const mail = (endpoint: string, state: Subscription['state'] = 'confirmed'): Subscription => ({
  ...{ protocol: 'email', endpoint, state },
});
const topicArn = 'arn:aws:sns:ap-northeast-1:123456789012:failover-dev-notifications';

const judged = (notify: string[], subscriptions: Found<Subscription[]>) =>
  judgeSubscribers({ appliance: anAppliance({ notify }), subscriptions, topicArn } as Facts);
const read = (...answer: Subscription[]): Found<Subscription[]> => ({ found: 'read', answer });

describe('the check of subscribers', () => {
  test('is green when every address is confirmed, however it is written', () => {
    expect(judged(['Ops@example.com'], read(mail('ops@example.com')))).toEqual({
      verdict: 'ready',
      sentence: 'Ops@example.com is confirmed',
    });
  });

  test.each([
    ['pending', [mail('b@example.com', 'pending')], 'b@example.com is not confirmed'],
    ['missing', [], 'b@example.com is not subscribed'],
    [
      'there by another protocol only',
      [{ ...mail('b@example.com'), protocol: 'https' }],
      'b@example.com is not subscribed',
    ],
  ])('is red when one of two addresses is %s, with the command', (_, more, words) => {
    const { verdict, sentence } = judged(['a@example.com', 'b@example.com'], read(mail('a@example.com'), ...more));
    expect(verdict).toBe('not-ready');
    expect(sentence).toContain(words);
    expect(sentence).toContain(`aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint b@`);
  });

  test('is red when nothing is subscribed at all, and green with a queue alone', () => {
    expect(judged([], read())).toMatchObject({ verdict: 'not-ready' });
    expect(judged([], read({ protocol: 'sqs', endpoint: 'arn:q', state: 'confirmed' }))).toMatchObject({
      verdict: 'ready',
    });
  });

  test('is unknown when they cannot be listed', () => {
    expect(judged(['a@example.com'], { found: 'unread', why: 'throttled' })).toEqual({
      verdict: 'unknown',
      sentence: 'throttled',
    });
  });
});

test('confirmed subscriptions besides the addresses are listed, pending ones are not', () => {
  const queue: Subscription = { protocol: 'sqs', endpoint: 'arn:q', state: 'confirmed' };
  expect(reachOf(['a@example.com'], [mail('a@example.com'), queue, mail('c@example.com', 'pending')])).toEqual({
    addresses: [{ address: 'a@example.com', state: 'confirmed' }],
    others: [queue],
  });
});
