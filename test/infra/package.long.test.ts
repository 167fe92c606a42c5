/**
 * What `npm run package` writes: of the example, and of the same with probe.subnets and in China, offline and without credentials, into
 * temporary folders. One after the other and in this file alone: the packager builds in one folder of the repository.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzip } from '../../cli/acceptance/unzip.ts';
import type { Statement } from '../../infra/grants/grant.ts';
import { statementsFor } from '../../infra/permissions.ts';
import { loadConfiguration } from '../../shared/config.ts';
import { readAlarmName } from '../../shared/domain/decision/trigger.ts';
import { REFERENCES_MAX } from '../../shared/domain/probing/references.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { parseRotation } from '../../shared/steps/rotation/input.ts';
import { ACCOUNT } from '../support/account.ts';

type Resource = { Type: string; Properties: Record<string, unknown> };

/** The largest is check-readiness, with the clients of five services and the proof of images: 318,584 bytes. What a takeover waits for is smaller. */
const FILE_SIZE_MAX = 325_000;
const PACKAGING_TIMEOUT_MS = 240_000;
const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS);

const folder = mkdtempSync(join(tmpdir(), 'failover-package-'));
const template = (into: string): string => join(into, 'cloudformation-template-update-stack.json');
const withSubnets = join(folder, 'asked');
let resources: Record<string, Resource> = {};
let askedResources: Record<string, Resource> = {};

/** No region, no profile, no key: the machine's own settings must make no difference. */
const bareEnvironment = { HOME: folder, TMPDIR: folder, SLS_NOTIFICATIONS_MODE: 'off' };

function packaged(into: string, environment: Record<string, string> = {}): Record<string, Resource> {
  const serverless = join('node_modules', 'serverless', 'bin', 'serverless.js');
  const env = { ...bareEnvironment, ...environment };
  execFileSync(process.execPath, [serverless, 'package', '--package', into], { env, stdio: 'pipe' });
  return JSON.parse(readFileSync(template(into), 'utf8')).Resources;
}

