/** A queue of moto in which the acceptance looks for what was sent. */
import { fieldsOf, type Moto } from './moto.ts';

export async function openQueue(moto: Moto, QueueName: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl } = await moto.json('sqs', 'CreateQueue', { QueueName });
  const { Attributes } = await moto.json('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  return { url: String(QueueUrl), arn: String(fieldsOf(Attributes).QueueArn) };
}
