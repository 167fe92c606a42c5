/** Tells people: one message on the deployment's topic. */
import { type MessageAttributeValue, PublishCommand } from '@aws-sdk/client-sns';
import { factsJson } from '../domain/messages/facts-json.ts';
import type { Message } from '../domain/messages/message.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

const words = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

/** The attributes say the same to machines: subscriptions filter by them, and `facts` carries every fact. */
export async function publish(
  { sns }: Pick<Clients, 'sns'>,
  topicArn: string,
  { appliance, kind, severity, subject, text, facts }: Message,
): Promise<void> {
  const attributes = { appliance, kind, severity, facts: factsJson(facts) };
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
