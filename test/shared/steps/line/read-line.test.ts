/** ReadLine: which evidence puts an instance into the line, and what stays open when a part of it cannot be read. */
import { DescribeImagesCommand, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { readLine } from '../../../../shared/steps/line/read-line.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asEc2 } from '../../../support/described.ts';
import { onDuty } from '../../../support/duties.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { anAddress, anInstance, OLD } from '../../../support/snapshots.ts';

const EXECUTIONS = 'arn:aws:states:ap-northeast-1:123456789012:execution';
const ROTATION = `${EXECUTIONS}:failover-dev-rotation:rotation-sophos-1`;

type World = {
  /** Of the instance. */
  tags?: Record<string, string>;
  /** What the rotation that a tag points to has put out. */
  output?: Record<string, unknown>;
  /** From which the image of the appliance was taken, by EC2's own record. */
  imagedFrom?: string;
  /** The calls that fail, and how. */
  fails?: [command: 'instances' | 'images' | 'rotations' | 'rotation', code: string][];
};

function read({ tags = {}, output, imagedFrom, fails = [] }: World) {
  const { deps, ec2, sfn } = onDuty();
  const described = asEc2(anInstance({ id: OLD.instanceId, tags: { ...anInstance().tags, ...tags } }));
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [described] }] });
  const image = {
    ...{
      ImageId: 'ami-1',
      Name: 'sophos_20261120_1800',
      CreationDate: '2026-11-20T18:00:00.000Z',
      State: 'available' as const,
    },
    ...{ SourceInstanceId: imagedFrom, Tags: [{ Key: 'Name', Value: 'sophos' }] },
  };
  ec2.on(DescribeImagesCommand).resolves({ Images: imagedFrom === undefined ? [] : [image] });
  if (output) {
    const [startDate, stopDate] = [new Date('2026-11-20T18:00:00.000Z'), new Date('2026-11-20T18:20:00.000Z')];
    sfn
      .on(DescribeExecutionCommand, { executionArn: ROTATION })
      .resolves({ status: 'SUCCEEDED', startDate, stopDate, input: '{}', output: JSON.stringify(output) });
  }
  const refuse = {
    instances: (code: string) => ec2.on(DescribeInstancesCommand).rejects(awsError(code)),
    images: (code: string) => ec2.on(DescribeImagesCommand).rejects(awsError(code)),
    rotations: (code: string) => sfn.on(ListExecutionsCommand).rejects(awsError(code)),
    rotation: (code: string) => sfn.on(DescribeExecutionCommand).rejects(awsError(code)),
  };
  for (const [what, code] of fails) refuse[what](code);
  return readLine({ appliance: anAppliance(), address: anAddress(), instanceId: OLD.instanceId }, deps);
}

const KEPT = { appliance: 'sophos', standby: { instanceId: OLD.instanceId, imageId: 'ami-1' } };
const VOUCHED = { outcome: 'vouched', appliance: 'sophos', vouchedFor: OLD.instanceId, requestedBy: 'ada' };

describe('an instance is in the line', () => {
  test('when nothing of ours happened before it, and no image was taken of another one', async () => {
    expect((await read({})).line).toMatchObject({ in: 'yes', because: 'first-adoption' });
    expect((await read({ imagedFrom: OLD.instanceId })).line).toMatchObject({ in: 'yes', because: 'first-adoption' });
  });

  test('when it is the standby that a rotation of ours has kept, and a person gave it the address', async () => {
    const { line } = await read({ tags: { [TAG.by]: ROTATION }, output: KEPT, imagedFrom: 'i-other' });
    expect(line).toEqual({ in: 'yes', because: 'recorded', detail: 'the rotation rotation-sophos-1 recorded it' });
  });

  test('when a person vouched for it, in an execution of ours that says so', async () => {
    const { line } = await read({ tags: { [TAG.vouched]: ROTATION }, output: VOUCHED, imagedFrom: 'i-other' });
    expect(line).toEqual({ in: 'yes', because: 'vouched', detail: 'ada vouched for it (rotation-sophos-1)' });
  });
});

describe('an instance is not in the line', () => {
  test.each<[string, World]>([
    ['when the image of the appliance was taken of another one', {}],
    [
      'when the standby that was kept is another one',
      { output: { ...KEPT, standby: { instanceId: 'i-2', imageId: 'ami-1' } } },
    ],
    ['when the standby was kept for another appliance', { output: { ...KEPT, appliance: 'vpn' } }],
    [
      'when its tag points to a machine of others',
      { tags: { [TAG.by]: ROTATION.replace('-dev-', '-prod-') }, output: KEPT },
    ],
  ])('%s', async (_, world) => {
    const { line } = await read({ tags: { [TAG.by]: ROTATION }, imagedFrom: 'i-other', ...world });
    expect(line).toMatchObject({ in: 'no', why: expect.stringContaining('no takeover or rotation of ours knows it') });
  });

  test.each([
    ['of another instance', { ...VOUCHED, vouchedFor: 'i-other' }],
    ['of another appliance', { ...VOUCHED, appliance: 'vpn' }],
    ['that was refused', { ...VOUCHED, outcome: 'held' }],
  ])('by a vouch %s', async (_, output) => {
    const { line } = await read({ tags: { [TAG.vouched]: ROTATION }, output, imagedFrom: 'i-other' });
    expect(line.in).toBe('no');
  });
});

describe('it stays open', () => {
  const kept: World = { tags: { [TAG.by]: ROTATION, [TAG.vouched]: ROTATION }, output: KEPT, imagedFrom: 'i-other' };

  test.each<[string, World['fails'], RegExp]>([
    ['when EC2 does not describe the instance', [['instances', 'UnauthorizedOperation']], /UnauthorizedOperation/],
    ['when the images cannot be read', [['images', 'UnauthorizedOperation']], /message of UnauthorizedOperation/],
    [
      'when the rotations cannot be listed',
      [['rotations', 'AccessDeniedException']],
      /message of AccessDeniedException/,
    ],
  ])('%s', async (_, fails, why) => {
    const world = { ...(fails?.[0]?.[0] === 'images' ? {} : { imagedFrom: 'i-other' }), fails };
    const { line } = await read(world as World);
    expect(line).toMatchObject({ in: 'unknown', why: expect.stringMatching(why) });
  });

  test('when the rotation that it points to cannot be read', async () => {
    const { output: _, ...pointing } = kept;
    const { line, vouched } = await read({ ...pointing, fails: [['rotation', 'AccessDeniedException']] });
    expect(line).toMatchObject({ in: 'unknown', why: expect.stringContaining('AccessDeniedException') });
    expect(vouched).toMatchObject({ found: 'unknown' });
  });

  test('but other evidence decides all the same', async () => {
    const { line } = await read({ ...kept, fails: [['images', 'UnauthorizedOperation']] });
    expect(line).toMatchObject({ in: 'yes', because: 'recorded' });
  });
});
