/** IsRecordedUnfit: an image is unfit when an execution of ours made it and did not call it good; a tag alone says nothing. */
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { type Image, TAG } from '../../../../shared/domain/snapshot.ts';
import { isRecordedUnfit } from '../../../../shared/steps/rotation/recorded-unfit.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { anOwnImage, GOOD_TAGS } from '../../../support/images.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';

const ROTATION = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:rotation-sophos-1';

/** It ran from 18:00 to 18:20, asked for the image of 18:00, and left no record. */
const DIED: Partial<DescribeExecutionCommandOutput> = {
  status: 'ABORTED',
  startDate: new Date('2026-11-20T18:00:00.000Z'),
  stopDate: new Date('2026-11-20T18:20:00.000Z'),
  input: JSON.stringify({ appliance: 'sophos', scheduledAt: '2026-11-20T18:00:00.000Z' }),
};

const recorded = (imageId: string, appliance = 'sophos'): Partial<DescribeExecutionCommandOutput> => ({
  ...{ ...DIED, status: 'FAILED', input: '{}' },
  cause: JSON.stringify({ outcome: 'failed', appliance, image: { imageId } }),
});

const pointing = (image: Partial<Image> = {}, by = ROTATION): Image =>
  anOwnImage({ ...image, tags: { ...GOOD_TAGS, [TAG.by]: by } });

function judged(image: Image, answer: Partial<DescribeExecutionCommandOutput> | Error): Promise<boolean> {
  const { sfn, deps } = mockedDeps();
  if (answer instanceof Error) sfn.on(DescribeExecutionCommand).rejects(answer);
  else sfn.on(DescribeExecutionCommand).resolves(answer);
  return isRecordedUnfit(image, anAppliance(), deps);
}

describe('an image is unfit', () => {
  test('when the record of its execution names it as the one that failed', async () => {
    expect(await judged(pointing({ name: 'another' }), recorded('ami-1'))).toBe(true);
  });

  test('when its execution died without a record, and EC2 made it during that time under its name', async () => {
    const made = { createdAt: '2026-11-20T18:00:04.000Z' };
    expect(await judged(pointing(made), DIED)).toBe(true);
    expect(await judged(pointing(made), { ...DIED, status: 'TIMED_OUT' })).toBe(true);
  });
});

describe('an image is not unfit', () => {
  const made = { createdAt: '2026-11-20T18:00:04.000Z' };

  test.each<[string, Partial<DescribeExecutionCommandOutput>]>([
    ['succeeded', { ...DIED, status: 'SUCCEEDED' }],
    ['runs', { ...DIED, status: 'RUNNING' }],
    ['was of another appliance', { ...DIED, input: JSON.stringify({ appliance: 'vpn' }) }],
    ['had ended before', { ...DIED, stopDate: new Date('2026-11-20T18:00:03.000Z') }],
    ['began later', { ...DIED, startDate: new Date('2026-11-20T18:00:05.000Z') }],
    ['failed with another image', recorded('ami-2')],
    ['failed for another appliance', recorded('ami-1', 'vpn')],
  ])('when its execution %s', async (_, answer) => {
    expect(await judged(pointing(made), answer)).toBe(false);
  });

  test('when its name is not what that execution gives', async () => {
    expect(await judged(pointing({ ...made, name: 'sophos_20261120_1801' }), DIED)).toBe(false);
  });

  test('when it points to nothing, to a machine of others, or to an execution that cannot be read', async () => {
    expect(await judged(anOwnImage(made), DIED)).toBe(false);
    expect(await judged(pointing(made, ROTATION.replace('failover-dev', 'failover-prod')), DIED)).toBe(false);
    expect(await judged(pointing(made), awsError('ExecutionDoesNotExist'))).toBe(false);
    expect(await judged(pointing(made), awsError('AccessDeniedException'))).toBe(false);
  });
});