beforeAll(() => {
  resources = packaged(folder);
  const asked = readFileSync('appliances.yml', 'utf8')
    .replace('region: ap-northeast-1', 'region: cn-north-1\nreservedConcurrency: 2')
    .replace('vpc: my-vpc', 'vpc: vpc-0a1b2c3d')
    .replace('failures: 12 }', 'failures: 12, subnets: [subnet-0a1b2c3d, subnet-1a1b2c3d] }');
  const APPLIANCES_FILE = join(folder, 'asked.yml');
  writeFileSync(APPLIANCES_FILE, asked);
  askedResources = packaged(withSubnets, { APPLIANCES_FILE });
}, PACKAGING_TIMEOUT_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ofType = (type: string): Resource[] => Object.values(resources).filter(({ Type }) => Type === type);

const property = (of: string, name: string): unknown => resources[of]?.Properties[name];

describe('the functions', () => {
  test('are those that have a time-out, named for their files, with that time-out', () => {
    const packaged = ofType('AWS::Lambda::Function').map(({ Properties }) => [
      Properties.FunctionName,
      Properties.Timeout,
    ]);
    const wanted = Object.entries(FUNCTION_TIMEOUT_SECONDS).map(([name, seconds]) => [`failover-dev-${name}`, seconds]);
    expect(Object.fromEntries(packaged)).toEqual(Object.fromEntries(wanted));
  });

  test('run on Node 24 and arm64, each with a role of its own', () => {
    const functions = ofType('AWS::Lambda::Function').map(({ Properties }) => Properties);
    expect(new Set(functions.map(({ Runtime }) => Runtime))).toEqual(new Set(['nodejs24.x']));
    expect(new Set(functions.map(({ Architectures }) => String(Architectures)))).toEqual(new Set(['arm64']));
    expect(new Set(functions.map(({ Role }) => JSON.stringify(Role))).size).toBe(NAMES.length);
  });

  test('learn of the takeover machine by its name, because a reference would be circular', () => {
    const environment = JSON.stringify(property('AssessLambdaFunction', 'Environment'));
    expect(environment).toContain('"STAGE":"dev"');
    expect(environment).toContain('"SWEEP_ROLE_NAME":{"Ref":"SweepRole"}');
    expect(environment).toMatch(/"TAKEOVER_MACHINE_ARN":{"Fn::Sub":"arn:[^"]+:stateMachine:failover-dev-takeover"}/);
  });

  test.each(NAMES)(
    '%s is one small file whose handler can be imported, with the licences of what it carries',
    async (name) => {
      const archive = join(folder, `${name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}.zip`);
      const files = unzip(readFileSync(archive));
      const [[path, code] = ['', ''], ...more] = [...files].filter(([file]) => file !== 'THIRD-PARTY-NOTICES');
      const unpacked = join(folder, 'unpacked', path);
      mkdirSync(dirname(unpacked), { recursive: true });
      writeFileSync(unpacked, code);
      const script = `import(${JSON.stringify(pathToFileURL(unpacked).href)}).then((m) => console.log(typeof m.handler))`;
      expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('function');
      expect(more).toEqual([]);
      expect(files.get('THIRD-PARTY-NOTICES')?.toString()).toBe(readFileSync('THIRD-PARTY-NOTICES', 'utf8'));
      // A cold start reads the code, and never the licences beside it.
      const licences = deflateRawSync(files.get('THIRD-PARTY-NOTICES') ?? '').length;
      expect(statSync(archive).size - licences).toBeLessThan(FILE_SIZE_MAX);
    },
  );
});

/** Pseudo parameters as CloudFormation would put them into the account of the tests. */
function deployed(value: unknown): unknown {
  const text = JSON.stringify(value).replace(/\{"Fn::Sub":("(?:[^"\\]|\\.)*")\}/g, '$1');
  const pseudo = { Partition: ACCOUNT.partition, Region: ACCOUNT.region, AccountId: ACCOUNT.accountId };
  return JSON.parse(text.replace(/\$\{AWS::(\w+)\}/g, (_, name: keyof typeof pseudo) => pseudo[name]));
}

const roleOf = (name: string): string =>
  `${name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Role`;

describe('the compiled roles', () => {
  // Those are the statements that test/infra/seen-calls.long.test.ts weighs against what each function did.
  test.each(NAMES)('%s has the statements that its calls are weighed against, and its own log', (name) => {
    const [policy] = deployed(property(roleOf(name), 'Policies')) as { PolicyDocument: { Statement: Statement[] } }[];
    const [log, ...statements] = policy?.PolicyDocument.Statement ?? [];
    expect(log?.Resource).toEqual([
      `arn:aws:logs:${ACCOUNT.region}:${ACCOUNT.accountId}:log-group:/aws/lambda/failover-dev-${name}:*`,
    ]);
    expect(statements).toEqual(statementsFor(name as FunctionName, loadConfiguration('appliances.yml'), ACCOUNT));
  });
});

describe('the partition', () => {
  test('is literal in no ARN of the template', () => {
    for (const into of [folder, withSubnets]) {
      const text = readFileSync(template(into), 'utf8');
      expect(text.match(/arn:aws[\w-]*:[^"]*/g)).toBeNull();
      expect(text.match(/arn:\$\{AWS::Partition\}/g)?.length).toBeGreaterThan(50);
    }
  });

  test('of the nested start is that of the stack', () => {
    const { 'Fn::Sub': definition } = property('FailoverStateMachine', 'DefinitionString') as { 'Fn::Sub': string };
    expect(definition).toMatch(/"Resource": "arn:\$\{AWS::Partition\}:states:::states:startExecution"/);
  });

  test('decides the hosts that distinguish a failed appliance from a lost network', () => {
    const environmentIn = (from: Record<string, Resource>) => from.AssessLambdaFunction?.Properties.Environment;
    const hosts = (domain: string) => ({
      Variables: { REFERENCE_HOSTS: `ec2.${domain},sts.${domain},dynamodb.${domain}` },
    });
    expect(environmentIn(resources)).toMatchObject(hosts('ap-northeast-1.amazonaws.com'));
    expect(environmentIn(askedResources)).toMatchObject(hosts('cn-north-1.amazonaws.com.cn'));
  });

  test('leaves room to resolve five references, a host of the appliance and CloudWatch at the same time', () => {
    const [, threads] =
      /"UV_THREADPOOL_SIZE":"(\d+)"/.exec(JSON.stringify(property('AssessLambdaFunction', 'Environment'))) ?? [];
    expect(Number(threads) / 2).toBeGreaterThanOrEqual(REFERENCES_MAX + 2);
  });
});

describe('the state machines', () => {
  test.each(['Failover', 'Takeover', 'Rotation'])('%s has its own id, name and log', (machine) => {
    const id = `${machine}StateMachine`;
    expect(property(id, 'StateMachineName')).toBe(`failover-dev-${machine.toLowerCase()}`);
    expect(property(id, 'LoggingConfiguration')).toMatchObject({ Level: 'ERROR', IncludeExecutionData: true });
  });

  test('may call exactly the functions of their story', () => {
    const calls = (role: string): string[] =>
      [...JSON.stringify(property(role, 'Policies')).matchAll(/(\w+)LambdaFunction/g)].flatMap(([, id]) => id ?? []);
    const filesOf = (machine: string): string[] => readdirSync(join('functions', machine)).sort();
    for (const machine of ['failover', 'takeover', 'rotation']) {
      const role = `${machine.charAt(0).toUpperCase()}${machine.slice(1)}MachineRole`;
      const files = calls(role).map((id) => `${id.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase()}.ts`);
      expect(files.sort()).toEqual(filesOf(machine));
    }
  });
});

type Target = {
  Arn: { 'Fn::GetAtt'?: string[]; Ref?: string };
  RetryPolicy: Record<string, number>;
  DeadLetterConfig?: unknown;
};

const targetOf = (rule: string): Target | undefined => (property(rule, 'Targets') as Target[])[0];

describe('the events', () => {
  test('start the failover machine for our alarms alone, and not for old ones', () => {
    const text = JSON.stringify(property('AlarmRule', 'EventPattern'));
    expect(text).toContain('failover-dev-*-status-check');
    expect(text).toContain('failover-dev-*-probe');
    expect(text).toContain('"value":["ALARM"]');
    expect(property('AlarmRule', 'Targets')).toMatchObject([{ RetryPolicy: { MaximumEventAgeInSeconds: 900 } }]);
  });

  test.each([
    { rule: 'AlarmRule', target: { Ref: 'FailoverStateMachine' } },
    { rule: 'InstanceRule', target: { 'Fn::GetAtt': ['RouteInstanceEventLambdaFunction', 'Arn'] } },
  ])('of $rule that cannot be delivered wait in a queue that only these rules fill', ({ rule, target }) => {
    const dead = { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['UndeliveredEventsQueue', 'Arn'] } } };
    expect(targetOf(rule)).toMatchObject({ Arn: target, ...dead });
    expect(targetOf(rule)?.RetryPolicy.MaximumEventAgeInSeconds).toBe(900);
    const policy = JSON.stringify(property('UndeliveredEventsQueuePolicy', 'PolicyDocument'));
    expect(policy).toContain(`{"Fn::GetAtt":["${rule}","Arn"]}`);
    expect(policy.match(/Rule"/g)).toHaveLength(2);
  });

  test.each([
    { rule: 'SweepRule', target: 'SweepLambdaFunction' },
    { rule: 'ProbeRule', target: 'ProbeApplianceLambdaFunction' },
  ])('of $rule come every minute, and never late', ({ rule, target }) => {
    expect(property(rule, 'ScheduleExpression')).toBe('rate(1 minute)');
    expect(targetOf(rule)).toMatchObject({
      Arn: { 'Fn::GetAtt': [target, 'Arn'] },
      RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
    });
  });

  test('of the clock ask every hour whether all is ready', () => {
    expect(property('ReadinessRule', 'ScheduleExpression')).toBe('rate(1 hour)');
    expect(targetOf('ReadinessRule')?.Arn).toEqual({ 'Fn::GetAtt': ['CheckReadinessLambdaFunction', 'Arn'] });
  });

  test('of executions reach notify: the beginning of a takeover, and the end of everything', () => {
    const detail = (rule: string) => (property(rule, 'EventPattern') as { detail: unknown }).detail;
    expect(detail('TakeoverRule')).toEqual({
      stateMachineArn: [{ wildcard: '*:stateMachine:failover-dev-takeover' }],
      status: ['RUNNING'],
    });
    expect(detail('ExecutionRule')).toEqual({
      stateMachineArn: [{ wildcard: '*:stateMachine:failover-dev-*' }],
      status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
    });
  });

  test('may call the function that each rule names', () => {
    const rules = Object.keys(resources).filter((id) => resources[id]?.Type === 'AWS::Events::Rule');
    expect(rules).toHaveLength(7);
    for (const rule of rules.filter((id) => id !== 'AlarmRule')) {
      const [target] = targetOf(rule)?.Arn['Fn::GetAtt'] ?? [];
      expect(resources[rule.replace(/Rule$/, 'Permission')]?.Properties).toEqual({
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [target, 'Arn'] },
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [rule, 'Arn'] },
      });
    }
    expect(JSON.stringify(property('AlarmRuleRole', 'Policies'))).toContain('{"Ref":"FailoverStateMachine"}');
  });
});

describe('the schedule of a rotation', () => {
  const schedule = () => ofType('AWS::Scheduler::Schedule').map(({ Properties }) => Properties)[0];
  const target = () => deployed(schedule()?.Target) as Target & { Arn: string; Input: string };

  test('is that of the configuration, in its time zone and to the minute', () => {
    expect(ofType('AWS::Scheduler::Schedule')).toHaveLength(1);
    expect(schedule()).toMatchObject({
      Name: 'failover-dev-sophos-rotation',
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Tokyo',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });

  test('starts our machine with an input that its first step understands, under a name that says whose it is', () => {
    const said = target()
      .Input.replace('<aws.scheduler.execution-id>', 'd32c5kddcf5bb8c3')
      .replace('<aws.scheduler.scheduled-time>', '2026-11-21T18:00:00Z');
    const { StateMachineArn, Name, Input } = JSON.parse(said);
    expect(target().Arn).toBe('arn:aws:scheduler:::aws-sdk:sfn:startExecution');
    expect(StateMachineArn).toBe(
      `arn:aws:states:${ACCOUNT.region}:${ACCOUNT.accountId}:stateMachine:failover-dev-rotation`,
    );
    expect(Name).toMatch(/^rotation-sophos_[\w-]{1,30}$/);
    const execution = { Id: 'arn', StartTime: '2026-11-21T18:00:04.120Z', Input: JSON.parse(Input) };
    expect(parseRotation({ execution, done: {} })).toMatchObject({
      asked: { appliance: 'sophos', requestedBy: 'schedule' },
      meantAt: '2026-11-21T18:00:00.000Z',
    });
  });

  test('may start that machine and nothing else, and leaves what it gives up on in the queue', () => {
    const [policy] = property('RotationScheduleRole', 'Policies') as { PolicyDocument: { Statement: Statement[] } }[];
    const queue = { 'Fn::GetAtt': ['UndeliveredEventsQueue', 'Arn'] };
    expect(policy?.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: ['states:StartExecution'], Resource: [{ Ref: 'RotationStateMachine' }] },
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [queue] },
    ]);
    expect(property('RotationScheduleRole', 'AssumeRolePolicyDocument')).toMatchObject({
      Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }],
    });
    expect(target()).toMatchObject({ DeadLetterConfig: { Arn: queue } });
  });
});

describe('what calls the functions', () => {
  const asked = (name: string) => resources[`${name}LambdaEvConf`]?.Properties;

  test('hands what a sweep found to notify, and lets no sweep or probe come late', () => {
    const toNotify = { OnSuccess: { Destination: { 'Fn::GetAtt': ['NotifyLambdaFunction', 'Arn'] } } };
    const never = { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 };
    expect(asked('Sweep')).toMatchObject({ ...never, DestinationConfig: toNotify });
    expect(asked('CheckReadiness')).toMatchObject({ MaximumRetryAttempts: 0, DestinationConfig: toNotify });
    expect(asked('ProbeAppliance')).toMatchObject({ ...never, DestinationConfig: {} });
  });

  test('repeats what failed, and keeps it when it failed for the last time', () => {
    const into = (queue: string) => ({ OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } });
    expect(asked('Notify')).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 });
    expect(asked('Notify')).toMatchObject({ DestinationConfig: into('UntoldQueue') });
    expect(asked('RouteInstanceEvent')).toMatchObject({ DestinationConfig: into('UndeliveredEventsQueue') });
  });

  test('has executions of its own only where the configuration reserves some, for the two that may not be late', () => {
    const reserved = (of: Record<string, Resource>) =>
      Object.values(of).flatMap(({ Properties }) =>
        Properties.ReservedConcurrentExecutions === undefined
          ? []
          : [[Properties.FunctionName, Properties.ReservedConcurrentExecutions]],
      );
    expect(reserved(resources)).toEqual([]);
    expect(reserved(askedResources).sort()).toEqual([
      ['failover-dev-probe-appliance', 2],
      ['failover-dev-sweep', 2],
    ]);
  });

  test('gives the prober of one appliance the least memory that there is', () => {
    expect(property('ProbeApplianceLambdaFunction', 'MemorySize')).toBe(128);
    expect(property('SweepLambdaFunction', 'MemorySize')).toBe(512);
  });
});

