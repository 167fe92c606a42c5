/** The service control policies and the operator policy of docs/concepts/security.md, weighed as IAM weighs them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Statement } from '../../infra/grants/grant.ts';
import { operatorPolicy, viewerPolicy } from '../../infra/policies/operator.ts';
import { serviceControlPolicies, taggingFunctions } from '../../infra/policies/service-control.ts';
import { policyFiles } from '../../infra/policies.ts';
import type { Request } from '../../simulator/account/iam/policy.ts';
import { requestsOf } from '../../simulator/account/iam/requests.ts';
import { ACCOUNT, ec2, execution } from '../support/account.ts';
import { aConfiguration } from '../support/appliances.ts';
import { inScenario } from '../support/command-line.ts';
import { allows, reference } from '../support/policy.ts';

const configuration = aConfiguration();
const people = { operator: 'operators', breakGlass: 'break-glass' };
const { tags, runs } = serviceControlPolicies({ configuration, account: ACCOUNT, people });
const denials: Statement[] = [...tags.Statement, ...runs.Statement];

const ALL: Statement = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };

const roleNamed = (name: string): string => `arn:aws:iam::${ACCOUNT.accountId}:role/${name}`;
const functionRole = (id: string): string => roleNamed(`failover-dev-${id}Role-1A2B3C4D5E6F`);

const may = (principal: string, { context, ...request }: Request): boolean =>
  allows([ALL, ...denials], { ...request, context: { ...context, 'aws:PrincipalArn': principal } });

const here = `${ACCOUNT.region}:${ACCOUNT.accountId}`;
const machine = (name: string): string => `arn:aws:states:${here}:stateMachine:failover-dev-${name}`;
const lambda = (name: string): string => `arn:aws:lambda:${here}:function:failover-dev-${name}`;
const tagged = { 'aws:ResourceTag/failover:appliance': 'sophos' };

/** What a stranger does in the table of abuses, and who has to do the same. */
const ABUSES: [string, Request, string][] = [
  [
    'tags an instance as ours',
    { action: 'ec2:CreateTags', resources: [ec2('instance/i-1')], context: { 'aws:TagKeys': ['failover:role'] } },
    functionRole('CloseTakeover'),
  ],
  [
    'tags the address, beside a tag of its own',
    {
      ...{ action: 'ec2:CreateTags', resources: [ec2('elastic-ip/eipalloc-1')] },
      context: { 'aws:TagKeys': ['Name', 'failover:owner'] },
    },
    functionRole('Sweep'),
  ],
  [
    'removes a tag of ours',
    { action: 'ec2:DeleteTags', resources: [ec2('instance/i-1')], context: { 'aws:TagKeys': ['failover:by'] } },
    roleNamed('operators'),
  ],
  [
    'removes all tags of the address',
    {
      ...{ action: 'ec2:DeleteTags', resources: [ec2('elastic-ip/eipalloc-1')] },
      context: { 'aws:ResourceTag/failover:owner': 'failover-dev' },
    },
    roleNamed('break-glass'),
  ],
  [
    'removes all tags of an instance',
    { action: 'ec2:DeleteTags', resources: [ec2('instance/i-1')], context: tagged },
    roleNamed('break-glass'),
  ],
  [
    'starts a takeover',
    { action: 'states:StartExecution', resources: [machine('takeover')] },
    functionRole('FailoverMachine'),
  ],
  [
    'redrives a takeover',
    { action: 'states:RedriveExecution', resources: [execution('takeover-sophos-g1')] },
    functionRole('FailoverMachine'),
  ],
  [
    'invokes a step',
    { action: 'lambda:InvokeFunction', resources: [lambda('move-traffic')] },
    functionRole('TakeoverMachine'),
  ],
  [
    'invokes the check of readiness',
    { action: 'lambda:InvokeFunction', resources: [lambda('check-readiness')] },
    roleNamed('operators'),
  ],
  [
    'writes a version of the launch template',
    { action: 'ec2:CreateLaunchTemplateVersion', resources: [ec2('launch-template/lt-1')], context: tagged },
    functionRole('Sweep'),
  ],
];

