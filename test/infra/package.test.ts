/** What `npm run package` writes: made once, offline and without credentials, into a temporary folder. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Statement } from '../../infra/grants/grant.ts';
import { statementsFor } from '../../infra/permissions.ts';
import { loadConfiguration } from '../../shared/config.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { ACCOUNT } from '../support/account.ts';
import { unzip } from '../support/unzip.ts';

type Resource = { Type: string; Properties: Record<string, unknown> };

const FILE_SIZE_MAX = 300_000;
const PACKAGING_TIMEOUT_MS = 120_000;
const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS);

const folder = mkdtempSync(join(tmpdir(), 'failover-package-'));
let resources: Record<string, Resource> = {};

/** No region, no profile, no key: whatever the machine has must make no difference. */
const bareEnvironment = { HOME: folder, SLS_NOTIFICATIONS_MODE: 'off' };

beforeAll(() => {
  const serverless = join('node_modules', 'serverless', 'bin', 'serverless.js');
  execFileSync(process.execPath, [serverless, 'package', '--package', folder], { env: bareEnvironment, stdio: 'pipe' });
  const template: { Resources: Record<string, Resource> } = JSON.parse(
    readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'),
  );
  resources = template.Resources;
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
    expect(environment).toMatch(/"TAKEOVER_MACHINE_ARN":{"Fn::Sub":"arn:[^"]+:stateMachine:failover-dev-takeover"}/);
  });

  test.each(NAMES)('%s is one small file whose handler can be imported', async (name) => {
    const archive = join(folder, `${name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}.zip`);
    const files = [...unzip(readFileSync(archive))];
    const [path, code] = files[0] ?? ['', ''];
    const unpacked = join(folder, 'unpacked', path);
    mkdirSync(dirname(unpacked), { recursive: true });
    writeFileSync(unpacked, code);
    const script = `import(${JSON.stringify(pathToFileURL(unpacked).href)}).then((m) => console.log(typeof m.handler))`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('function');
    expect(files).toHaveLength(1);
    expect(statSync(archive).size).toBeLessThan(FILE_SIZE_MAX);
  });
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
  // Those are the statements that test/infra/seen-calls.test.ts weighs against what each function did.
  test.each(NAMES)('%s has the statements that its calls are weighed against, and its own log', (name) => {
    const [policy] = deployed(property(roleOf(name), 'Policies')) as { PolicyDocument: { Statement: Statement[] } }[];
    const [log, ...statements] = policy?.PolicyDocument.Statement ?? [];
    expect(log?.Resource).toEqual([
      `arn:aws:logs:${ACCOUNT.region}:${ACCOUNT.accountId}:log-group:/aws/lambda/failover-dev-${name}:*`,
    ]);
    expect(statements).toEqual(statementsFor(name as FunctionName, loadConfiguration('appliances.yml'), ACCOUNT));
  });
});

describe('the state machines', () => {
  test.each(['Failover', 'Takeover'])('%s has its own id, name and log', (machine) => {
    const id = `${machine}StateMachine`;
    expect(property(id, 'StateMachineName')).toBe(`failover-dev-${machine.toLowerCase()}`);
    expect(property(id, 'LoggingConfiguration')).toMatchObject({ Level: 'ERROR', IncludeExecutionData: true });
  });

  test('may call exactly the functions of their story', () => {
    const calls = (role: string): string[] =>
      [...JSON.stringify(property(role, 'Policies')).matchAll(/(\w+)LambdaFunction/g)].flatMap(([, id]) => id ?? []);
    expect(calls('FailoverMachineRole')).toEqual(['Assess']);
    expect(calls('TakeoverMachineRole')).toHaveLength(NAMES.length - 2);
  });
});

describe('the events', () => {
  test('start the failover machine for our alarms alone, and not for old ones', () => {
    const text = JSON.stringify(property('AlarmRule', 'EventPattern'));
    expect(text).toContain('failover-dev-*-status-check');
    expect(text).toContain('failover-dev-*-probe');
    expect(text).toContain('"value":["ALARM"]');
    expect(property('AlarmRule', 'Targets')).toMatchObject([{ RetryPolicy: { MaximumEventAgeInSeconds: 900 } }]);
  });

  test('sweep every minute, and never late', () => {
    expect(property('SweepRule', 'ScheduleExpression')).toBe('rate(1 minute)');
    expect(property('SweepRule', 'Targets')).toMatchObject([
      { RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } },
    ]);
  });
});

test('every log is let go of after 90 days', () => {
  const logs = ofType('AWS::Logs::LogGroup');
  expect(logs).toHaveLength(NAMES.length + 2);
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

// Where cfn-lint is not installed there is nothing to ask, and a test that cannot fail would only pretend.
if (spawnSync('cfn-lint', ['--version']).status === 0) {
  test('cfn-lint finds nothing in the template', () => {
    const template = join(folder, 'cloudformation-template-update-stack.json');
    expect(spawnSync('cfn-lint', ['-i', 'W3005', '--', template], { encoding: 'utf8' }).stdout).toBe('');
  }, 60_000);
}
