/** SNS: what Publish hands on and refuses, and the subscriptions that a topic shows. */
import { ListSubscriptionsByTopicCommand, PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, test } from '@jest/globals';
import { subscribe } from '../../../../simulator/account/sns/subscriptions.ts';
import { codeOf, inAccount } from '../../../support/simulated-account.ts';

const TopicArn = 'arn:aws:sns:ap-northeast-1:123456789012:failover-dev-notifications';
const WHOLE = { TopicArn, Subject: 'sophos taken over', Message: 'It is back.' };

describe('Publish', () => {
  test('answers an id, and the message has arrived at the topic with its attributes', () =>
    inAccount({}, async ({ clients: { sns }, world }) => {
      const MessageAttributes = { kind: { DataType: 'String', StringValue: 'takeover-succeeded' } };
      const { MessageId } = await sns.send(new PublishCommand({ ...WHOLE, MessageAttributes }));
      expect(MessageId).toMatch(/^message-/);
      expect(world.publications.at(-1)).toMatchObject({
        ...{ topicArn: TopicArn, subject: WHOLE.Subject, message: WHOLE.Message },
        attributes: { kind: 'takeover-succeeded' },
      });
    }));

  test.each<[string, object]>([
    ['a topic of another Region', { TopicArn: TopicArn.replace('ap-northeast-1', 'eu-west-1') }],
    ['an empty message', { Message: '' }],
    ['a subject in Japanese', { Subject: '切り替え' }],
    ['a subject of 101 characters', { Subject: 'x'.repeat(101) }],
    ['an empty attribute', { MessageAttributes: { kind: { DataType: 'String', StringValue: '' } } }],
    ['a message of more than 256 KiB', { Message: 'x'.repeat(262_145) }],
  ])('refuses %s with InvalidParameter, and nothing arrives', (_what, part) =>
    inAccount({}, async ({ clients: { sns }, world }) => {
      expect(await codeOf(sns.send(new PublishCommand({ ...WHOLE, ...part })))).toMatch(/^InvalidParameter/);
      expect(world.publications).toEqual([]);
    }),
  );
});

test('ListSubscriptionsByTopic shows a subscriber with an ARN once it is confirmed', () =>
  inAccount({}, async ({ clients: { sns }, world }) => {
    subscribe(world, 'ops@example.com', 'confirmed');
    subscribe(world, 'new@example.com', 'pending');
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([
      { Endpoint: 'ops@example.com', SubscriptionArn: expect.stringMatching(/^arn:aws:sns:/) },
      { Endpoint: 'new@example.com', SubscriptionArn: 'PendingConfirmation' },
    ]);
  }));