describe('the service control policies', () => {
  test.each(ABUSES)('deny a stranger who %s, and not who has to', (_what, request, exempt) => {
    const strangers = ['developer', 'failover-dev', 'failover-dev-tools', 'failover-prod-SweepRole-1A2B'].map(
      roleNamed,
    );
    expect(strangers.map((stranger) => may(stranger, request))).toEqual(strangers.map(() => false));
    expect(may(exempt, request)).toBe(true);
  });

  test('leave everything else alone', () => {
    const own = { action: 'ec2:CreateTags', resources: [ec2('instance/i-1')], context: { 'aws:TagKeys': ['Name'] } };
    const bare = { action: 'ec2:DeleteTags', resources: [ec2('instance/i-1')] };
    const template = { action: 'ec2:CreateLaunchTemplateVersion', resources: [ec2('launch-template/lt-1')] };
    const front = { action: 'states:StartExecution', resources: [machine('failover')] };
    expect([own, bare, template, front].map((request) => may(roleNamed('developer'), request))).toEqual(
      [own, bare, template, front].map(() => true),
    );
  });

  test('let an operator call no step', () =>
    expect(may(roleNamed('operators'), { action: 'lambda:InvokeFunction', resources: [lambda('claim')] })).toBe(false));

  test('exempt exactly the functions whose own role writes a tag', () =>
    expect(taggingFunctions(configuration, ACCOUNT).toSorted()).toEqual(
      [
        ...['accept-image', 'check-readiness', 'claim', 'close-takeover', 'create-image', 'gate-rotation'],
        ...['keep-standby', 'launch-ahead', 'launch-proof', 'launch-replacement', 'notify', 'prune-images', 'sweep'],
      ].toSorted(),
    ));

  test('fit: AWS takes 5,120 characters of each', () => {
    const account = { ...ACCOUNT, partition: 'aws-us-gov', region: 'ap-southeast-2', stage: 'production' };
    const long = serviceControlPolicies({ configuration, account, people });
    expect(JSON.stringify(long.tags).length).toBeLessThan(5_120);
    expect(JSON.stringify(long.runs).length).toBeLessThan(5_120);
  });
});

/** What changes nothing. */
const READ: string[][] = [
  ['status'],
  ['history'],
  ['images', 'sophos'],
  ['readiness'],
  ['plan', 'sophos', '--shell'],
  ['plan', 'sophos', '--mode', 'switchover'],
  ['config', 'show', '--deployed'],
];

describe('the viewer policy', () => {
  const { Statement: viewer } = viewerPolicy({ configuration, account: ACCOUNT });

  test.each(READ)('allows every call of %s', async (...args) => {
    const requests = await callsOf([args]);
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.filter((request) => !allows(viewer, request))).toEqual([]);
  });

  test('allows no change', () => {
    const words = viewer.flatMap(({ Action }) => Action).map((action) => action.replace(/^\w+:/, ''));
    expect(words.filter((word) => !/^(Describe|List|Get|InvokeFunction$)/.test(word))).toEqual([]);
  });

  test('has no right that none of the commands needs', async () => {
    const asked = await callsOf([...READ, ['follow', 'sophos'], ['report', '--last', 'sophos']]);
    const lost = await callsOf([['plan', 'sophos', '--shell']], 'zone-lost', 30);
    const used = new Set([...asked, ...lost].map(({ action }) => action));
    const unused = viewer.flatMap(({ Action }) => Action).filter((action) => !used.has(action));
    expect(unused).toEqual([]);
  });
});

