/** What moto's CloudFormation does not know, and its services do: made by the calls that CloudFormation would make, with the template's properties. */
import { type Fields, listOf, type Moto } from '../moto.ts';
import { eventInvokePath } from './readers.ts';

type Maker = (moto: Moto, wanted: Fields) => Promise<unknown>;

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function strings(fields: Fields, keys: string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, String(fields[key])]));
}

async function eventInvokeConfig(moto: Moto, wanted: Fields): Promise<unknown> {
  const { FunctionName: _name, Qualifier: _qualifier, ...configuration } = wanted;
  return moto.rest('lambda', 'PUT', eventInvokePath(wanted), configuration);
}

async function schedule(moto: Moto, { Name, ...wanted }: Fields): Promise<unknown> {
  return moto.rest('scheduler', 'POST', `/schedules/${Name}`, wanted);
}

async function topicPolicy(moto: Moto, { Topics, PolicyDocument }: Fields): Promise<unknown> {
  const policy = { AttributeName: 'Policy', AttributeValue: JSON.stringify(PolicyDocument) };
  return Promise.all(names(Topics).map((TopicArn) => moto.query('sns', 'SetTopicAttributes', { TopicArn, ...policy })));
}

async function queuePolicy(moto: Moto, { Queues, PolicyDocument }: Fields): Promise<unknown> {
  const Attributes = { Policy: JSON.stringify(PolicyDocument) };
  return Promise.all(names(Queues).map((QueueUrl) => moto.json('sqs', 'SetQueueAttributes', { QueueUrl, Attributes })));
}

export const MAKERS: Record<string, Maker> = {
  'AWS::CloudWatch::Alarm': (moto, wanted) => moto.json('monitoring', 'PutMetricAlarm', wanted),
  'AWS::Scheduler::Schedule': schedule,
  'AWS::SNS::Subscription': (moto, wanted) =>
    moto.query('sns', 'Subscribe', strings(wanted, ['TopicArn', 'Protocol', 'Endpoint'])),
  'AWS::SNS::TopicPolicy': topicPolicy,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
};

/** Logical ids and types of what the stack has, as moto lists it. */
export async function listed(moto: Moto, StackName: string): Promise<Map<string, string>> {
  const { StackResourceSummaries } = await moto.query('cloudformation', 'ListStackResources', { StackName });
  const known = listOf(StackResourceSummaries).filter(({ LogicalResourceId }) => LogicalResourceId !== undefined);
  return new Map(known.map((each) => [String(each.LogicalResourceId), String(each.PhysicalResourceId ?? '')]));
}