describe('the notifications', () => {
  const alarms = () => ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

  test('reach everybody whom any appliance names', () => {
    expect(property('NotificationsTopic', 'TopicName')).toBe('failover-dev-notifications');
    expect(ofType('AWS::SNS::Subscription').map(({ Properties }) => Properties)).toEqual([
      { TopicArn: { Ref: 'NotificationsTopic' }, Protocol: 'email', Endpoint: 'ops@example.com' },
    ]);
  });

  test('may be spoken by alarms of ours in this account', () => {
    const [statement] = (property('NotificationsTopicPolicy', 'PolicyDocument') as { Statement: unknown[] }).Statement;
    expect(statement).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    expect(JSON.stringify(statement)).toContain(':alarm:failover-dev-*');
  });

  test('come from alarms that watch the watchmen, none of which could start a failover', () => {
    const names = alarms().map(({ AlarmName }) => String(AlarmName));
    expect(names.sort()).toEqual([
      'failover-dev-mail-failed',
      'failover-dev-rotation-failed',
      'failover-dev-sophos-image-age',
      'failover-dev-sophos-not-ready',
      'failover-dev-sophos-prober-silent',
      'failover-dev-sweep-silent',
      'failover-dev-undelivered-events',
      'failover-dev-untold',
    ]);
    expect(names.filter((name) => readAlarmName(name, 'dev'))).toEqual([]);
  });

  test('of an alarm go to people directly, and say what to do in a document that is there', () => {
    for (const { AlarmActions, AlarmDescription } of alarms()) {
      expect(AlarmActions).toEqual([{ Ref: 'NotificationsTopic' }]);
      expect(String(AlarmDescription).length).toBeLessThanOrEqual(1024);
      const [document = ''] = /docs\/\S+\.md/.exec(String(AlarmDescription)) ?? [];
      expect(existsSync(document)).toBe(true);
    }
  });

  test('of an alarm are none that notify sends as well: a failed rotation is notified once', () => {
    const silent = alarms().filter(({ ActionsEnabled }) => ActionsEnabled === false);
    expect(silent.map(({ AlarmName }) => AlarmName)).toEqual(['failover-dev-rotation-failed']);
  });

  test('of silence come when nothing at all is heard', () => {
    expect(property('SweepSilentAlarm', 'TreatMissingData')).toBe('breaching');
    expect(alarms().find(({ AlarmName }) => AlarmName === 'failover-dev-sophos-prober-silent')).toMatchObject({
      Namespace: 'SophosFailover',
      MetricName: 'ProbeFailed',
      Dimensions: [{ Name: 'Appliance', Value: 'sophos' }],
      Statistic: 'SampleCount',
      Period: 300,
      TreatMissingData: 'breaching',
    });
  });
});