describe('the operator policy', () => {
  const { Statement: operator } = operatorPolicy({ configuration, account: ACCOUNT });

  test('allows every call of abort, and of plan while the zone is lost', async () => {
    const asked = await callsOf([['abort', 'sophos', '--reason', 'a test']], 'zone-lost', 157);
    expect(asked.map(({ action }) => action)).toContain('states:StopExecution');
    const planned = await callsOf([['plan', 'sophos', '--shell']], 'zone-lost', 30);
    expect([...asked, ...planned].filter((request) => !allows(operator, request))).toEqual([]);
  });

  test.each([
    ['status'],
    ['rehearse', 'sophos', '--reason', 'a test'],
    ['switchover', 'sophos', '--reason', 'a test'],
    ['failover', 'sophos', '--reason', 'a test', '--force', '--yes'],
    ['follow', 'sophos'],
    ['pause', 'sophos', '--for', '1h', '--reason', 'a test'],
    ['vouch', 'sophos', 'i-0123456789abcdef0', '--reason', 'a test'],
    ['drill', 'sophos', '--live', '--reason', 'a test'],
    ['drill', 'sophos', '--isolated', '--reason', 'a test'],
    ...READ,
  ])('allows every call of %s', async (...args) => {
    const requests = await callsOf([args]);
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.filter((request) => !allows(operator, request))).toEqual([]);
  });

  test('allows every call of resume and of taking the address over', async () => {
    const owned = await callsOf([
      ['pause', 'sophos', '--for', '1h', '--reason', 'a test'],
      ['resume', 'sophos'],
      ['ownership', 'sophos', '--take', 'failover-dev'],
    ]);
    expect(owned.map(({ action }) => action)).toContain('ec2:DeleteTags');
    expect(owned.filter((request) => !allows(operator, request))).toEqual([]);
  });

  test('stops a takeover, and not the decision on one', () => {
    const stop = (name: string) => ({ action: 'states:StopExecution', resources: [name] });
    const takeover = execution('takeover-sophos-g1');
    const decision = takeover.replace('-takeover:', '-failover:');
    expect([takeover, decision].map((name) => allows(operator, stop(name)))).toEqual([true, false]);
  });

  test.each([
    ['starts a takeover', { action: 'states:StartExecution', resources: [machine('takeover')] }],
    ['redrives one', { action: 'states:RedriveExecution', resources: [execution('takeover-sophos-g1')] }],
    ['calls a step', { action: 'lambda:InvokeFunction', resources: [lambda('move-traffic')] }],
    [
      'writes the generation',
      {
        ...{ action: 'ec2:CreateTags', resources: [ec2('elastic-ip/eipalloc-1')] },
        context: { 'ec2:PublicIpAddress': '203.0.113.10', 'aws:TagKeys': ['failover:generation'] },
      },
    ],
    ['tags an instance', { action: 'ec2:CreateTags', resources: [ec2('instance/i-1')], context: tagged }],
  ])('does not allow a person who %s', (_what, request) => {
    expect(allows(operator, request)).toBe(false);
    expect(allows([ALL, ...operator.filter(({ Effect }) => Effect === 'Deny')], request)).toBe(
      !request.action.startsWith('states:'),
    );
  });
});

/** What a person at the command line sends, as IAM is asked for it. Each command has to be carried out. */
async function callsOf(commands: string[][], scenario = 'own-appliance-dies', atSeconds?: number): Promise<Request[]> {
  const requests: Request[] = [];
  await inScenario(
    { scenario, ...(atSeconds !== undefined && { atSeconds }) },
    async ({ simulation: { world }, run }) => {
      for (const args of commands) {
        const before = world.calls.length;
        await run(...args, '--stage', 'dev');
        for (const call of world.calls.slice(before).filter(({ caller }) => caller === 'person')) {
          requests.push(...requestsOf(world, call, reference));
        }
      }
    },
  );
  return requests;
}

test.each(Object.entries(policyFiles()))('docs/reference/%s is what the code makes of it', (name, text) => {
  expect(readFileSync(`docs/reference/${name}`, 'utf8')).toBe(text);
});
