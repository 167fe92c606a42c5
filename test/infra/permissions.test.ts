/** What the generated roles allow and, above all, what they do not. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Statement } from '../../infra/grants/grant.ts';
import { statementsFor } from '../../infra/permissions.ts';
import { PAGE, permissionsPage } from '../../infra/permissions-page.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { ACCOUNT, ec2, execution, image, snapshot } from '../support/account.ts';
import { aConfiguration, anAppliance, askedAppliance } from '../support/appliances.ts';
import { allows } from '../support/policy.ts';
import { WITHOUT_A_CALL } from '../support/without-a-call.ts';

const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];

const OURS = { 'aws:ResourceTag/failover:appliance': 'sophos' };

const BY_ID: Partial<Appliance> = {
  floatingIp: 'eipalloc-0a1b2c3d',
  vpc: 'vpc-0a1b2c3d',
  subnets: ['subnet-0a1b2c3d'],
  routeTables: ['rtb-0a1b2c3d'],
  image: 'ami-0a1b2c3d',
  securityGroups: ['sg-0a1b2c3d'],
};

const role = (name: FunctionName, overrides: Partial<Appliance> = {}): Statement[] =>
  statementsFor(name, aConfiguration({ appliances: [anAppliance(overrides)] }), ACCOUNT);

describe('the roles of a rotation', () => {
  const OWNED = { ...OURS, 'aws:ResourceTag/failover:owner': `failover-${ACCOUNT.stage}` };

  test('mark EBS snapshots of this deployment as orphaned, and say nothing else on any', () => {
    const mark = (context: Record<string, string | string[]>, action = 'ec2:CreateTags') =>
      allows(role('prune-images'), { action, resources: [snapshot('snap-1')], context });
    const keys = { 'aws:TagKeys': ['failover:orphaned-since'] };
    expect([mark({ ...OWNED, ...keys }), mark({ ...OWNED, ...keys }, 'ec2:DeleteTags')]).toEqual([true, true]);
    expect(mark({ ...OWNED, 'aws:TagKeys': ['failover:owner'] })).toBe(false);
    expect(mark(OWNED, 'ec2:DeleteTags')).toBe(false);
    expect(mark({ ...OWNED, ...keys, 'aws:ResourceTag/failover:owner': 'failover-other' })).toBe(false);
  });

  test.each(['end-proof', 'sweep'] as const)('let %s terminate proofs of this deployment only', (name) => {
    const terminate = (context: Record<string, string>) =>
      allows(role(name), { action: 'ec2:TerminateInstances', resources: [ec2('instance/i-1')], context });
    const proof = { ...OWNED, 'aws:ResourceTag/failover:role': 'proof' };
    expect(terminate(proof)).toBe(true);
    expect(terminate({ ...proof, 'aws:ResourceTag/failover:owner': 'failover-other' })).toBe(false);
    expect(terminate({ ...OWNED, 'aws:ResourceTag/failover:role': 'active' })).toBe(false);
  });
});

describe('the roles around a proof that is asked', () => {
  const asked = (name: FunctionName): Statement[] =>
    statementsFor(name, aConfiguration({ appliances: [askedAppliance()] }), ACCOUNT);
  const owner = { 'aws:ResourceTag/failover:owner': `failover-${ACCOUNT.stage}` };
  const proofGroup = { ...OURS, ...owner, 'aws:ResourceTag/failover:role': 'proof' };
  const rule = (action: string, context: Record<string, string> = proofGroup) => ({
    action: `ec2:${action}SecurityGroupIngress`,
    ...{ resources: [ec2('security-group/sg-1')], context },
  });

  test('open the group of the proofs and no other, and only where a function is to be let in', () => {
    expect(allows(asked('launch-proof'), rule('Authorize'))).toBe(true);
    expect(allows(asked('launch-proof'), rule('Authorize', { ...OURS, ...owner }))).toBe(false);
    const foreign = { ...proofGroup, 'aws:ResourceTag/failover:owner': 'failover-other' };
    expect(allows(asked('launch-proof'), rule('Authorize', foreign))).toBe(false);
    expect(allows(role('launch-proof'), rule('Authorize'))).toBe(false);
  });

  test('close that group also where no function is let in any more, and no other', () => {
    expect(allows(role('launch-proof'), rule('Revoke'))).toBe(true);
    expect(allows(role('launch-proof'), rule('Revoke', OURS))).toBe(false);
  });

  test('give prove-service nothing at all where no appliance has probe.subnets', () =>
    expect(role('prove-service')).toEqual([]));

  test("let Lambda make its network interfaces, and keep the function's own code from it", () => {
    const make = { action: 'ec2:CreateNetworkInterface', resources: ['*'] };
    const own = `arn:aws:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:failover-dev-prove-service`;
    expect(allows(asked('prove-service'), make)).toBe(true);
    const denied = asked('prove-service').flatMap(({ Action }) => Action);
    for (const action of denied) {
      const byCode = { ...make, action, context: { 'lambda:SourceFunctionArn': own } };
      expect(allows(asked('prove-service'), byCode)).toBe(false);
    }
  });
});

/** Each of them was allowed before: what a stolen credential of one function was worth beyond what the function needs. */
describe('a stolen credential', () => {
  const instance = [ec2('instance/i-1')];
  const address = [ec2('elastic-ip/eipalloc-1')];
  const card = [ec2('network-interface/eni-1')];
  const onInstance = (tags: Record<string, string>) => ({
    ...{ action: 'ec2:CreateTags', resources: instance },
    context: {
      ...{ ...OURS, 'aws:TagKeys': Object.keys(tags) },
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    },
  });
  const onAddress = (key: string) => ({
    ...{ action: 'ec2:CreateTags', resources: address },
    context: { 'ec2:PublicIpAddress': '203.0.113.10', 'aws:TagKeys': [key] },
  });

  test.each([
    ['sweep', 'active', ['proof', 'replacement', 'retired']],
    ['close-takeover', 'active', ['proof', 'replacement']],
    ['close-takeover', 'retired', ['proof', 'replacement']],
  ] as const)('of %s marks an instance %s, and never as one that may be terminated', (name, own, others) => {
    const marked = (as: string) => onInstance({ 'failover:role': as, 'failover:by': 'arn' });
    expect(allows(role(name), marked(own))).toBe(true);
    expect(others.map((other) => allows(role(name), marked(other)))).toEqual(others.map(() => false));
  });

  test.each(['sweep', 'close-takeover'] as const)('of %s writes no other tag of an instance', (name) => {
    expect(allows(role(name), onInstance({ 'failover:appliance': 'sophos' }))).toBe(true);
    expect(allows(role(name), onInstance({ 'failover:appliance': 'database' }))).toBe(false);
    expect(allows(role(name), onInstance({ 'failover:generation': '999' }))).toBe(false);
  });

  const WRITES: Partial<Record<FunctionName, string[]>> = {
    claim: ['generation', 'owner'],
    notify: ['told'],
    'check-readiness': ['told'],
    'close-takeover': ['active-instance'],
    'gate-rotation': ['rotation-held'],
    'create-image': ['rebooting-until'],
    'accept-image': ['rebooting-until'],
    'keep-standby': ['standby'],
    sweep: ['active-instance', 'owner', 'probe', 'silent-since', 'told'],
  };

  test.each(NAMES)('of %s writes no tag of the address but its own', (name) => {
    const keys = Object.values(TAG).toSorted();
    const written = keys.filter((key) => allows(role(name), onAddress(key)));
    expect(written).toEqual((WRITES[name] ?? []).map((key) => `failover:${key}`));
  });

  test.each(['sweep', 'check-readiness', 'prune-images'] as const)(
    'of %s removes no tag of an address of another deployment',
    (name) => {
      const untag = (owner: string) => ({
        ...{ action: 'ec2:DeleteTags', resources: address },
        context: {
          'aws:TagKeys': [name === 'prune-images' ? TAG.rotationHeld : TAG.sent],
          'aws:ResourceTag/failover:owner': owner,
        },
      });
      expect(allows(role(name), untag('failover-dev'))).toBe(true);
      expect(allows(role(name), untag('failover-prod'))).toBe(false);
    },
  );

  test.each(['sweep', 'close-takeover'] as const)('of %s makes no alarm that does anything', (name) => {
    const put = {
      action: 'cloudwatch:PutMetricAlarm',
      resources: ['arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:failover-dev-sophos-probe'],
    };
    expect(allows(role(name), put)).toBe(true);
    const actions = ['arn:aws:swf:ap-northeast-1:123456789012:action/actions/AWS_EC2.InstanceId.Stop/1.0'];
    expect(allows(role(name), { ...put, context: { 'cloudwatch:AlarmActions': actions } })).toBe(false);
  });

  test.each(['move-traffic', 'launch-replacement'] as const)('of %s changes no attribute but the check', (name) => {
    const tags = { ...OURS, 'aws:ResourceTag/failover:role': 'replacement' };
    const change = (attribute: string) => ({
      ...{ action: 'ec2:ModifyNetworkInterfaceAttribute', resources: card },
      context: { ...tags, 'ec2:Attribute': attribute, [`ec2:Attribute/${attribute}`]: 'false' },
    });
    expect(allows(role(name), change('SourceDestCheck'))).toBe(true);
    expect(allows(role(name), change('Description'))).toBe(false);
    expect(allows(role(name), { ...change('Groups'), context: tags })).toBe(false);
  });

  test('of move-traffic gives the address to no interface that was not launched for the appliance', () => {
    const to = (context: Record<string, string>) => ({ action: 'ec2:AssociateAddress', resources: card, context });
    const within = { 'ec2:Subnet': ec2('subnet/subnet-0a1b2c3d') };
    expect(allows(role('move-traffic'), to(OURS))).toBe(true);
    expect(allows(role('move-traffic'), to({}))).toBe(false);
    expect(allows(role('move-traffic', BY_ID), to({ ...OURS, ...within }))).toBe(true);
    expect(allows(role('move-traffic', BY_ID), to(within))).toBe(false);
  });

  test.each(['move-traffic', 'undo-traffic'] as const)('of %s gives the address to no other subnet', (name) => {
    const to = (subnet: string) => ({
      ...{ action: 'ec2:AssociateAddress', resources: card },
      context: { ...OURS, 'ec2:Vpc': ec2('vpc/vpc-0a1b2c3d'), 'ec2:Subnet': ec2(`subnet/${subnet}`) },
    });
    expect(allows(role(name, BY_ID), to('subnet-0a1b2c3d'))).toBe(true);
    expect(allows(role(name, BY_ID), to('subnet-99999999'))).toBe(false);
  });

  test.each(['launch-replacement', 'launch-proof'] as const)('of %s launches with no instance profile', (name) => {
    const born = { 'aws:RequestTag/failover:appliance': 'sophos', 'aws:RequestTag/failover:owner': 'failover-dev' };
    const launched = { action: 'ec2:RunInstances', resources: [ec2('instance/*')], context: born };
    const profile = { 'ec2:InstanceProfile': 'arn:aws:iam::123456789012:instance-profile/admin' };
    expect(allows(role(name), launched)).toBe(true);
    expect(allows(role(name), { ...launched, context: { ...born, ...profile } })).toBe(false);
    const configured = role(name, { instanceRole: 'utm' });
    expect(allows(configured, { ...launched, context: { ...born, ...profile } })).toBe(true);
  });

  test('of launch-replacement launches no image of the days before the first rotation, where they are switched off', () => {
    const context = { 'ec2:Owner': '123456789012', 'aws:ResourceTag/Name': 'sophos' };
    const run = { action: 'ec2:RunInstances', resources: [image('ami-1')], context };
    const made = { ...OURS, 'aws:ResourceTag/failover:owner': 'failover-dev' };
    expect(allows(role('launch-replacement'), run)).toBe(true);
    expect(allows(role('launch-replacement', { recipeImages: false }), run)).toBe(false);
    const ofRotation = { ...run, context: { ...context, ...made } };
    expect(allows(role('launch-replacement', { recipeImages: false }), ofRotation)).toBe(true);
  });

  test.each(['sweep', 'check-readiness', 'launch-proof'] as const)(
    'of %s reads the user data of no other instance',
    (name) => {
      const read = { action: 'ec2:DescribeInstanceAttribute', resources: instance };
      const copying = role(name, { userData: 'copy' });
      expect(allows(copying, { ...read, context: OURS })).toBe(true);
      expect(allows(copying, { ...read, context: { 'aws:ResourceTag/Name': 'sophos' } })).toBe(true);
      expect(allows(copying, { ...read, context: { 'aws:ResourceTag/Name': 'database' } })).toBe(false);
    },
  );

  test.each(['ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'])(
    'of prove-service may not use %s where no appliance has probe.subnets',
    (action) => {
      const inside = statementsFor('prove-service', aConfiguration({ appliances: [askedAppliance()] }), ACCOUNT);
      expect(allows(inside, { action, resources: ['*'] })).toBe(true);
      expect(allows(role('prove-service'), { action, resources: ['*'] })).toBe(false);
    },
  );

  test.each([
    ['claim', 'failover'],
    ['move-traffic', 'failover'],
    ['prune-images', 'rotation'],
    ['assess', 'rotation'],
  ] as const)('of %s may still read the proof in an execution of %s, and no other machine', (name, machine) => {
    const read = (of: string) => ({
      action: machine === 'failover' ? 'states:GetExecutionHistory' : 'states:DescribeExecution',
      resources: [`arn:aws:states:ap-northeast-1:123456789012:execution:${of}:some-name`],
    });
    expect(allows(role(name), read(`failover-dev-${machine}`))).toBe(true);
    expect(allows(role(name), read(`failover-prod-${machine}`))).toBe(false);
    expect(allows(role(name), read('payroll'))).toBe(false);
  });
});