describe('the alarms of readiness', () => {
  const alarm = (name: string) =>
    ofType('AWS::CloudWatch::Alarm').find(({ Properties }) => Properties.AlarmName === name)?.Properties;
  const sophos = { Namespace: 'SophosFailover', Dimensions: [{ Name: 'Appliance', Value: 'sophos' }], Period: 3600 };

  test('report three hours that were red, or in which no check ran', () => {
    expect(alarm('failover-dev-sophos-not-ready')).toMatchObject({
      ...{ ...sophos, MetricName: 'Ready', Threshold: 1, ComparisonOperator: 'LessThanThreshold' },
      ...{ EvaluationPeriods: 3, TreatMissingData: 'breaching' },
    });
  });

  test('tell of an image that should have been replaced two hours ago, and no younger age hides it', () => {
    expect(alarm('failover-dev-sophos-image-age')).toMatchObject({
      Statistic: 'Maximum',
      ...{ ...sophos, MetricName: 'ImageAgeHours', Threshold: 26, ComparisonOperator: 'GreaterThanThreshold' },
    });
  });
});

test('a rotation that fails or times out alarms, even if its event is lost; one that was stopped does not', () => {
  const metrics = property('RotationFailedAlarm', 'Metrics') as { MetricStat?: { Metric: Record<string, unknown> } }[];
  expect(metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])).toEqual(
    ['ExecutionsFailed', 'ExecutionsTimedOut'].map((MetricName) => ({
      ...{ Namespace: 'AWS/States', MetricName },
      Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: 'RotationStateMachine' } }],
    })),
  );
  expect(resources.RotationStateMachine?.Type).toBe('AWS::StepFunctions::StateMachine');
  expect(property('RotationFailedAlarm', 'TreatMissingData')).toBe('notBreaching');
});

