/** UsedImages: what any existing instance was launched from, and `unknown` as soon as one of them cannot be asked. */
import { DescribeInstancesCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { readUsedImageIds } from '../../../../shared/steps/rotation/used-images.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { describeEach, listTagged } from '../../../support/described.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { anAddress, anInstance } from '../../../support/snapshots.ts';

const from = (imageId: string, id: string, state: Instance['state'] = 'running'): Instance =>
  anInstance({ id, imageId, state });

/** The holder of the address is the last, and carries no tags of ours. */
function setUp(tagged: Instance[], holder?: Instance, image = 'sophos') {
  const mocks = mockedDeps();
  listTagged(
    mocks,
    tagged.map(({ id }) => id),
    { [TAG.appliance]: 'sophos' },
  );
  describeEach(mocks, [...tagged, ...(holder ? [holder] : [])]);
  const address = anAddress({ instanceId: holder?.id });
  return { ...mocks, read: () => readUsedImageIds(anAppliance({ image }), address, mocks.deps) };
}

describe('an image is used', () => {
  test('by every tagged instance and by the holder of the address, and is named once', async () => {
    const { read } = setUp([from('ami-1', 'i-1'), from('ami-2', 'i-2'), from('ami-1', 'i-3')], from('ami-4', 'i-4'));
    expect(await read()).toEqual(['ami-1', 'ami-2', 'ami-4']);
  });

  test.each(['pending', 'stopping', 'stopped'] as const)('by one that is %s: it can be started again', async (state) =>
    expect(await setUp([from('ami-1', 'i-1', state)]).read()).toEqual(['ami-1']),
  );

  test.each(['shutting-down', 'terminated'] as const)('and by none that is %s', async (state) =>
    expect(await setUp([from('ami-1', 'i-1', state)], from('ami-2', 'i-2')).read()).toEqual(['ami-2']),
  );

  test('by the configuration that names it by its id, with any running instances', async () => {
    const fixed = 'ami-0123456789abcdef0';
    expect(await setUp([from('ami-1', 'i-1')], undefined, fixed).read()).toEqual(['ami-1', fixed]);
    expect(await setUp([from('ami-1', 'i-1')]).read()).toEqual(['ami-1']);
  });
});

test('an instance that is gone uses nothing', async () => {
  const { read, ec2 } = setUp([from('ami-1', 'i-1'), from('ami-2', 'i-2')]);
  ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-1'] }).rejects(awsError('InvalidInstanceID.NotFound'));
  expect(await read()).toEqual(['ami-2']);
});

test('no image is read where nothing is tagged and the address has no holder', async () => {
  const { read, ec2 } = setUp([]);
  expect(await read()).toEqual([]);
  expect(sentBy(ec2).map(({ command }) => command)).toEqual(['DescribeTags']);
});

test('the holder of the address is asked once, also when it is tagged', async () => {
  const holder = from('ami-1', 'i-1');
  const { read, ec2 } = setUp([holder], holder);
  await read();
  expect(sentBy(ec2).filter(({ command }) => command === 'DescribeInstances')).toHaveLength(1);
});

describe('it is unknown which images are used', () => {
  test('when one instance of several cannot be asked', async () => {
    const { read, ec2 } = setUp([from('ami-1', 'i-1'), from('ami-2', 'i-2')]);
    ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-1'] }).rejects(awsError('InternalError', 500));
    expect(await read()).toBe('unknown');
  });

  test('when EC2 cannot say which are tagged, though the holder of the address is known', async () => {
    const { read, ec2 } = setUp([], from('ami-1', 'i-1'));
    ec2.on(DescribeTagsCommand).rejects(awsError('InternalError', 500));
    expect(await read()).toBe('unknown');
  });
});
