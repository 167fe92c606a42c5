/** FindLeftovers: what earlier attempts provably launched is adopted or superfluous, and nothing else is. */
import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeTagsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { launchTokenOf } from '../../../../shared/domain/takeover/client-token.ts';
import type { TakeoverPlan } from '../../../../shared/domain/takeover/takeover-plan.ts';
import { findLeftovers } from '../../../../shared/steps/takeover/find-leftover.ts';
import { asEc2, describeEach, listTagged } from '../../../support/described.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { diedSilently } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement, OLD } from '../../../support/snapshots.ts';

const ROLE = { [TAG.appliance]: 'sophos', [TAG.role]: 'replacement' };
const OWN = 3;
const startOf = (generation: number): string => `2026-11-21T02:${String(generation * 10).padStart(2, '0')}:00.000Z`;
const stopOf = (generation: number): string => `2026-11-21T02:${String(generation * 10 + 5).padStart(2, '0')}:00.000Z`;
const during = (generation: number): string => `2026-11-21T02:${String(generation * 10 + 1).padStart(2, '0')}:00.000Z`;

const tokenOf = (generation: number, { zone, type, imageId }: Instance): string =>
  launchTokenOf(
    { stage: 'dev', appliance: 'sophos', generation, executionStart: startOf(generation) },
    { zone, instanceType: type, imageId },
  );

/** Launched by the takeover of that generation, as EC2 and its tags say. */
function one(id: string, generation = 1, overrides: Partial<Instance> = {}): Instance {
  const tags = { ...ROLE, [TAG.generation]: String(generation) };
  const instance = aReplacement({ id, tags, launchedAt: during(generation), ...overrides });
  return { ...instance, clientToken: overrides.clientToken ?? tokenOf(generation, instance) };
}

const [{ subnetId: SUBNET } = { subnetId: '' }] = aPlan().placements;
const BLUEPRINT = { securityGroupIds: ['sg-1'], keyName: 'ops' };

function setUp(instances: Instance[], { tagged = instances.map(({ id }) => id), genuine = [1, 2, 4] } = {}) {
  const mocks = mockedDeps();
  listTagged(mocks, tagged, ROLE);
  describeEach(mocks, instances);
  for (const instance of instances) {
    const raw = { ...asEc2(instance), KeyName: 'ops', SecurityGroups: [{ GroupId: 'sg-1' }], SubnetId: SUBNET };
    mocks.ec2
      .on(DescribeInstancesCommand, { InstanceIds: [instance.id] })
      .resolves({ Reservations: [{ Instances: [raw] }] });
  }
  // EC2 answers a repeated request with what it has launched.
  for (const instance of instances) {
    mocks.launcher
      .on(RunInstancesCommand, { ClientToken: instance.clientToken })
      .resolves({ Instances: [asEc2(instance)] });
  }
  mocks.ec2.on(DescribeInstanceAttributeCommand).resolves({});
  mocks.sfn.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'));
  mocks.sfn.on(GetExecutionHistoryCommand).rejects(awsError('ExecutionDoesNotExist'));
  for (const generation of genuine) {
    const startedBy = `arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:e-${generation}`;
    const times = { startedAt: startOf(generation), stoppedAt: stopOf(generation) };
    mockGenuine(mocks.sfn, diedSilently({ ...times, plan: aPlan({ startedBy }) }), generation);
  }
  const findAll = async (plan: Partial<TakeoverPlan> = {}) => {
    const executionArn =
      'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g3';
    const whole = aPlan({ generation: OWN, blueprint: BLUEPRINT, ...plan });
    const { adopted, superfluous, planted } = await findLeftovers(
      { plan: whole, startTime: startOf(OWN), executionArn },
      mocks.deps,
    );
    return { adopted: adopted?.id, superfluous: superfluous.map(({ id }) => id), planted };
  };
  const find = async (plan: Partial<TakeoverPlan> = {}) => {
    const { planted: _, ...found } = await findAll(plan);
    return found;
  };
  return { ...mocks, find, findAll };
}

const finishing = (instanceId: string): Partial<TakeoverPlan> => ({ finish: { instanceId, generation: 1 } });