test('the Recycle Bin keeps pruned images only where the configuration asks for it', () => {
  expect(ofType('AWS::Rbin::Rule')).toEqual([]);
  const asked = join(folder, 'recycled.yml');
  writeFileSync(asked, readFileSync('appliances.yml', 'utf8').replace('keep: 7', 'keep: 7, recycleBin: 14'));
  const script = `console.log(JSON.stringify(require(${JSON.stringify(join(process.cwd(), 'infra', 'recycle-bin.cjs'))})))`;
  const env = { ...bareEnvironment, APPLIANCES_FILE: asked };
  const { Resources } = JSON.parse(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }));
  const rules = Object.values(Resources as Record<string, Resource>);
  expect(rules.map(({ Properties }) => Properties.ResourceType).sort()).toEqual(['EBS_SNAPSHOT', 'EC2_IMAGE']);
  for (const { Properties } of rules) {
    expect(Properties).toMatchObject({
      ResourceTags: [{ ResourceTagKey: 'failover:appliance', ResourceTagValue: 'sophos' }],
      RetentionPeriod: { RetentionPeriodValue: 14, RetentionPeriodUnit: 'DAYS' },
    });
  }
});

describe('with probe.subnets', () => {
  const GROUP = { 'Fn::GetAtt': ['ProveServiceGroup', 'GroupId'] };
  const asked = (of: string, name: string): unknown => askedResources[of]?.Properties[name];

  test('one function stands in them, in a security group of its own', () => {
    expect(asked('ProveServiceLambdaFunction', 'VpcConfig')).toEqual({
      SecurityGroupIds: [GROUP],
      SubnetIds: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'],
    });
    const inside = Object.values(askedResources).filter(({ Properties }) => Properties.VpcConfig);
    expect(inside.map(({ Properties }) => Properties.FunctionName)).toEqual(['failover-dev-prove-service']);
  });

  test('nothing enters that group, and it is left by the port of the probe alone', () => {
    const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
    expect(askedResources.ProveServiceGroup).toMatchObject({
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: 'vpc-0a1b2c3d', SecurityGroupEgress: [rule] },
    });
    expect(asked('ProveServiceGroup', 'SecurityGroupIngress')).toBeUndefined();
  });

  test('only the function that opens the group of the proofs knows for which function', () => {
    const knowing = Object.entries(askedResources).filter(([, { Properties }]) =>
      JSON.stringify(Properties.Environment ?? '').includes('PROVE_SERVICE_GROUP_ID'),
    );
    expect(knowing.map(([id]) => id)).toEqual(['LaunchProofLambdaFunction']);
    const environment = asked('LaunchProofLambdaFunction', 'Environment');
    expect(environment).toMatchObject({ Variables: { PROVE_SERVICE_GROUP_ID: GROUP, STAGE: 'dev' } });
  });

  test('what Lambda needs for that is a policy of its own, on which the group depends, so that it is deleted last', () => {
    expect(askedResources.ProveServiceGroup).toMatchObject({ DependsOn: ['ProveServiceVpcPolicy'] });
    expect(askedResources.ProveServiceVpcPolicy).toMatchObject({
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'ProveServiceRole' }] },
    });
    expect(JSON.stringify(askedResources.ProveServiceVpcPolicy)).toContain('ec2:DeleteNetworkInterface');
    expect(JSON.stringify(askedResources.ProveServiceRole)).not.toContain('ec2:');
  });

  test('and without them no role has any of it', () => {
    expect(ofType('AWS::IAM::Policy')).toEqual([]);
    expect(JSON.stringify(resources)).not.toContain('ec2:DeleteNetworkInterface');
  });

  test('and without them that function stands nowhere, and there is no group', () => {
    expect(property('ProveServiceLambdaFunction', 'VpcConfig')).toBeUndefined();
    expect(ofType('AWS::EC2::SecurityGroup')).toEqual([]);
    expect(JSON.stringify(property('LaunchProofLambdaFunction', 'Environment'))).not.toContain('PROVE_SERVICE');
  });
});

