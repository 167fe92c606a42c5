/** What IAM is asked for one call: its action, each resource that it is weighed on, and their context. */

import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import { partitionOf } from '../../../shared/domain/partition.ts';
import type { Call, World } from '../world.ts';
import { launchRequests } from './launch-requests.ts';
import { createdRequests } from './new-resources.ts';
import type { Request } from './policy.ts';
import type { Reference } from './reference.ts';
import { type Context, kindOf, type Resource, resourceOf } from './resource-context.ts';

type Asked = Pick<Call, 'service' | 'action' | 'input'>;

const PREFIX: Record<Call['service'], string> = {
  EC2: 'ec2',
  SFN: 'states',
  CloudWatch: 'cloudwatch',
  SNS: 'sns',
  Lambda: 'lambda',
  ServiceQuotas: 'servicequotas',
};

/** Where the action is not named like the call. */
export const AS_IAM_SAYS: Record<string, string> = { 'lambda:Invoke': 'lambda:InvokeFunction' };

export function actionOf({ service, action }: Pick<Call, 'service' | 'action'>): string {
  const name = `${PREFIX[service]}:${action}`;
  return AS_IAM_SAYS[name] ?? name;
}

/** Every id that stands anywhere in the request may be a resource that it touches, but for the value of a tag. */
const idsIn = ({ Tags: _, TagSpecifications: __, ...input }: Record<string, unknown>): string[] =>
  [...JSON.stringify(input).matchAll(/"((?:eipalloc|eni|rtb|subnet|sg|lt|vpc|ami|snap|vol|i)-[0-9a-f]+)"/g)].flatMap(
    ([, id]) => id ?? [],
  );

const inAccount = ({ region, accountId }: World, service: string, name: string): string =>
  `arn:${partitionOf(region).name}:${service}:${region}:${accountId}:${name}`;

/** Outside EC2 a request names what it is about in full, or by a name. */
function outsideEc2(world: World, { service, action, input }: Asked): Resource {
  const said = (key: string): string => String(input[key]);
  if (service === 'Lambda') return { arn: inAccount(world, 'lambda', `function:${said('FunctionName')}`), context: {} };
  if (service === 'SNS') return { arn: said('TopicArn'), context: {} };
  if (action === 'ListStateMachines') return { arn: '*', context: {} };
  if (service === 'SFN')
    return { arn: said('executionArn' in input ? 'executionArn' : 'stateMachineArn'), context: {} };
  if (service === 'ServiceQuotas') {
    return { arn: inAccount(world, 'servicequotas', `${said('ServiceCode')}/${said('QuotaCode')}`), context: {} };
  }
  if (action === 'PutMetricData') return { arn: '*', context: { 'cloudwatch:namespace': said('Namespace') } };
  if (!('AlarmName' in input)) return { arn: '*', context: {} };
  const { AlarmActions, OKActions, InsufficientDataActions } = input;
  const actions = [AlarmActions, OKActions, InsufficientDataActions].flatMap((arns) => (arns ?? []) as string[]);
  const context: Context = actions.length > 0 ? { 'cloudwatch:AlarmActions': actions } : {};
  return { arn: inAccount(world, 'cloudwatch', `alarm:${said('AlarmName')}`), context };
}

type Tagging = { Tags?: { Key: string; Value?: string }[] };

/** What the request itself says, beside the resource. */
function keysOf({ action, input }: Asked): Context {
  if (/^(Create|Delete)Tags$/.test(action)) return tagKeys((input as Tagging).Tags ?? []);
  if (action !== 'ModifyNetworkInterfaceAttribute') return {};
  const { SourceDestCheck } = input as { SourceDestCheck?: { Value: boolean } };
  if (!SourceDestCheck) return { 'ec2:Attribute': 'Groups' };
  return { 'ec2:Attribute': 'SourceDestCheck', 'ec2:Attribute/SourceDestCheck': String(SourceDestCheck.Value) };
}

function tagKeys(tags: { Key: string; Value?: string | undefined }[]): Context {
  const values = tags.filter(({ Value }) => Value !== undefined);
  return {
    'aws:TagKeys': tags.map(({ Key }) => Key),
    ...Object.fromEntries(values.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, String(Value)])),
  };
}

/** A rule belongs to the group that it is of; the group that it names as its source is not weighed. */
const OF_RULES = /^(Authorize|Revoke)SecurityGroup(Ingress|Egress)$/;

/** An address that is given to an instance goes to its interface, which EC2 authorizes with it. */
const interfacesOf = (world: World, instanceId: unknown): string[] =>
  world.ec2.instances.get(String(instanceId))?.truth?.networkInterfaceIds ?? [];

function templateIds(world: World, { LaunchTemplateName }: Record<string, unknown>): string[] {
  const templates = [...world.ec2.launchTemplates.values()].flatMap(({ truth }) => truth ?? []);
  return templates.filter(({ name }) => name === LaunchTemplateName).map(({ id }) => id);
}

function existing(world: World, { action, input }: Asked): Resource[] {
  const said = OF_RULES.test(action) ? { GroupId: input.GroupId } : input;
  const holders = action === 'AssociateAddress' ? interfacesOf(world, input.InstanceId) : [];
  const ids = new Set([...idsIn(said), ...holders, ...templateIds(world, input)]);
  return [...ids].filter((id) => kindOf(id) !== 'unknown').flatMap((id) => resourceOf(world, id) ?? []);
}

/** One request for each resource: IAM weighs each with its own context. */
export function requestsOf(world: World, call: Asked, reference: Reference): Request[] {
  const action = actionOf(call);
  if (call.service !== 'EC2') {
    const { arn, context } = outsideEc2(world, call);
    return [{ action, resources: [arn], context }];
  }
  if (reference.typesOf(action).length === 0) return [{ action, resources: ['*'] }];
  if (call.action === 'RunInstances')
    return launchRequests(world, call.input as Partial<RunInstancesRequest> as RunInstancesRequest);
  const keys = keysOf(call);
  const weighed = existing(world, call).filter(({ arn }) => reference.typeOf(action, arn) !== undefined);
  return [
    ...weighed.map(({ arn, context }) => ({ action, resources: [arn], context: { ...context, ...keys } })),
    ...createdRequests(world, call),
  ];
}