const NOTHING = { adopted: undefined, superfluous: [] };

describe('what an earlier attempt launched', () => {
  test.each(['running', 'pending'] as const)('is adopted while it is %s', async (state) => {
    expect(await setUp([one('i-1', 1, { state })]).find()).toEqual({ adopted: 'i-1', superfluous: [] });
  });

  test.each(['stopping', 'stopped', 'shutting-down', 'terminated'] as const)(
    'is neither adopted nor superfluous when it is %s',
    async (state) => expect(await setUp([one('i-1', 1, { state })]).find()).toEqual(NOTHING),
  );

  test('is adopted once, and what else was launched for this generation or an earlier one is superfluous', async () => {
    const { find } = setUp([one('i-1', 1), one('i-2', 2), one('i-3', OWN)]);
    expect(await find()).toEqual({ adopted: 'i-1', superfluous: ['i-2', 'i-3'] });
  });

  test('by this very execution is proven without a read of any execution', async () => {
    const { find, sfn } = setUp([one('i-3', OWN)]);
    expect(await find()).toEqual({ adopted: 'i-3', superfluous: [] });
    expect(sentBy(sfn)).toEqual([]);
  });

  test('is kept where it may have had some of the traffic of a move that is finished now', async () => {
    const { find } = setUp([one('i-1', 1), one('i-2', 2), one('i-3', OWN)]);
    const finish = { instanceId: 'i-2', generation: 2, passedOver: ['i-1', 'i-2'] };
    expect(await find({ finish })).toEqual({ adopted: 'i-2', superfluous: ['i-3'] });
  });

  test.each([
    ['from an older image', { imageId: 'ami-older' }],
    ['in a zone that is not planned', { zone: 'ap-northeast-1d' }],
  ])('%s is superfluous', async (_, overrides) =>
    expect(await setUp([one('i-1', 1, overrides)]).find()).toEqual({ adopted: undefined, superfluous: ['i-1'] }),
  );

  test('is superfluous where the plan has no placement at all', async () =>
    expect(await setUp([one('i-1')]).find({ placements: [] })).toEqual({ adopted: undefined, superfluous: ['i-1'] }));

  test('and cannot be read is passed over', async () => {
    const { find, ec2 } = setUp([one('i-1'), one('i-2')]);
    ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-1'] }).rejects(awsError('InternalError', 500));
    expect(await find()).toEqual({ adopted: 'i-2', superfluous: [] });
  });

  test('is searched by its role, and no more than ten are read one by one', async () => {
    const { find, ec2, launcher } = setUp(Array.from({ length: 12 }, (_, index) => one(`i-${index}`)));
    launcher.on(RunInstancesCommand).resolves({ Instances: [asEc2(one('i-0'))] });
    const { superfluous } = await find();
    expect(superfluous).toHaveLength(9);
    const [tags, ...reads] = sentBy(ec2).filter(({ command }) => command !== 'DescribeInstanceAttribute');
    expect(tags).toMatchObject({ input: { Filters: [{}, {}, { Values: ['sophos', 'replacement'] }] } });
    expect(reads).toHaveLength(10);
  });

  test('is launched anew where EC2 cannot list the tags', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    ec2.on(DescribeTagsCommand).rejects(awsError('InternalError', 500));
    expect(await find()).toEqual(NOTHING);
    expect(sentBy(ec2).map(({ command }) => command)).toEqual(['DescribeTags']);
  });
});