describe('the queues', () => {
  const statements = (queue: string) =>
    (property(`${queue}Policy`, 'PolicyDocument') as { Statement: Record<string, unknown>[] }).Statement;

  test.each(['UndeliveredEventsQueue', 'UntoldQueue'])('%s refuses what does not come by TLS', (queue) => {
    expect(statements(queue)).toContainEqual({
      ...{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: { 'Fn::GetAtt': [queue, 'Arn'] } },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  type Rule = { EventPattern?: object; Targets: Target[] };
  const rules = () =>
    Object.entries(resources)
      .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
      .map(([id, { Properties }]) => ({ id, ...(Properties as Rule) }));
  const queueOf = ({ DeadLetterConfig }: Target) =>
    (DeadLetterConfig as { Arn: { 'Fn::GetAtt': string[] } } | undefined)?.Arn['Fn::GetAtt'][0];

  test('UntoldQueue takes what no rule can deliver to notify, and every event has a queue that its rule may fill', () => {
    const [notifying, silent] = [[] as string[], [] as string[]];
    for (const { id, EventPattern, Targets } of rules().filter((rule) => rule.EventPattern !== undefined)) {
      for (const target of Targets) {
        const notifies = target.Arn['Fn::GetAtt']?.[0] === 'NotifyLambdaFunction';
        if (notifies) notifying.push(id);
        const queue = queueOf(target);
        expect({ id, EventPattern, queue }).toMatchObject({
          queue: notifies ? 'UntoldQueue' : 'UndeliveredEventsQueue',
        });
        if (!JSON.stringify(statements(String(queue))).includes(JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] }))) {
          silent.push(id);
        }
      }
    }
    expect(notifying.length).toBeGreaterThanOrEqual(2);
    expect(silent).toEqual([]);
  });

  test('UntoldQueue keeps the events of executions that EventBridge cannot deliver to notify', () => {
    const queue = { 'Fn::GetAtt': ['UntoldQueue', 'Arn'] };
    for (const rule of ['TakeoverRule', 'ExecutionRule']) {
      expect(property(rule, 'Targets')).toEqual([expect.objectContaining({ DeadLetterConfig: { Arn: queue } })]);
      expect(JSON.stringify(statements('UntoldQueue'))).toContain(JSON.stringify({ 'Fn::GetAtt': [rule, 'Arn'] }));
    }
  });
});

test('no other account can have Step Functions, EventBridge or its Scheduler use a role of ours', () => {
  const trusts = ofType('AWS::IAM::Role').map(({ Properties }) => {
    const { Statement } = Properties.AssumeRolePolicyDocument as {
      Statement: { Principal: { Service: string }; Condition?: unknown }[];
    };
    return Statement[0];
  });
  const ours = trusts.filter((trust) => trust?.Principal.Service !== 'lambda.amazonaws.com');
  expect(ours.length).toBeGreaterThanOrEqual(5);
  for (const trust of ours) {
    expect(trust?.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
  }
});

test('every log is deleted after 90 days', () => {
  const logs = ofType('AWS::Logs::LogGroup');
  expect(logs).toHaveLength(NAMES.length + 4);
  expect(new Set(logs.map(({ Properties }) => Properties.RetentionInDays))).toEqual(new Set([90]));
});

test('a faulty configuration prints all of its faults and leaves no package behind', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'failover-faulty-'));
  mkdirSync(join(elsewhere, '.serverless'));
  writeFileSync(join(elsewhere, 'bad.yml'), 'appliances: [{ name: A, vpc: 1 }]');
  const script = `require(${JSON.stringify(join(process.cwd(), 'infra', 'configuration.cjs'))})`;
  const run = spawnSync(process.execPath, ['-e', script], {
    cwd: elsewhere,
    env: { ...bareEnvironment, APPLIANCES_FILE: 'bad.yml' },
    encoding: 'utf8',
  });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain('bad.yml: appliances[0].name: "A" is not a name');
  expect(run.stderr).toContain('bad.yml: appliances[0].vpc: must be text, not 1');
  expect(readdirSync(elsewhere)).toEqual(['bad.yml']);
  rmSync(elsewhere, { recursive: true });
});