describe('the role of move-traffic', () => {
  const associate = (publicIp: string) => ({
    action: 'ec2:AssociateAddress',
    resources: [ec2('elastic-ip/eipalloc-1')],
    context: { 'ec2:PublicIpAddress': publicIp },
  });

  test('moves the configured address and no other', () => {
    expect(allows(role('move-traffic'), associate('203.0.113.10'))).toBe(true);
    expect(allows(role('move-traffic'), associate('203.0.113.99'))).toBe(false);
  });

  test('gives the address to instances of the appliance only', () => {
    const to = { action: 'ec2:AssociateAddress', resources: [ec2('instance/i-1')] };
    expect(allows(role('move-traffic'), { ...to, context: OURS })).toBe(true);
    expect(allows(role('move-traffic'), { ...to, context: { 'aws:ResourceTag/Name': 'database' } })).toBe(false);
  });

  test('writes routes in tables of the configured name only', () => {
    const replace = { action: 'ec2:ReplaceRoute', resources: [ec2('route-table/rtb-1')] };
    expect(allows(role('move-traffic'), { ...replace, context: { 'aws:ResourceTag/Name': 'public' } })).toBe(true);
    expect(allows(role('move-traffic'), { ...replace, context: { 'aws:ResourceTag/Name': 'private' } })).toBe(false);
  });

  test('needs no tag where the configuration names ids', () => {
    const on = (id: string) => ({ action: 'ec2:CreateRoute', resources: [ec2(`route-table/${id}`)] });
    expect(allows(role('move-traffic', BY_ID), on('rtb-0a1b2c3d'))).toBe(true);
    expect(allows(role('move-traffic', BY_ID), on('rtb-99999999'))).toBe(false);
  });

  test('keeps to the VPC when that is given by id', () => {
    const on = (vpc: string) => ({
      action: 'ec2:ModifyNetworkInterfaceAttribute',
      resources: [ec2('network-interface/eni-1')],
      context: { 'ec2:Vpc': ec2(`vpc/${vpc}`), 'ec2:Attribute/SourceDestCheck': 'false' },
    });
    const byName = role('move-traffic', { ...BY_ID, subnets: ['public'] });
    expect(allows(byName, on('vpc-0a1b2c3d'))).toBe(true);
    expect(allows(byName, on('vpc-99999999'))).toBe(false);
  });

  test('cannot stop, launch or terminate anything', () => {
    for (const action of ['ec2:StopInstances', 'ec2:RunInstances', 'ec2:TerminateInstances']) {
      expect(allows(role('move-traffic'), { action, resources: [ec2('instance/i-1')], context: OURS })).toBe(false);
    }
  });
});