describe('an instance with all our tags is left alone', () => {
  test.each<[string, Partial<Instance>]>([
    ['that was launched without our token', { clientToken: 'a-token-of-theirs' }],
    ['that was launched without any token', { clientToken: '' }],
    ['that was launched with the token of a takeover after its end', { launchedAt: '2026-11-21T02:16:01.000Z' }],
    ['that was launched with the token of a takeover before its start', { launchedAt: '2026-11-21T02:09:58.000Z' }],
  ])('%s', async (_, overrides) => expect(await setUp([one('i-1', 1, overrides)]).find()).toEqual(NOTHING));

  test('when the generation that it claims was not started by failover', async () => {
    expect(await setUp([one('i-1', 1)], { genuine: [] }).find()).toEqual(NOTHING);
  });

  test('when Step Functions cannot be asked about it: unknown is no proof', async () => {
    const { find, sfn } = setUp([one('i-1', 1)]);
    sfn.reset();
    sfn.on(DescribeExecutionCommand).rejects(awsError('ThrottlingException'));
    expect(await find()).toEqual(NOTHING);
  });

  test.each<[string, Record<string, string>]>([
    ['belongs to another appliance', { ...ROLE, [TAG.appliance]: 'nat', [TAG.generation]: '1' }],
    ['has become something else', { ...ROLE, [TAG.role]: 'active', [TAG.generation]: '1' }],
    ['has lost its generation', ROLE],
    ['has a generation that is no number', { ...ROLE, [TAG.generation]: 'three' }],
    ['has no generation but zero', { ...ROLE, [TAG.generation]: '0' }],
  ])('when it %s by its own tags', async (_, tags) =>
    expect(await setUp([one('i-1', 1, { tags })]).find()).toEqual(NOTHING),
  );

  test('when it is the old instance', async () => {
    expect(await setUp([one(OLD.instanceId), one('i-2')]).find()).toEqual({ adopted: 'i-2', superfluous: [] });
  });

  test('also by a takeover that has no old instance', async () =>
    expect(await setUp([one('i-1')]).find({ old: undefined })).toEqual({ adopted: 'i-1', superfluous: [] }));
});

describe('what was launched with our token and is not what the plan would launch is not adopted', () => {
  const raw = (overrides: object) => ({
    ...{ ...asEc2(one('i-1')), KeyName: 'ops', SecurityGroups: [{ GroupId: 'sg-1' }], SubnetId: SUBNET },
    ...overrides,
  });

  test.each<[string, object]>([
    ['another key', { KeyName: 'theirs' }],
    ['an instance profile', { IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/admin' } }],
    ['another security group', { SecurityGroups: [{ GroupId: 'sg-1' }, { GroupId: 'sg-open' }] }],
    ['a second network interface', { NetworkInterfaces: [{}, {}] }],
    ['another subnet', { SubnetId: 'subnet-theirs' }],
  ])('with %s', async (_, overrides) => {
    const { find, ec2 } = setUp([one('i-1')]);
    const answer = { Reservations: [{ Instances: [raw(overrides)] }] };
    ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-1'] }).resolves(answer);
    expect(await find()).toEqual({ adopted: undefined, superfluous: ['i-1'] });
  });

  test('with user data of its own', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    ec2.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value: 'IyEvYmluL3No' } });
    expect(await find()).toEqual({ adopted: undefined, superfluous: ['i-1'] });
  });

  test('where the template of the plan says otherwise', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    const versions = [{ LaunchTemplateData: { KeyName: 'other' } }];
    ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({ LaunchTemplateVersions: versions });
    const blueprint = { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-1'] };
    expect(await find({ blueprint })).toEqual({ adopted: undefined, superfluous: ['i-1'] });
    ec2
      .on(DescribeLaunchTemplateVersionsCommand)
      .resolves({ LaunchTemplateVersions: [{ LaunchTemplateData: { KeyName: 'ops' } }] });
    expect(await find({ blueprint })).toEqual({ adopted: 'i-1', superfluous: [] });
  });

  test('where its user data is not that of the template', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    const LaunchTemplateData = { KeyName: 'ops', UserData: 'dGVtcGxhdGU=' };
    ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({ LaunchTemplateVersions: [{ LaunchTemplateData }] });
    const blueprint = { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-1'] };
    expect(await find({ blueprint })).toEqual({ adopted: undefined, superfluous: ['i-1'] });
    ec2.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value: 'dGVtcGxhdGU=' } });
    expect(await find({ blueprint })).toEqual({ adopted: 'i-1', superfluous: [] });
  });

  test('where that cannot be compared', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    ec2.on(DescribeInstanceAttributeCommand).rejects(awsError('InternalError', 500));
    expect(await find()).toEqual({ adopted: undefined, superfluous: ['i-1'] });
  });
});