test.each([
  ['me-west-1', 1, 'region: "me-west-1" has no Lambda, Step Functions or EventBridge Scheduler'],
  ['us-iso-east-1', 0, 'region "us-iso-east-1": it is not known whether Lambda has nodejs24.x on arm64 there'],
  ['us-gov-west-1', 0, ''],
  ['eusc-de-east-1', 1, 'region: "eusc-de-east-1" is not accepted by the packager'],
  ['us-isof-east-1', 1, 'region: "us-isof-east-1" is not accepted by the packager'],
  ['ap-northeast-9', 1, 'region: "ap-northeast-9" is not a region that this release knows; write one such as'],
])('AWS_REGION=%s ends with %i', (AWS_REGION, status, said) => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'failover-region-'));
  writeFileSync(join(elsewhere, 'any.yml'), readFileSync('appliances.yml', 'utf8').replace(/^region:.*$/m, ''));
  const script = `require(${JSON.stringify(join(process.cwd(), 'infra', 'configuration.cjs'))})`;
  const env = { ...bareEnvironment, APPLIANCES_FILE: 'any.yml', AWS_REGION };
  const run = spawnSync(process.execPath, ['-e', script], { cwd: elsewhere, env, encoding: 'utf8' });
  expect(run.status).toBe(status);
  expect(run.stderr).toContain(said);
  expect(run.stderr.trim().split('\n')).toHaveLength(1);
  rmSync(elsewhere, { recursive: true });
});