describe('the role of launch-replacement', () => {
  const family = { 'ec2:Owner': '123456789012', 'aws:ResourceTag/Name': 'sophos' };
  const run = { action: 'ec2:RunInstances', resources: [image('ami-1')] };

  test("launches this account's images of the family only", () => {
    expect(allows(role('launch-replacement'), { ...run, context: family })).toBe(true);
    expect(allows(role('launch-replacement'), { ...run, context: { ...family, 'ec2:Owner': '999999999999' } })).toBe(
      false,
    );
  });

  test("launches of that family images without an owner's tag, or with ours, and nothing else", () => {
    const ofOthers = (appliance: string, owner: string) => ({
      ...run,
      context: { ...family, 'aws:ResourceTag/failover:appliance': appliance, 'aws:ResourceTag/failover:owner': owner },
    });
    expect(allows(role('launch-replacement'), ofOthers('sophos', 'failover-dev'))).toBe(true);
    expect(allows(role('launch-replacement'), ofOthers('nat', 'failover-dev'))).toBe(false);
    expect(allows(role('launch-replacement'), ofOthers('sophos', 'failover-prod'))).toBe(false);
  });

  test('launches nothing that does not carry our tag from birth', () => {
    const born = { action: 'ec2:RunInstances', resources: [ec2('instance/*'), ec2('volume/*')] };
    expect(
      allows(role('launch-replacement'), { ...born, context: { 'aws:RequestTag/failover:appliance': 'sophos' } }),
    ).toBe(true);
    expect(allows(role('launch-replacement'), born)).toBe(false);
  });

  test('tags nothing that exists already', () => {
    const tag = { action: 'ec2:CreateTags', resources: [ec2('instance/i-1')] };
    expect(allows(role('launch-replacement'), { ...tag, context: { 'ec2:CreateAction': 'RunInstances' } })).toBe(true);
    expect(allows(role('launch-replacement'), { ...tag, context: OURS })).toBe(false);
  });

  test('terminates replacements and never an active instance', () => {
    const terminate = { action: 'ec2:TerminateInstances', resources: [ec2('instance/i-1')] };
    const as = (kind: string) => ({ ...terminate, context: { ...OURS, 'aws:ResourceTag/failover:role': kind } });
    expect(allows(role('launch-replacement'), as('replacement'))).toBe(true);
    expect(allows(role('launch-replacement'), as('active'))).toBe(false);
  });

  test('passes a role only when one is configured, and to EC2 alone', () => {
    const pass = (service: string) => ({
      action: 'iam:PassRole',
      resources: ['arn:aws:iam::123456789012:role/utm'],
      context: { 'iam:PassedToService': service },
    });
    const configured = role('launch-replacement', { instanceRole: 'utm' });
    expect(allows(configured, pass('ec2.amazonaws.com'))).toBe(true);
    expect(allows(configured, pass('lambda.amazonaws.com'))).toBe(false);
    expect(allows(role('launch-replacement'), pass('ec2.amazonaws.com'))).toBe(false);
  });

  test('grants EBS the use of configured keys only', () => {
    const keys = ['0a1b2c3d-0000-1111-2222-333344445555'];
    const grant = (id: string) => ({
      action: 'kms:CreateGrant',
      resources: [`arn:aws:kms:ap-northeast-1:123456789012:key/${id}`],
      context: { 'kms:ViaService': 'ec2.ap-northeast-1.amazonaws.com', 'kms:GrantIsForAWSResource': 'true' },
    });
    expect(allows(role('launch-replacement', { kmsKeys: keys }), grant(keys[0] ?? ''))).toBe(true);
    expect(allows(role('launch-replacement', { kmsKeys: keys }), grant('another'))).toBe(false);
    expect(allows(role('launch-replacement'), grant(keys[0] ?? ''))).toBe(false);
  });
});

