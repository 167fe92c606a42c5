/** FindLeftovers: what of earlier attempts is adopted, what is too much, and what is nobody's business here. */
import { DescribeInstancesCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../../shared/domain/takeover-plan.ts';
import { findLeftovers } from '../../../../shared/steps/takeover/find-leftover.ts';
import { describeEach, listTagged } from '../../../support/described.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement, OLD } from '../../../support/snapshots.ts';

const ROLE = { [TAG.appliance]: 'sophos', [TAG.role]: 'replacement' };

const one = (id: string, generation: number | string = 1, overrides: Partial<Instance> = {}): Instance =>
  aReplacement({ id, tags: { ...ROLE, [TAG.generation]: String(generation) }, ...overrides });

function setUp(instances: Instance[], tagged = instances.map(({ id }) => id)) {
  const mocks = mockedDeps();
  listTagged(mocks, tagged, ROLE);
  describeEach(mocks, instances);
  const find = async (plan: Partial<TakeoverPlan> = {}) => {
    const { adopted, superfluous } = await findLeftovers(aPlan({ generation: 3, ...plan }), mocks.deps);
    return { adopted: adopted?.id, superfluous: superfluous.map(({ id }) => id) };
  };
  return { ...mocks, find };
}

const finishing = (instanceId: string): Partial<TakeoverPlan> => ({ finish: { instanceId, generation: 1 } });

const NOTHING = { adopted: undefined, superfluous: [] };

describe('what an earlier attempt launched', () => {
  test.each(['running', 'pending'] as const)('is adopted while it is %s', async (state) => {
    expect(await setUp([one('i-1', 1, { state })]).find()).toEqual({ adopted: 'i-1', superfluous: [] });
  });

  test.each(['stopping', 'stopped', 'shutting-down', 'terminated'] as const)(
    'is neither adopted nor too much when it is %s',
    async (state) => expect(await setUp([one('i-1', 1, { state })]).find()).toEqual(NOTHING),
  );

  test('is adopted once, and what else there is of this generation or an earlier one is too much', async () => {
    const { find } = setUp([one('i-1', 1), one('i-2', 2), one('i-3', 3)]);
    expect(await find()).toEqual({ adopted: 'i-1', superfluous: ['i-2', 'i-3'] });
  });

  test('is kept where it may have had some of the traffic of a move that is finished now', async () => {
    const { find } = setUp([one('i-1', 1), one('i-2', 2), one('i-3', 3)]);
    const finish = { instanceId: 'i-2', generation: 2, passedOver: ['i-1', 'i-2'] };
    expect(await find({ finish })).toEqual({ adopted: 'i-2', superfluous: ['i-3'] });
  });

  test.each([
    ['from an older image', { imageId: 'ami-older' }],
    ['in a zone that is not planned', { zone: 'ap-northeast-1d' }],
  ])('%s is too much', async (_, overrides) =>
    expect(await setUp([one('i-1', 1, overrides)]).find()).toEqual({ adopted: undefined, superfluous: ['i-1'] }),
  );

  test('is too much where the plan has no placement at all', async () =>
    expect(await setUp([one('i-1')]).find({ placements: [] })).toEqual({ adopted: undefined, superfluous: ['i-1'] }));

  test('and cannot be read is passed over', async () => {
    const { find, ec2 } = setUp([one('i-1'), one('i-2')]);
    ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-1'] }).rejects(awsError('InternalError', 500));
    expect(await find()).toEqual({ adopted: 'i-2', superfluous: [] });
  });

  test('is asked for by its role, and no more than ten of them one by one', async () => {
    const { find, ec2 } = setUp(Array.from({ length: 12 }, (_, index) => one(`i-${index}`)));
    const { superfluous } = await find();
    expect(superfluous).toHaveLength(9);
    const [tags, ...reads] = sentBy(ec2);
    expect(tags).toMatchObject({ input: { Filters: [{}, {}, { Values: ['sophos', 'replacement'] }] } });
    expect(reads).toHaveLength(10);
  });

  test('is launched anew where EC2 cannot say what is tagged', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    ec2.on(DescribeTagsCommand).rejects(awsError('InternalError', 500));
    expect(await find()).toEqual(NOTHING);
    expect(sentBy(ec2).map(({ command }) => command)).toEqual(['DescribeTags']);
  });
});

describe('it is left alone', () => {
  test('when it is the old instance, a replacement of its own day', async () => {
    expect(await setUp([one(OLD.instanceId), one('i-2')]).find()).toEqual({ adopted: 'i-2', superfluous: [] });
  });

  test.each<[string, Record<string, string>]>([
    ['belongs to another appliance', { ...ROLE, [TAG.appliance]: 'nat', [TAG.generation]: '1' }],
    ['has become something else', { ...ROLE, [TAG.role]: 'active', [TAG.generation]: '1' }],
    ['has lost its generation', ROLE],
    ['has a generation that is no number', { ...ROLE, [TAG.generation]: 'three' }],
    ['has no generation but zero', { ...ROLE, [TAG.generation]: '0' }],
  ])('when it %s by its own word', async (_, tags) =>
    expect(await setUp([aReplacement({ id: 'i-1', tags })]).find()).toEqual(NOTHING),
  );

  test('and no takeover without an old instance stumbles over that', async () =>
    expect(await setUp([one('i-1')]).find({ old: undefined })).toEqual({ adopted: 'i-1', superfluous: [] }));
});

describe('one of a newer generation', () => {
  test('stops this takeover, and is named', async () => {
    await expect(setUp([one('i-1'), one('i-4', 4)]).find()).rejects.toMatchObject({
      name: 'InvariantViolatedError',
      message: 'i-4 is a replacement of generation 4, newer than 3',
    });
  });

  test('is not stopped for, and not too much either, where a person finishes by name', async () => {
    const { find } = setUp([one('i-9', 9), one('i-1', 1)]);
    expect(await find(finishing('i-1'))).toEqual({ adopted: 'i-1', superfluous: [] });
  });
});

describe('the one that is to be finished', () => {
  test('is adopted whatever its tags, image and zone say, and whatever else would fit', async () => {
    const odd = aReplacement({ id: 'i-odd', tags: {}, imageId: 'ami-0', zone: 'ap-northeast-1d' });
    const { find } = setUp([one('i-1'), odd], ['i-1']);
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
