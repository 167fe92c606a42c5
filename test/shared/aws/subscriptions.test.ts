/** Every page of the subscriptions, and what the ARN says of each. */
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { expect, test } from '@jest/globals';
import { readSubscriptions } from '../../../shared/aws/subscriptions.ts';
import { mockedClients } from '../../support/mocked-clients.ts';

test('pages are followed; pending ones are pending, and deleted ones are gone', async () => {
  const { clients, sns } = mockedClients();
  const of = (Endpoint: string, SubscriptionArn: string) => ({ Endpoint, SubscriptionArn, Protocol: 'email' });
  sns
    .on(ListSubscriptionsByTopicCommand)
    .resolvesOnce({ Subscriptions: [of('a', 'arn:aws:sns:r:1:t:x'), of('b', 'Deleted')], NextToken: 'more' })
    .resolvesOnce({ Subscriptions: [of('c', 'PendingConfirmation')] });
  expect(await readSubscriptions(clients, 'arn:aws:sns:r:1:t')).toEqual([
    { protocol: 'email', endpoint: 'a', state: 'confirmed' },
    { protocol: 'email', endpoint: 'c', state: 'pending' },
  ]);
});
