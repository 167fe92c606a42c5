/** Notifies operators: one message on a topic of the deployment. */
import { type MessageAttributeValue, PublishCommand } from '@aws-sdk/client-sns';
import type { Mail } from '../domain/messages/message.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

const words = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

export async function publishMail(
  { sns }: Pick<Clients, 'sns'>,
  topicArn: string,
  { subject, text, attributes }: Mail,
): Promise<void> {
  await sending(`publishing "${subject}"`, () =>
    sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        Message: text,
        MessageAttributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, words(value)])),
      }),
    ),
  );
}