describe('the other roles', () => {
  test('stop an adopted or a launched instance and no other', () => {
    const stop = { action: 'ec2:StopInstances', resources: [ec2('instance/i-1')] };
    expect(allows(role('stop-failed'), { ...stop, context: OURS })).toBe(true);
    expect(allows(role('stop-failed'), { ...stop, context: { 'aws:ResourceTag/Name': 'sophos' } })).toBe(true);
    expect(allows(role('stop-failed'), { ...stop, context: { 'aws:ResourceTag/Name': 'database' } })).toBe(false);
  });

  test('write only tags of ours on the address', () => {
    const tag = (key: string) => ({
      action: 'ec2:CreateTags',
      resources: [ec2('elastic-ip/eipalloc-1')],
      context: { 'ec2:PublicIpAddress': '203.0.113.10', 'aws:TagKeys': [key] },
    });
    expect(allows(role('claim'), tag('failover:generation'))).toBe(true);
    expect(allows(role('claim'), tag('Name'))).toBe(false);
  });

  test('look only at takeovers of the configured appliances', () => {
    const look = (name: string) => ({ action: 'states:DescribeExecution', resources: [execution(name)] });
    expect(allows(role('claim'), look('takeover-sophos-g12'))).toBe(true);
    expect(allows(role('claim'), look('takeover-other-g12'))).toBe(false);
  });

  test('read user data only when it is copied', () => {
    const read = { action: 'ec2:DescribeInstanceAttribute', resources: [ec2('instance/i-1')], context: OURS };
    expect(allows(role('sweep', { userData: 'copy' }), read)).toBe(true);
    expect(allows(role('sweep'), read)).toBe(false);
    expect(allows(role('assess', { userData: 'copy' }), read)).toBe(false);
  });

  test.each(['assess', 'await-replacement', 'await-healthy', 'verify-traffic'] as const)('let %s only look', (name) => {
    const actions = role(name).flatMap(({ Action }) => Action);
    expect(
      actions.filter(
        (action) => !/^(ec2|states|cloudwatch):(Describe|List|GetMetricData|GetExecutionHistory)/.test(action),
      ),
    ).toEqual([]);
  });

  test.each(NAMES)('give %s nothing but looks on everything', (name) => {
    const onEverything = role(name).filter(({ Resource }) => Resource.includes('*'));
    const actions = onEverything.filter(({ Condition }) => !Condition).flatMap(({ Action }) => Action);
    const byLambda = name === 'prove-service' ? WITHOUT_A_CALL[name] : undefined;
    const further = actions.filter(
      (action) =>
        !/^(ec2|cloudwatch):(Describe[A-Z]|GetMetricData$)|^(servicequotas:GetServiceQuota|lambda:GetAccountSettings)$/.test(
          action,
        ),
    );
    expect(further.filter((action) => !byLambda?.includes(action))).toEqual([]);
  });

  test.each(['probe-appliance', 'route-instance-event', 'notify'] as const)('let %s change no traffic', (name) => {
    const actions = role(name).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^ec2:(?!Describe|CreateTags)/.test(action))).toEqual([]);
  });
});