describe('the launch is repeated under its token, so that EC2 compares all of it', () => {
  test('with the plan, the start and the execution of the takeover that has this token', async () => {
    const { find, launcher } = setUp([one('i-1', 1)]);
    expect(await find()).toEqual({ adopted: 'i-1', superfluous: [] });
    expect(sentBy(launcher)).toMatchObject([
      {
        command: 'RunInstances',
        input: { ClientToken: one('i-1', 1).clientToken, SubnetId: SUBNET, MaxCount: 1, ImageId: 'ami-new' },
      },
    ]);
    expect(JSON.stringify(sentBy(launcher))).toContain('failover-dev-takeover:takeover-sophos-g1');
  });

  test.each([1, OWN])('one of generation %s that another request has launched is planted', async (generation) => {
    const { findAll, launcher } = setUp([one('i-1', generation)]);
    launcher.on(RunInstancesCommand).rejects(awsError('IdempotentParameterMismatch'));
    expect(await findAll()).toEqual({ adopted: undefined, superfluous: ['i-1'], planted: ['i-1'] });
  });

  test('one of a type that no plan names is planted, and nothing is repeated', async () => {
    const { findAll, launcher } = setUp([one('i-1', OWN, { type: 't3.nano' })]);
    expect(await findAll()).toEqual({ adopted: undefined, superfluous: ['i-1'], planted: ['i-1'] });
    expect(sentBy(launcher)).toEqual([]);
  });

  test.each([
    ['EC2 gives no answer', awsError('InternalError', 500)],
    ['EC2 is out of capacity', awsError('InsufficientInstanceCapacity')],
    ['IAM refuses', awsError('UnauthorizedOperation', 403)],
  ])('it is not adopted where %s', async (_, error) => {
    const { findAll, launcher } = setUp([one('i-3', OWN)]);
    launcher.on(RunInstancesCommand).rejects(error);
    expect(await findAll()).toEqual({ adopted: undefined, superfluous: ['i-3'], planted: [] });
  });

  test('it is not adopted where EC2 answers with another, and neither is that one', async () => {
    const { findAll, launcher } = setUp([one('i-3', OWN)]);
    launcher.on(RunInstancesCommand).resolves({ Instances: [asEc2(one('i-anew', OWN))] });
    expect(await findAll()).toEqual({ adopted: undefined, superfluous: ['i-3', 'i-anew'], planted: [] });
  });
});

describe('one that a newer takeover launched', () => {
  test('stops this takeover, and is named', async () => {
    await expect(setUp([one('i-1'), one('i-4', 4)]).find()).rejects.toMatchObject({
      name: 'InvariantViolatedError',
      message: 'i-4 is a replacement of generation 4, newer than 3',
    });
  });

  test('stops nothing when only its tags say so', async () => {
    const planted = one('i-999', 999, { launchedAt: during(2) });
    expect(await setUp([one('i-1'), planted]).find()).toEqual({ adopted: 'i-1', superfluous: [] });
  });

  test('stops nothing, and is not superfluous, where a person finishes by name', async () => {
    const { find } = setUp([one('i-4', 4), one('i-1', 1)]);
    expect(await find(finishing('i-1'))).toEqual({ adopted: 'i-1', superfluous: [] });
  });
});

describe('the one that is to be finished', () => {
  test('is adopted with any tags, image and zone: a verified plan names it', async () => {
    const odd = aReplacement({ id: 'i-odd', tags: {}, imageId: 'ami-0', zone: 'ap-northeast-1d' });
    const { find } = setUp([one('i-1'), odd], { tagged: ['i-1'] });
    expect(await find(finishing('i-odd'))).toEqual({ adopted: 'i-odd', superfluous: ['i-1'] });
  });

  test('is read once, also when it is tagged', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    expect(await find(finishing('i-1'))).toEqual({ adopted: 'i-1', superfluous: [] });
    expect(sentBy(ec2).filter(({ command }) => command === 'DescribeInstances')).toHaveLength(1);
  });

  test('is not waited for when it is gone: another that fits is adopted', async () => {
    expect(await setUp([one('i-1')]).find(finishing('i-gone'))).toEqual({ adopted: 'i-1', superfluous: [] });
  });
});
