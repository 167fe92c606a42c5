/** What moto has of a resource, asked of the service that would run it, in the shape in which the template declares it. */
import { documentOf, type Fields, fieldsOf, listOf, type Moto } from '../moto.ts';
import { configurationOf, pascalKeys, pythonDocument } from './shapes.ts';

/** Undefined where the service does not know it. `name` is the physical id, `wanted` the properties. */
type Reader = (moto: Moto, name: string, wanted: Fields) => Promise<Fields | undefined>;

async function rolePolicies(moto: Moto, RoleName: string): Promise<Fields[]> {
  const { PolicyNames } = await moto.query('iam', 'ListRolePolicies', { RoleName });
  const names = Array.isArray(PolicyNames) ? PolicyNames.map(String) : [];
  return Promise.all(
    names.map(async (PolicyName) => {
      const { PolicyDocument } = await moto.query('iam', 'GetRolePolicy', { RoleName, PolicyName });
      return { PolicyName, PolicyDocument: pythonDocument(PolicyDocument) };
    }),
  );
}

async function role(moto: Moto, RoleName: string): Promise<Fields> {
  const { Role } = await moto.query('iam', 'GetRole', { RoleName });
  const { Arn, AssumeRolePolicyDocument } = fieldsOf(Role);
  const Policies = await rolePolicies(moto, RoleName);
  return { Arn, AssumeRolePolicyDocument: documentOf(AssumeRolePolicyDocument), Policies };
}

async function rule(moto: Moto, Name: string): Promise<Fields> {
  const [found, { Targets }] = await Promise.all([
    moto.json('events', 'DescribeRule', { Name }),
    moto.json('events', 'ListTargetsByRule', { Rule: Name }),
  ]);
  return { ...found, EventPattern: documentOf(found.EventPattern), Targets };
}

async function machine(moto: Moto, stateMachineArn: string): Promise<Fields> {
  const { definition, name, type, ...found } = await moto.json('states', 'DescribeStateMachine', { stateMachineArn });
  const rest = fieldsOf(pascalKeys(found));
  return { ...rest, StateMachineName: name, StateMachineType: type, DefinitionString: documentOf(definition) };
}

async function queue(moto: Moto, QueueUrl: string): Promise<Fields> {
  const { Attributes } = await moto.json('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  const attributes = fieldsOf(Attributes);
  const QueueName = String(attributes.QueueArn).split(':').at(-1);
  return { ...attributes, Arn: attributes.QueueArn, QueueName, Policy: documentOf(attributes.Policy) };
}

async function topic(moto: Moto, TopicArn: string): Promise<Fields> {
  const { Attributes } = await moto.query('sns', 'GetTopicAttributes', { TopicArn });
  const entries = listOf(fieldsOf(Attributes).entry).map(({ key, value }) => [String(key), value]);
  const attributes = fieldsOf(Object.fromEntries(entries));
  return { ...attributes, TopicName: TopicArn.split(':').at(-1), Policy: documentOf(attributes.Policy) };
}

async function logGroup(moto: Moto, logGroupNamePrefix: string): Promise<Fields | undefined> {
  const { logGroups } = await moto.json('logs', 'DescribeLogGroups', { logGroupNamePrefix });
  const found = listOf(logGroups).find(({ logGroupName }) => logGroupName === logGroupNamePrefix);
  return found && fieldsOf(pascalKeys(found));
}

const lambda = (name: unknown): string => `/2015-03-31/functions/${String(name).split(':').at(-1)}`;

async function permission(moto: Moto, _name: string, { FunctionName, SourceArn }: Fields): Promise<Fields | undefined> {
  const { Policy } = await moto.rest('lambda', 'GET', `${lambda(FunctionName)}/policy`);
  const statements = listOf(fieldsOf(documentOf(Policy)).Statement);
  const found = statements.find(({ Condition }) => JSON.stringify(Condition).includes(JSON.stringify(SourceArn)));
  return found && { ...found, FunctionName: found.Resource, SourceArn, Principal: fieldsOf(found.Principal).Service };
}

async function alarm(moto: Moto, name: string): Promise<Fields | undefined> {
  const { MetricAlarms } = await moto.json('monitoring', 'DescribeAlarms', { AlarmNames: [name] });
  return listOf(MetricAlarms)[0];
}

async function subscription(moto: Moto, _name: string, { TopicArn, Endpoint }: Fields): Promise<Fields | undefined> {
  const { Subscriptions } = await moto.query('sns', 'ListSubscriptionsByTopic', { TopicArn: String(TopicArn) });
  return listOf(Subscriptions).find((each) => each.Endpoint === Endpoint);
}

/** A policy is a resource of its own in the template, and an attribute of what it protects in the service. */
const policyOf =
  (list: string, read: Reader): Reader =>
  async (moto, _name, wanted) => {
    const [protectedOne] = Array.isArray(wanted[list]) ? wanted[list] : [];
    const found = await read(moto, String(protectedOne), {});
    return found?.Policy === undefined ? undefined : { [list]: wanted[list], PolicyDocument: found.Policy };
  };

export const READERS: Record<string, Reader> = {
  'AWS::IAM::Role': role,
  'AWS::Lambda::Function': async (moto, name) => configurationOf(await moto.rest('lambda', 'GET', lambda(name))),
  'AWS::Events::Rule': rule,
  'AWS::StepFunctions::StateMachine': machine,
  'AWS::SQS::Queue': queue,
  'AWS::SNS::Topic': topic,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Lambda::Permission': permission,
  'AWS::CloudWatch::Alarm': (moto, name, wanted) => alarm(moto, String(wanted.AlarmName ?? name)),
  'AWS::Scheduler::Schedule': (moto, _name, { Name }) => moto.rest('scheduler', 'GET', `/schedules/${Name}`),
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::TopicPolicy': policyOf('Topics', topic),
  'AWS::SQS::QueuePolicy': policyOf('Queues', queue),
  'AWS::Lambda::EventInvokeConfig': async (moto, _name, wanted) => ({
    ...wanted,
    DestinationConfig: undefined,
    ...(await moto.rest('lambda', 'GET', eventInvokePath(wanted))),
    FunctionName: wanted.FunctionName,
  }),
};

export const eventInvokePath = ({ FunctionName }: Fields): string =>
  `/2019-09-25/functions/${FunctionName}/event-invoke-config`;