describe('the role of sweep', () => {
  test('starts the failover machine and never a takeover', () => {
    const start = (machine: string) => ({
      action: 'states:StartExecution',
      resources: [`arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-${machine}`],
    });
    expect(allows(role('sweep'), start('failover'))).toBe(true);
    expect(allows(role('sweep'), start('takeover'))).toBe(false);
  });

  test('stops what is retired, and neither the active instance nor a stranger of its name', () => {
    const stop = (context: Record<string, string>) => ({
      action: 'ec2:StopInstances',
      resources: [ec2('instance/i-1')],
      context,
    });
    expect(allows(role('sweep'), stop({ ...OURS, 'aws:ResourceTag/failover:role': 'retired' }))).toBe(true);
    expect(allows(role('sweep'), stop({ ...OURS, 'aws:ResourceTag/failover:role': 'active' }))).toBe(false);
    expect(allows(role('sweep'), stop({ 'aws:ResourceTag/Name': 'sophos' }))).toBe(false);
  });

  test('removes tags of ours by name, and never all tags at once', () => {
    const untag = (keys: string[], owner = 'failover-dev') => ({
      action: 'ec2:DeleteTags',
      resources: [ec2('elastic-ip/eipalloc-1')],
      context: {
        ...{ 'ec2:PublicIpAddress': '203.0.113.10', 'aws:TagKeys': keys },
        'aws:ResourceTag/failover:owner': owner,
      },
    });
    expect(allows(role('sweep'), untag(['failover:paused-until']))).toBe(true);
    expect(allows(role('sweep'), untag(['failover:paused-until'], 'failover-prod'))).toBe(false);
    expect(allows(role('sweep'), untag(['Name']))).toBe(false);
    expect(allows(role('sweep'), untag([]))).toBe(false);
  });

  test('points the two alarms of an appliance, and none that speaks to people', () => {
    const put = (name: string) => ({
      action: 'cloudwatch:PutMetricAlarm',
      resources: [`arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:${name}`],
    });
    expect(allows(role('sweep'), put('failover-dev-sophos-status-check'))).toBe(true);
    expect(allows(role('sweep'), put('failover-dev-sophos-probe'))).toBe(true);
    expect(allows(role('sweep'), put('failover-dev-sophos-prober-silent'))).toBe(false);
    expect(allows(role('sweep'), put('failover-prod-sophos-probe'))).toBe(false);
  });
});

