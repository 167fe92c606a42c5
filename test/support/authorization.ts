/** What IAM would be asked for a call that the simulator saw: its action, each resource it touches, and their context. */
import type { FunctionName } from '../../shared/machines/time-outs.ts';
import type { Tags } from '../../simulator/filters.ts';
import type { Call, World } from '../../simulator/world.ts';
import { ec2, image, snapshot } from './account.ts';
import type { Request } from './policy.ts';

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

export function actionOf({ service, action }: Call): string {
  const name = `${PREFIX[service]}:${action}`;
  return AS_IAM_SAYS[name] ?? name;
}

/** Tags given at launch are authorized as CreateTags, and what a function comes to is handed over by Lambda itself. */
export const WITHOUT_A_CALL: Partial<Record<FunctionName, string[]>> = {
  'launch-replacement': ['ec2:CreateTags'],
  sweep: ['lambda:InvokeFunction'],
  'route-instance-event': ['sqs:SendMessage'],
  notify: ['sqs:SendMessage'],
  'launch-proof': ['ec2:CreateTags'],
  // Lambda puts it into the VPC in its name.
  'prove-service': [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
};

type Resource = { arn: string; context: Record<string, string> };

/** Those of images and EBS snapshots name no account. */
function arnOf(kind: string, id: string): string {
  if (kind === 'image') return image(id);
  return kind === 'snapshot' ? snapshot(id) : ec2(`${kind}/${id}`);
}

const tagged = (tags: Tags): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, String(value)]));

/** Tags as they are at the end of a story: those that our policies ask for never change once they are set. */
function resource(world: World, { kind, id }: { kind: string; id: string }): Resource {
  const { addresses, instances, networkInterfaces, routeTables, subnets, launchTemplates, images } = world.ec2;
  const { securityGroups, vpcs, ebsSnapshots, gone } = world.ec2;
  const kinds = [addresses, instances, networkInterfaces, routeTables, subnets, launchTemplates, images];
  const tables = [...kinds, securityGroups, vpcs, ebsSnapshots];
  const listed = tables.flatMap((table) => table.get(id)?.truth ?? table.get(id)?.past.at(-1)?.value ?? [])[0];
  const found = listed ?? gone.get(id);
  const address = addresses.get(id)?.truth;
  const publicIp = address ? { 'ec2:PublicIpAddress': address.publicIp } : {};
  const owner = kind === 'image' ? { 'ec2:Owner': world.accountId } : {};
  return { arn: arnOf(kind, id), context: { ...tagged(found?.tags ?? {}), ...publicIp, ...owner } };
}

const KIND_BY_PREFIX: Record<string, string> = {
  'eipalloc-': 'elastic-ip',
  'eni-': 'network-interface',
  'rtb-': 'route-table',
  'subnet-': 'subnet',
  'sg-': 'security-group',
  'lt-': 'launch-template',
  'vpc-': 'vpc',
  'ami-': 'image',
  'snap-': 'snapshot',
  'i-': 'instance',
};

const kindOf = (id: string): string => KIND_BY_PREFIX[/^[a-z]+-/.exec(id)?.[0] ?? ''] ?? 'unknown';

/** Every id that stands anywhere in the request is a resource that it touches. */
const idsIn = (input: Record<string, unknown>): string[] =>
  [...JSON.stringify(input).matchAll(/"((?:eipalloc|eni|rtb|subnet|sg|lt|vpc|ami|snap|i)-[0-9a-f]+)"/g)].flatMap(
    ([, id]) => id ?? [],
  );

type Specification = { TagSpecifications?: { Tags?: { Key: string; Value: string }[] }[] };

/** What is made by the call itself carries the tags that it asks for. */
function born(kinds: string[], input: Record<string, unknown>): Resource[] {
  const tags = (input as Specification).TagSpecifications?.[0]?.Tags ?? [];
  const context = Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]));
  return kinds.map((kind) => ({ arn: arnOf(kind, '*'), context }));
}

const BORN: Record<string, string[]> = {
  RunInstances: ['instance', 'volume', 'network-interface'],
  CreateLaunchTemplate: ['launch-template'],
  CreateImage: ['image', 'snapshot'],
  CreateSecurityGroup: ['security-group'],
};

/** What a request names in full, outside EC2. */
const NAMED: Record<string, string> = { StartExecution: 'stateMachineArn', Publish: 'TopicArn' };

function tagKeys(input: Record<string, unknown>): Record<string, string[]> {
  const tags = (input as { Tags?: { Key: string }[] }).Tags ?? [];
  return { 'aws:TagKeys': tags.map(({ Key }) => Key) };
}

const alarmArn = (world: World, name: string): string =>
  `arn:aws:cloudwatch:${world.region}:${world.accountId}:alarm:${name}`;

/** The kinds of resource on which IAM weighs an action, where the request names others besides (service authorization reference). */
const WEIGHED: Record<string, string[]> = {
  ReplaceRoute: ['route-table'],
  CreateRoute: ['route-table'],
  CreateLaunchTemplate: [],
  CreateLaunchTemplateVersion: ['launch-template'],
};

/** A rule belongs to the group that it is of; the group that it names as its source is not weighed. */
const OF_RULES = /^(Authorize|Revoke)SecurityGroup(Ingress|Egress)$/;

/** One request for each resource: IAM weighs each with its own context. */
export function requestsOf(world: World, call: Call): Request[] {
  const { action, input, service } = call;
  const name = actionOf(call);
  if (action === 'PutMetricData') {
    return [{ action: name, resources: ['*'], context: { 'cloudwatch:namespace': String(input.Namespace) } }];
  }
  if (service === 'Lambda') {
    const arn = `arn:aws:lambda:${world.region}:${world.accountId}:function:${input.FunctionName}`;
    return [{ action: name, resources: [arn], context: {} }];
  }
  if (service === 'CloudWatch') return [{ action: name, resources: [alarmArn(world, String(input.AlarmName))] }];
  if (NAMED[action]) return [{ action: name, resources: [String(input[NAMED[action]])] }];
  const said = OF_RULES.test(action) ? { GroupId: input.GroupId } : input;
  const named = idsIn(said).filter((id) => WEIGHED[action]?.includes(kindOf(id)) ?? true);
  const existing = named.map((id) => resource(world, { kind: kindOf(id), id }));
  const made = born(BORN[action] ?? [], input);
  const holders = action === 'AssociateAddress' ? interfacesOf(world, String(input.InstanceId)) : [];
  const all = [...existing, ...made, ...holders];
  return all.map(({ arn, context }) => ({
    action: name,
    resources: [arn],
    context: { ...context, ...(/^(Create|Delete)Tags$/.test(action) ? tagKeys(input) : {}) },
  }));
}

/** An address that is given to an instance goes to its interface, which EC2 authorizes with it. */
function interfacesOf(world: World, instanceId: string): Resource[] {
  const ids = world.ec2.instances.get(instanceId)?.truth?.networkInterfaceIds ?? [];
  return ids.map((id) => resource(world, { kind: 'network-interface', id }));
}
