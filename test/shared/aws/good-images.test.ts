/** Images of this account only, and only those that could be launched. */
import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { readGoodImages } from '../../../shared/aws/good-images.ts';
import { RefusedError } from '../../../shared/domain/errors.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { mockedClients, sentBy } from '../../support/mocked-clients.ts';

const raw = (ImageId: string, CreationDate: string, State = 'available', tags: Record<string, string> = {}) =>
  ({
    ...{ ImageId, Name: ImageId, CreationDate, State: State as 'available' },
    Tags: Object.entries({ Name: 'sophos', ...tags }).map(([Key, Value]) => ({ Key, Value })),
  }) as const;

const WANTED = {
  ...{ appliance: 'sophos', owner: 'failover-dev', recipeImages: true },
  rotationMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:failover-dev-rotation',
};

const RECIPE = { provenance: 'recipe' };
const GOOD = { [TAG.image]: 'good' };

const reading = (image: string, ...pages: object[][]) => {
  const { clients, ec2 } = mockedClients();
  const behaviour = ec2.on(DescribeImagesCommand);
  for (const [at, Images] of pages.entries()) {
    behaviour.resolvesOnce({ Images, ...(at < pages.length - 1 && { NextToken: `page-${at + 1}` }) });
  }
  return { answer: readGoodImages(clients, { ...WANTED, image }), ec2 };
};

