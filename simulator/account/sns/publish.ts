/** SNS in the simulated account: what was published, to the limits that the service sets. */

import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import { partitionOf } from '../../../shared/domain/partition.ts';
import { AwsError, onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';
import { arriveAt } from './notify-topic.ts';
import { listSubscriptionsByTopic } from './subscriptions.ts';

const KNOWN = ['TopicArn', 'Subject', 'Message', 'MessageAttributes'];

/** ASCII without control characters, beginning with no blank, less than 100: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT = /^[!-~][ -~]{0,98}$/;

/** Message and attributes together. */
const BYTES_MAX = 262_144;

const invalid = (message: string): AwsError => new AwsError({ code: 'InvalidParameter', message });

function publish(world: World, input: PublishInput): PublishResponse {
  onlyKnows(input, { what: 'Publish parameter', known: KNOWN });
  const { TopicArn, Subject, Message, MessageAttributes = {} } = input;
  if (!TopicArn?.startsWith(`arn:${partitionOf(world.region).name}:sns:${world.region}:`))
    throw invalid('Invalid parameter: TopicArn');
  if (!Message) throw invalid('Invalid parameter: Empty message');
  if (Subject !== undefined && !SUBJECT.test(Subject)) throw invalid('Invalid parameter: Subject');
  const attributes = Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue ?? '']),
  );
  if (Object.values(attributes).includes('')) throw invalid('Invalid parameter: an attribute value must not be empty');
  if (Buffer.byteLength(JSON.stringify(attributes) + Message) > BYTES_MAX) throw invalid('Invalid parameter: too long');
  arriveAt(world, { topicArn: TopicArn, subject: Subject ?? '', message: Message, attributes });
  return { MessageId: `message-${world.publications.length}` };
}

export const snsActions = { Publish: publish, ListSubscriptionsByTopic: listSubscriptionsByTopic };
