/** Topics and subscriptions, as the conformance kit reads and makes them. */
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  PublishCommand,
  paginateListSubscriptionsByTopic,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { codeOf } from '../classify-error.ts';
import type { Clients } from '../clients.ts';

type Sns = Pick<Clients, 'sns'>;

type Counted = { confirmed: number; pending: number };

export async function subscriptionsForLab({ sns }: Sns, TopicArn: string): Promise<Counted> {
  const counted = { confirmed: 0, pending: 0 };
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
    for (const { SubscriptionArn = '' } of Subscriptions) {
      counted[SubscriptionArn.startsWith('arn:') ? 'confirmed' : 'pending'] += 1;
    }
  }
  return counted;
}

export async function createTopicForLab({ sns }: Sns, name: string, tags: Record<string, string>): Promise<string> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name, Tags }));
  if (!TopicArn) throw new Error('SNS answered without a topic');
  return TopicArn;
}

export const subscribeForLab = ({ sns }: Sns, TopicArn: string, Endpoint: string): Promise<unknown> =>
  sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));

export const publishForLab = ({ sns }: Sns, TopicArn: string, Message: string): Promise<unknown> =>
  sns.send(new PublishCommand({ TopicArn, Subject: 'failover conformance kit', Message }));

export const deleteTopicForLab = ({ sns }: Sns, TopicArn: string): Promise<unknown> =>
  sns.send(new DeleteTopicCommand({ TopicArn }));

export async function topicExists({ sns }: Sns, TopicArn: string): Promise<boolean> {
  try {
    await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return true;
  } catch (cause) {
    if (['NotFound', 'NotFoundException'].includes(codeOf(cause))) return false;
    throw cause;
  }
}