describe('the images', () => {
  test('are those of this account with that Name, newest first over all pages', async () => {
    const older = raw('ami-older', '2026-11-18T03:00:00.000Z');
    const newer = raw('ami-newer', '2026-11-19T03:00:00.000Z');
    const { answer, ec2 } = reading('sophos', [older], [newer]);
    expect(await answer).toMatchObject([
      { id: 'ami-newer', name: 'ami-newer', createdAt: newer.CreationDate, tags: { Name: 'sophos' }, ...RECIPE },
      { id: 'ami-older', name: 'ami-older', createdAt: older.CreationDate, tags: { Name: 'sophos' }, ...RECIPE },
    ]);
    expect(sentBy(ec2)[0]?.input).toMatchObject({
      Owners: ['self'],
      Filters: [{ Name: 'tag:Name', Values: ['sophos'] }],
    });
  });

  test('may be one by its id, of this account all the same', async () => {
    const { answer, ec2 } = reading('ami-1', [raw('ami-1', '2026-11-18T03:00:00.000Z')]);
    await answer;
    expect(sentBy(ec2)[0]?.input).toEqual({ Owners: ['self'], ImageIds: ['ami-1'] });
  });

  test('that are pending or failed are passed over', async () => {
    const [day, night] = ['2026-11-18T03:00:00.000Z', '2026-11-19T03:00:00.000Z'];
    const { answer } = reading('sophos', [
      raw('ami-1', day),
      raw('ami-2', night, 'pending'),
      raw('ami-3', night, 'failed'),
    ]);
    expect((await answer).map(({ id }) => id)).toEqual(['ami-1']);
  });

  test('of another appliance or stack are passed over although they have the same Name', async () => {
    const good = (appliance: string, owner: string) => ({ [TAG.appliance]: appliance, [TAG.owner]: owner, ...GOOD });
    const { answer } = reading('sophos', [
      raw('ami-1', '2026-11-18T03:00:00.000Z', 'available', good('sophos', 'failover-dev')),
      raw('ami-2', '2026-11-19T03:00:00.000Z', 'available', good('vpn', 'failover-dev')),
      raw('ami-3', '2026-11-20T03:00:00.000Z', 'available', good('sophos', 'failover-prod')),
    ]);
    expect((await answer).map(({ id }) => id)).toEqual(['ami-1']);
  });

  test('of another stack alone are none, and the refusal says whose they are not', async () => {
    const theirs = { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-prod', ...GOOD };
    const { answer } = reading('sophos', [raw('ami-1', '2026-11-18T03:00:00.000Z', 'available', theirs)]);
    await expect(answer).rejects.toThrow(
      new RefusedError(
        'image: none of the 1 available images of this account named "sophos" is good for sophos of failover-dev: 1 of them belong to another appliance or stack by their tags',
      ),
    );
  });

  test('that AWS Backup made of the appliance itself are distinguished from those of another stack', async () => {
    const copied = { [TAG.appliance]: 'sophos', [TAG.role]: 'active' };
    const theirs = { [TAG.appliance]: 'vpn', [TAG.owner]: 'failover-dev', ...GOOD };
    const { answer } = reading('sophos', [
      raw('ami-1', '2026-11-18T03:00:00.000Z', 'available', copied),
      raw('ami-2', '2026-11-18T03:00:00.000Z', 'available', theirs),
    ]);
    await expect(answer).rejects.toThrow(
      new RefusedError(
        'image: none of the 2 available images of this account named "sophos" is good for sophos of failover-dev: 1 of them belong to another appliance or stack by their tags; 1 of them carry the tags of the appliance itself, as backups of it by AWS Backup do, and no rotation made them',
      ),
    );
  });

  test('named by its id is taken from any maker', async () => {
    const theirs = { [TAG.appliance]: 'vpn', [TAG.owner]: 'failover-prod', ...GOOD };
    const { answer } = reading('ami-1', [raw('ami-1', '2026-11-18T03:00:00.000Z', 'available', theirs)]);
    expect((await answer).map(({ id }) => id)).toEqual(['ami-1']);
  });

  test('are refused when none is good, saying how many were found', async () => {
    const { answer } = reading('sophos', [raw('ami-1', '2026-11-18T03:00:00.000Z', 'pending')]);
    await expect(answer).rejects.toThrow(
      new RefusedError('image: none of the 0 available images of this account named "sophos" is good'),
    );
  });
});

describe('a copy', () => {
  const [october, today] = ['2026-10-18T03:00:00.000Z', '2026-11-20T03:00:00.000Z'];
  const copy = { ...raw('ami-copy', today), SourceImageId: 'ami-golden' };
  const original = { ...raw('ami-golden', october), SourceInstanceId: 'i-1' };
  const taken = { ...raw('ami-taken', '2026-10-19T03:00:00.000Z'), SourceInstanceId: 'i-1' };
  const agesOf = async (answer: ReturnType<typeof readGoodImages>) =>
    (await answer).map(({ id, takenAt }) => [id, takenAt]);

  test('has the age of its original, which is asked for where it has another Name', async () => {
    const { clients, ec2 } = mockedClients();
    ec2
      .on(DescribeImagesCommand)
      .resolvesOnce({ Images: [copy, taken] })
      .resolvesOnce({ Images: [original] });
    expect(await agesOf(readGoodImages(clients, { ...WANTED, image: 'sophos' }))).toEqual([
      ['ami-taken', '2026-10-19T03:00:00.000Z'],
      ['ami-copy', october],
    ]);
    expect(sentBy(ec2)[1]?.input).toEqual({
      ...{ Owners: ['self'], IncludeDisabled: true },
      Filters: [{ Name: 'image-id', Values: ['ami-golden'] }],
    });
  });

  test('that the configuration names by its id has the age of its original too', async () => {
    const named = { ...copy, ImageId: 'ami-1' };
    const { clients, ec2 } = mockedClients();
    ec2
      .on(DescribeImagesCommand)
      .resolvesOnce({ Images: [named] })
      .resolvesOnce({ Images: [original] });
    expect(await agesOf(readGoodImages(clients, { ...WANTED, image: 'ami-1' }))).toEqual([['ami-1', october]]);
  });

  test('is of unknown age, and launched all the same, where its original cannot be read', async () => {
    const { clients, ec2 } = mockedClients();
    ec2
      .on(DescribeImagesCommand)
      .resolvesOnce({ Images: [copy] })
      .rejects(new Error('RequestLimitExceeded'));
    expect(await agesOf(readGoodImages(clients, { ...WANTED, image: 'sophos' }))).toEqual([['ami-copy', undefined]]);
  });

  test('beside its original costs no call', async () => {
    const { answer, ec2 } = reading('sophos', [copy, original]);
    expect(await agesOf(answer)).toEqual([
      ['ami-copy', october],
      ['ami-golden', october],
    ]);
    expect(sentBy(ec2)).toHaveLength(1);
  });
});
