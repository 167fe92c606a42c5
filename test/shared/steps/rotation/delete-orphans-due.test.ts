/** DeleteOrphans, snapshot by snapshot: what is due for each tonight, how many are touched, and what stands in the way. */
import {
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DescribeSnapshotsCommand,
  type Snapshot as EbsSnapshot,
} from '@aws-sdk/client-ec2';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { PastTakeover } from '../../../../shared/domain/decision/history.ts';
import { type Image, TAG } from '../../../../shared/domain/snapshot.ts';
import { deleteOrphans } from '../../../../shared/steps/rotation/delete-orphans.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { anImage } from '../../../support/images.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aPastTakeover, aRecord } from '../../../support/past-takeovers.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const TWO_DAYS_AGO = '2026-11-19T03:00:00.000Z';
const LATER = '2026-11-19T03:00:00.001Z';

const snapshot = (id: string, since?: string, imageId = 'ami-0dead'): EbsSnapshot => ({
  ...{ SnapshotId: id, Description: `Created by CreateImage(i-0) for ${imageId}` },
  Tags: since === undefined ? [] : [{ Key: TAG.orphanedSince, Value: since }],
});

const known = (id: string, state: string): Image => anImage({ id, state });

/** `lineIds`: whom the records name; `moved`: a takeover that only Step Functions remembers. */
type Night = { images?: Image[]; refuse?: object; lineIds?: string[]; moved?: PastTakeover };

async function orphans(snapshots: EbsSnapshot[], { images = [], refuse, lineIds = ['i-0'], moved }: Night = {}) {
  const mocks = mockedDeps();
  if (moved) {
    mockGenuine(mocks.sfn, moved, 1);
    const taken = { name: 'takeover-sophos-g1', status: 'SUCCEEDED' as const, startDate: new Date(moved.startedAt) };
    const executions = [{ ...taken, executionArn: 'unread', stateMachineArn: 'unread' }];
    mocks.sfn.on(ListExecutionsCommand).resolves({ executions });
  }
  mocks.ec2.on(DescribeSnapshotsCommand).resolves({ Snapshots: snapshots });
  for (const [code, command] of Object.entries(refuse ?? {})) mocks.ec2.on(command).rejects(awsError(code));
  const problems: string[] = [];
  const recorded = snapshots.flatMap(({ SnapshotId: snapshotId = '', Tags = [] }) =>
    Tags.flatMap(({ Value: since }) => (since === undefined ? [] : [{ snapshotId, since }])),
  );
  const whose = { appliance: 'sophos', owner: 'failover-dev' };
  const { orphans: open, ...done } = await deleteOrphans(
    { known: images, whose, problems, lineIds, recorded },
    mocks.deps,
  );
  const [read, ...writes] = sentBy(mocks.ec2);
  return { done, open, problems, read, writes };
}

const NONE = { deleted: [], marked: [] };

describe('one whose image is gone', () => {
  const marking = {
    command: 'CreateTags',
    input: { Resources: ['snap-1'], Tags: [{ Key: TAG.orphanedSince, Value: NOW }] },
  };

  test.each([
    ['has no mark', undefined],
    ['has a mark that says no instant', 'long ago'],
    ['has a mark that is still to come', '2026-11-21T03:00:00.001Z'],
  ])('is marked tonight when it %s', async (_, since) => {
    const { done, writes } = await orphans([snapshot('snap-1', since)]);
    expect({ done, writes }).toEqual({ done: { deleted: [], marked: ['snap-1'] }, writes: [marking] });
  });

  test.each([
    ['a moment ago', NOW],
    ['not quite two days ago', LATER],
  ])('is left alone when it was marked %s', async (_, since) =>
    expect(await orphans([snapshot('snap-1', since)])).toMatchObject({ done: NONE, writes: [] }),
  );

  test('is deleted two days after it was marked', async () => {
    const { done, writes } = await orphans([snapshot('snap-1', TWO_DAYS_AGO)]);
    expect(done).toEqual({ deleted: ['snap-1'], marked: [] });
    expect(writes).toEqual([{ command: 'DeleteSnapshot', input: { SnapshotId: 'snap-1' } }]);
  });

  test('is so too when no record names its instance, but the takeover that moved to it', async () => {
    const moved = aPastTakeover({ record: aRecord({ to: 'i-0' }) });
    expect((await orphans([snapshot('snap-1')], { lineIds: [], moved })).done.marked).toEqual(['snap-1']);
  });

  test('is left alone when neither a record nor a takeover names its instance', async () => {
    const moved = aPastTakeover({ record: aRecord({ to: 'i-another' }) });
    expect(await orphans([snapshot('snap-1')], { lineIds: [], moved })).toMatchObject({ done: NONE, writes: [] });
  });

  test('is so too when its image stands as deregistered', async () => {
    const images = [known('ami-0dead', 'deregistered')];
    expect((await orphans([snapshot('snap-1')], { images })).done).toEqual({ deleted: [], marked: ['snap-1'] });
  });
});

describe('one whose image is there', () => {
  const images = [known('ami-0dead', 'available')];

  test('is left alone', async () =>
    expect(await orphans([snapshot('snap-1')], { images })).toMatchObject({ done: NONE, writes: [] }));

  test('loses the mark that was read, however old, and only that', async () => {
    const { done, writes } = await orphans([snapshot('snap-1', TWO_DAYS_AGO)], { images });
    const Tags = [{ Key: TAG.orphanedSince, Value: TWO_DAYS_AGO }];
    expect({ done, writes }).toEqual({
      ...{ done: NONE, writes: [{ command: 'DeleteTags', input: { Resources: ['snap-1'], Tags } }] },
    });
  });
});

test('only those of this appliance and this stack are asked for, of this account', async () => {
  expect((await orphans([])).read).toMatchObject({
    command: 'DescribeSnapshots',
    input: {
      OwnerIds: ['self'],
      Filters: [
        { Name: `tag:${TAG.appliance}`, Values: ['sophos'] },
        { Name: `tag:${TAG.owner}`, Values: ['failover-dev'] },
      ],
    },
  });
});

test('twenty are touched in a night, and the rest waits for the next', async () => {
  const { done, writes } = await orphans(Array.from({ length: 21 }, (_, at) => snapshot(`snap-${at}`)));
  expect(done.marked).toHaveLength(20);
  expect(writes).toHaveLength(20);
});

describe('what prevents it is reported', () => {
  test('of one that cannot be deleted, and the next is deleted all the same', async () => {
    const two = [snapshot('snap-1', TWO_DAYS_AGO), snapshot('snap-2')];
    const { done, problems } = await orphans(two, { refuse: { UnauthorizedOperation: DeleteSnapshotCommand } });
    expect(done).toEqual({ deleted: [], marked: ['snap-2'] });
    expect(problems).toEqual(['snap-1 stays: UnauthorizedOperation: message of UnauthorizedOperation']);
  });

  test('of those that cannot be listed or marked, and what was done before stays reported', async () => {
    const two = [snapshot('snap-1', TWO_DAYS_AGO), snapshot('snap-2')];
    const unmarked = await orphans(two, { refuse: { UnauthorizedOperation: CreateTagsCommand } });
    expect(unmarked.done).toEqual({ deleted: ['snap-1'], marked: [] });
    expect(unmarked.problems).toEqual([expect.stringMatching(/snap-2.*UnauthorizedOperation/)]);
    const unread = await orphans(two, { refuse: { UnauthorizedOperation: DescribeSnapshotsCommand } });
    expect(unread).toMatchObject({ done: NONE, writes: [], problems: [expect.stringMatching(/Unauthorized/)] });
  });
});
