/** FindLeftover and FindUnused: what of earlier attempts is adopted, what nobody wants in the end, and what is left alone. */
import { DescribeInstancesCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../../shared/domain/takeover-plan.ts';
import { findLeftover, findUnused } from '../../../../shared/steps/takeover/find-leftover.ts';
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
  const plans = (plan: Partial<TakeoverPlan>) => aPlan({ generation: 3, ...plan });
  const find = async (plan: Partial<TakeoverPlan> = {}) => (await findLeftover(plans(plan), mocks.deps))?.id;
  const unused = async (own: string | undefined, holds: boolean, plan: Partial<TakeoverPlan> = {}) =>
    (await findUnused(plans(plan), { own, holds }, mocks.deps)).map(({ id }) => id);
  return { ...mocks, find, unused };
}

const finishing = (instanceId: string): Partial<TakeoverPlan> => ({ finish: { instanceId, generation: 1 } });

describe('what an earlier attempt launched', () => {
  test.each(['running', 'pending'] as const)('is adopted while it is %s', async (state) => {
    expect(await setUp([one('i-1', 1, { state })]).find()).toBe('i-1');
  });

  test.each(['stopping', 'stopped', 'shutting-down', 'terminated'] as const)(
    'is neither adopted nor given up when it is %s',
    async (state) => {
      const { find, unused } = setUp([one('i-1', 1, { state })]);
      expect([await find(), await unused('i-own', true)]).toEqual([undefined, []]);
    },
  );

  test.each([
    ['from an older image', { imageId: 'ami-older' }],
    ['in a zone that is not planned', { zone: 'ap-northeast-1d' }],
  ])('%s is not adopted', async (_, overrides) =>
    expect(await setUp([one('i-1', 1, overrides)]).find()).toBeUndefined(),
  );

  test('is not adopted where the plan has no placement at all', async () =>
    expect(await setUp([one('i-1')]).find({ placements: [] })).toBeUndefined());

  test('and cannot be read is passed over', async () => {
    const { find, ec2 } = setUp([one('i-1'), one('i-2')]);
    ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-1'] }).rejects(awsError('InternalError', 500));
    expect(await find()).toBe('i-2');
  });

  test('is asked for by its role, and no more than ten of them one by one', async () => {
    const { find, ec2 } = setUp(Array.from({ length: 12 }, (_, index) => one(`i-${index}`)));
    expect(await find()).toBe('i-0');
    const [tags, ...reads] = sentBy(ec2);
    expect(tags).toMatchObject({ input: { Filters: [{}, {}, { Values: ['sophos', 'replacement'] }] } });
    expect(reads).toHaveLength(10);
  });

  test('is launched anew where EC2 cannot say what is tagged', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    ec2.on(DescribeTagsCommand).rejects(awsError('InternalError', 500));
    expect(await find()).toBeUndefined();
    expect(sentBy(ec2).map(({ command }) => command)).toEqual(['DescribeTags']);
  });
});

describe('it is left alone', () => {
  test('when it is the old instance, a replacement of its own day', async () => {
    const { find, unused } = setUp([one(OLD.instanceId), one('i-2')]);
    expect([await find(), await unused('i-own', true)]).toEqual(['i-2', ['i-2']]);
  });

  test.each<[string, Record<string, string>]>([
    ['belongs to another appliance', { ...ROLE, [TAG.appliance]: 'nat', [TAG.generation]: '1' }],
    ['has become something else', { ...ROLE, [TAG.role]: 'active', [TAG.generation]: '1' }],
    ['has lost its generation', ROLE],
    ['has a generation that is no number', { ...ROLE, [TAG.generation]: 'three' }],
    ['has no generation but zero', { ...ROLE, [TAG.generation]: '0' }],
  ])('when it %s by its own word', async (_, tags) => {
    const { find, unused } = setUp([aReplacement({ id: 'i-1', tags })]);
    expect([await find(), await unused('i-own', true)]).toEqual([undefined, []]);
  });

  test('and no takeover without an old instance stumbles over that', async () =>
    expect(await setUp([one('i-1')]).find({ old: undefined })).toBe('i-1'));
});

describe('what nobody wants in the end', () => {
  const three = [one('i-1', 1), one('i-2', 2), one('i-3', 3)];

  test('is everything but the one that holds the traffic, and that one is not even asked for', async () => {
    const { unused, ec2 } = setUp(three);
    expect(await unused('i-2', true)).toEqual(['i-1', 'i-3']);
    const read = sentBy(ec2).flatMap(({ command, input }) => (command === 'DescribeInstances' ? [input] : []));
    expect(read).toEqual([{ InstanceIds: ['i-1'] }, { InstanceIds: ['i-3'] }]);
  });

  test('leaves this takeover its own one for the next, when the traffic stayed where it was', async () =>
    expect(await setUp(three).unused('i-3', false)).toEqual(['i-1', 'i-2']));

  test.each([undefined, 'i-gone'])('leaves one that the next would adopt, when its own is %s', async (own) => {
    const { unused } = setUp([one('i-0', 1, { imageId: 'ami-older' }), ...three]);
    expect(await unused(own, false)).toEqual(['i-0', 'i-2', 'i-3']);
  });

  test('is nothing of a newer generation, which knows better', async () =>
    expect(await setUp([...three, one('i-4', 4)]).unused('i-3', true)).toEqual(['i-1', 'i-2']));

  test('is none that had some of the traffic, and is retired', async () => {
    const finish = { instanceId: 'i-1', generation: 1, passedOver: ['i-1', 'i-2'] };
    expect(await setUp(three).unused('i-own', true, { finish })).toEqual(['i-3']);
  });

  test('is nothing where EC2 cannot say what is tagged', async () => {
    const { unused, ec2 } = setUp(three);
    ec2.on(DescribeTagsCommand).rejects(awsError('InternalError', 500));
    expect(await unused('i-own', true)).toEqual([]);
  });
});

describe('one of a newer generation', () => {
  test('stops this takeover, and is named', async () => {
    await expect(setUp([one('i-1'), one('i-4', 4)]).find()).rejects.toMatchObject({
      name: 'InvariantViolatedError',
      message: 'i-4 is a replacement of generation 4, newer than 3',
    });
  });

  test('is not stopped for where a person finishes by name', async () => {
    const { find } = setUp([one('i-9', 9), one('i-1', 1)]);
    expect(await find(finishing('i-1'))).toBe('i-1');
  });
});

describe('the one that is to be finished', () => {
  test('is adopted whatever its tags, image and zone say, and whatever else would fit', async () => {
    const odd = aReplacement({ id: 'i-odd', tags: {}, imageId: 'ami-0', zone: 'ap-northeast-1d' });
    const { find } = setUp([one('i-1'), odd], ['i-1']);
    expect(await find(finishing('i-odd'))).toBe('i-odd');
  });

  test('is read once, also when it is tagged', async () => {
    const { find, ec2 } = setUp([one('i-1')]);
    expect(await find(finishing('i-1'))).toBe('i-1');
    expect(sentBy(ec2).filter(({ command }) => command === 'DescribeInstances')).toHaveLength(1);
  });

  test('is not waited for when it is gone: another that fits is adopted', async () => {
    expect(await setUp([one('i-1')]).find(finishing('i-gone'))).toBe('i-1');
  });
});