test('more appliances than a role has room for are refused before anything is deployed', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'failover-many-'));
  const named = { instance: 'box', vpnCidrs: ['10.242.2.0/24'] };
  // By id, each in a network of its own: nothing is shared, so that every list is as long as it can be.
  const idOf = (kind: string, at: number): string => `${kind}-${at.toString(16).padStart(17, '0')}`;
  const appliances = Array.from({ length: 450 }, (_, at) => ({
    ...{ name: `box-${at}`, image: `box-${at}`, floatingIp: idOf('eipalloc', at), vpc: idOf('vpc', at) },
    ...{ subnets: [idOf('subnet', 2 * at), idOf('subnet', 2 * at + 1)], routeTables: [idOf('rtb', at)] },
    ...{ securityGroups: [idOf('sg', at)], ...named },
  }));
  writeFileSync(join(elsewhere, 'many.json'), JSON.stringify({ region: 'ap-northeast-1', appliances }));
  const script = `require(${JSON.stringify(join(process.cwd(), 'infra', 'roles.cjs'))})({ options: {} })`;
  const run = spawnSync(process.execPath, ['-e', script], {
    env: { ...bareEnvironment, APPLIANCES_FILE: join(elsewhere, 'many.json') },
    encoding: 'utf8',
  });
  expect(run.stderr).toMatch(/450 appliances are too many for one deployment: /);
  rmSync(elsewhere, { recursive: true });
});

// Where cfn-lint is not installed there is nothing to ask, and a test that cannot fail would only pretend.
if (spawnSync('cfn-lint', ['--version']).status === 0) {
  test.each([folder, withSubnets])(
    'cfn-lint finds nothing in the template',
    (into) => {
      expect(spawnSync('cfn-lint', ['-i', 'W3005', '--', template(into)], { encoding: 'utf8' }).stdout).toBe('');
    },
    60_000,
  );
}