describe('the role of probe-appliance', () => {
  test('publishes in our namespace only', () => {
    const put = (namespace: string) => ({
      action: 'cloudwatch:PutMetricData',
      resources: ['*'],
      context: { 'cloudwatch:namespace': namespace },
    });
    expect(allows(role('probe-appliance'), put('SophosFailover'))).toBe(true);
    expect(allows(role('probe-appliance'), put('AWS/EC2'))).toBe(false);
  });

  test('starts the failover machine of its own stage, and nothing else', () => {
    const start = (machine: string) => ({
      action: 'states:StartExecution',
      resources: [`arn:aws:states:ap-northeast-1:123456789012:stateMachine:${machine}`],
    });
    expect(allows(role('probe-appliance'), start('failover-dev-failover'))).toBe(true);
    expect(allows(role('probe-appliance'), start('failover-dev-takeover'))).toBe(false);
    expect(allows(role('probe-appliance'), start('failover-prod-failover'))).toBe(false);
  });

  test('looks at addresses only where the configuration gives an allocation id and no host', () => {
    const look = { action: 'ec2:DescribeAddresses', resources: ['*'] };
    const { probe } = anAppliance();
    expect(allows(role('probe-appliance'), look)).toBe(false);
    expect(allows(role('probe-appliance', BY_ID), look)).toBe(true);
    expect(allows(role('probe-appliance', { ...BY_ID, probe: { ...probe, host: '203.0.113.10' } }), look)).toBe(false);
  });
});

describe('the role of notify', () => {
  test('speaks on the topic of its own stage only', () => {
    const publish = (topic: string) => ({
      action: 'sns:Publish',
      resources: [`arn:aws:sns:ap-northeast-1:123456789012:${topic}`],
    });
    expect(allows(role('notify'), publish('failover-dev-notifications'))).toBe(true);
    expect(allows(role('notify'), publish('failover-prod-notifications'))).toBe(false);
    expect(allows(role('notify'), publish('billing'))).toBe(false);
  });
});

test('the permissions page shows what the roles allow', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(permissionsPage());
});
