/**
 * The e-mail subscriptions of a topic. One that gets more than ten mails in a second is deactivated: it is pending again,
 * and Publish still succeeds. What is pending for 48 hours is deleted.
 * https://repost.aws/knowledge-center/sns-email-subscription-disabled
 * https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-unconfirmed-subscriptions-48-hours/
 */

import type { ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse } from '@aws-sdk/client-sns';
import { AwsError, onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';
import type { Subscription } from './state.ts';

const DELIVERIES_PER_SECOND_MAX = 10;
const PENDING_MS_MAX = 48 * 3_600_000;

/** `authenticated`: confirmed so that the link in a mail removes nothing. */
export type Subscriber = Subscription['state'] | 'authenticated';

export function subscribe({ sns, clock }: World, endpoint: string, as: Subscriber = 'confirmed'): void {
  const authenticated = as === 'authenticated';
  const state = authenticated ? 'confirmed' : as;
  const subscription = { endpoint, state, sinceMs: clock.nowMs(), authenticated, deliveredMs: [] };
  sns.subscriptions.set(endpoint, subscription);
}

/** A mail scanner, or a person, follows the link at the end of a mail. */
export function followUnsubscribeLink(world: World, endpoint: string): void {
  const subscription = world.sns.subscriptions.get(endpoint);
  if (!subscription || subscription.authenticated || subscription.state === 'pending') return;
  world.sns.subscriptions.delete(endpoint);
  world.changed(`${endpoint} was unsubscribed`);
}

/** What has been pending for too long goes when anyone looks. */
function live({ sns, clock }: World): Subscription[] {
  for (const { endpoint, state, sinceMs } of sns.subscriptions.values()) {
    if (state === 'pending' && clock.nowMs() - sinceMs >= PENDING_MS_MAX) sns.subscriptions.delete(endpoint);
  }
  return [...sns.subscriptions.values()];
}

/** One message for each confirmed subscription. */
export function deliverMail(world: World): void {
  const { sns, clock } = world;
  const nowMs = clock.nowMs();
  for (const subscription of live(world).filter(({ state }) => state === 'confirmed')) {
    subscription.deliveredMs = [...subscription.deliveredMs.filter((atMs) => atMs > nowMs - 1_000), nowMs];
    const count = subscription.deliveredMs.length;
    sns.mostInASecond = Math.max(sns.mostInASecond, count);
    if (count <= DELIVERIES_PER_SECOND_MAX) continue;
    Object.assign(subscription, { state: 'pending', sinceMs: nowMs });
    sns.deactivated.push(subscription.endpoint);
    world.changed(`the subscription of ${subscription.endpoint} was deactivated by SNS`);
  }
}

const KNOWN = ['TopicArn', 'NextToken'];

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export function listSubscriptionsByTopic(
  world: World,
  input: ListSubscriptionsByTopicInput,
): ListSubscriptionsByTopicResponse {
  onlyKnows(input, { what: 'ListSubscriptionsByTopic parameter', known: KNOWN });
  const { TopicArn = '', NextToken = '0' } = input;
  if (!TopicArn.endsWith('-notifications')) {
    throw new AwsError({ code: 'NotFound', message: 'Topic does not exist', status: 404 });
  }
  const first = Number(NextToken);
  const last = first + world.sns.pageSize;
  const all = live(world);
  return {
    Subscriptions: all.slice(first, last).map(({ endpoint, state }) => ({
      ...{ Protocol: 'email', Endpoint: endpoint, Owner: world.accountId, TopicArn },
      SubscriptionArn: state === 'confirmed' ? `${TopicArn}:${endpoint}` : 'PendingConfirmation',
    })),
    ...(last < all.length && { NextToken: String(last) }),
  };
}
