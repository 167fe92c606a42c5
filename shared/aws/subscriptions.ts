/** Who is subscribed to the topic of the operators. */
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import type { Subscription } from '../domain/readiness/reach.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

/** A hundred in each; a topic with more subscriptions than these is no list of operators. */
const PAGES_MAX = 20;

/** What is pending has the word `PendingConfirmation` for an ARN, and what was just removed has `Deleted`. */
export async function readSubscriptions({ sns }: Pick<Clients, 'sns'>, topicArn: string): Promise<Subscription[]> {
  const found: Subscription[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const input = { TopicArn: topicArn, ...(NextToken !== undefined && { NextToken }) };
    const answer = await sending('listing subscriptions', () => sns.send(new ListSubscriptionsByTopicCommand(input)));
    for (const { SubscriptionArn = '', Protocol = '', Endpoint = '' } of answer.Subscriptions ?? []) {
      if (SubscriptionArn === 'Deleted') continue;
      const state = SubscriptionArn.startsWith('arn:') ? 'confirmed' : 'pending';
      found.push({ protocol: Protocol, endpoint: Endpoint, state });
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return found;
}
