/** The state of the newest takeover: only one that died with the traffic in between has to be finished. */
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { ListedTakeover } from '../../../../shared/aws/executions.ts';
import type { OurInstance } from '../../../../shared/aws/read-fleet.ts';
import type { PastTakeover } from '../../../../shared/domain/decision/history.ts';
import type { Address } from '../../../../shared/domain/snapshot.ts';
import { lastTakeoverOf } from '../../../../shared/steps/sweep/last-takeover.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, onDuty } from '../../../support/duties.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import {
  aPastTakeover,
  diedSilently,
  failedBeforeMoving,
  failedPartlyApplied,
} from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';
import { anAddress, NEW } from '../../../support/snapshots.ts';

const GENERATION = 3;

type Story = {
  newest?: Omit<ListedTakeover, 'generation'>;
  past?: PastTakeover;
  address?: Address;
  ours?: OurInstance[];
};

async function lastOf({ newest, past, address = anAddress(), ours }: Story) {
  const { deps, sfn, sent } = onDuty({ address });
  if (past) mockGenuine(sfn, past, GENERATION);
  const takeovers = new Map(newest && [['sophos', [{ generation: GENERATION, ...newest }]]]);
  const last = await lastTakeoverOf(anAppliance(), { address, takeovers, ours }, deps);
  return { last, asked: sent().map(({ input }) => input) };
}

/** Partially applied as far as its record and the address go: what is decided otherwise is decided without them. */
const PARTLY_APPLIED = failedPartlyApplied();

const FINISH = { instanceId: NEW.instanceId, generation: 2, since: '2026-11-21T02:30:00.000Z' };
const FOUND = { ...aPlan().address, instanceId: 'i-first' };
const FINISHER = diedSilently({ plan: aPlan({ finish: FINISH, address: FOUND }) });

test('an appliance that was never taken over has none that could matter', async () => {
  expect(await lastOf({ past: PARTLY_APPLIED })).toEqual({
    last: { stands: 'over', endedSecondsAgo: Number.POSITIVE_INFINITY },
    asked: [],
  });
});

describe('one that is at work', () => {
  const stoppedAt = ago(60);
  test.each<[string, Omit<ListedTakeover, 'generation'>]>([
    ['runs', { status: 'RUNNING' }],
    ['runs, although a stop is listed', { status: 'RUNNING', stoppedAt }],
    ['waits to be redriven', { status: 'PENDING_REDRIVE', stoppedAt }],
    ['has failed, but not yet stopped', { status: 'FAILED' }],
  ])('%s', async (_, newest) => {
    const { last } = await lastOf({ newest, past: PARTLY_APPLIED });
    expect(last).toEqual({ stands: 'running', generation: GENERATION, endedSecondsAgo: 0 });
  });
});

test('one that succeeded is over', async () => {
  const { last } = await lastOf({ newest: { status: 'SUCCEEDED', stoppedAt: ago(600) }, past: PARTLY_APPLIED });
  expect(last).toEqual({ stands: 'over', generation: GENERATION, endedSecondsAgo: 600 });
});

test('one that failed is read by its own name, and so is the failover execution that its plan names', async () => {
  const { asked } = await lastOf({ newest: { status: 'FAILED', stoppedAt: ago(60) }, past: PARTLY_APPLIED });
  const executions = 'arn:aws:states:ap-northeast-1:123456789012:execution';
  const own = { executionArn: `${executions}:failover-dev-takeover:takeover-sophos-g3` };
  const starter = { executionArn: `${executions}:failover-dev-failover:e-1`, reverseOrder: true, maxResults: 1 };
  expect(asked).toEqual([own, starter, own]);
});

test('one that failover did not start is passed over for the takeover before it', async () => {
  const { deps, sfn } = onDuty({});
  mockGenuine(sfn, failedPartlyApplied(), 2);
  const forged = { status: 'RUNNING' as const, startDate: new Date(ago(30)), input: '{}' };
  const executionArn = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g3';
  sfn.on(DescribeExecutionCommand, { executionArn }).resolves(forged);
  const listed = [
    { generation: 3, status: 'RUNNING' as const },
    { generation: 2, status: 'FAILED' as const, stoppedAt: ago(60) },
  ];
  const read = { address: anAddress(), takeovers: new Map([['sophos', listed]]), ours: [] };
  expect(await lastTakeoverOf(anAppliance(), read, deps)).toMatchObject({ stands: 'partly-applied', generation: 2 });
});

describe('one that is partially applied', () => {
  test.each([
    [3_600, 'partly-applied'],
    [3_601, 'over'],
  ])('%s seconds ago is %s: for an hour it is finished automatically', async (seconds, stands) => {
    const { last } = await lastOf({ newest: { status: 'FAILED', stoppedAt: ago(seconds) }, past: PARTLY_APPLIED });
    expect(last).toMatchObject({ stands, generation: GENERATION, endedSecondsAgo: seconds });
  });
});

describe('one that failed a minute ago', () => {
  const at = (instanceId: string | undefined) => anAddress({ instanceId });
  test.each<[string, string, PastTakeover | undefined, Address]>([
    ['partly-applied', 'left the address where it was', PARTLY_APPLIED, at('i-old')],
    ['partly-applied', 'brought the address to its replacement', PARTLY_APPLIED, at(NEW.instanceId)],
    ['partly-applied', 'left the address nowhere', PARTLY_APPLIED, at(undefined)],
    [
      'over',
      'was partially applied until a person or another program gave the address to another',
      PARTLY_APPLIED,
      at('i-other'),
    ],
    ['over', 'says that it is not partially applied', failedPartlyApplied({ halfWay: false }), at('i-old')],
    ['over', 'says nothing of partially applied', failedBeforeMoving(), at('i-old')],
    ['over', 'died without a word before it moved', diedSilently(), at('i-old')],
    ['partly-applied', 'died without a word after it had moved', diedSilently(), at(NEW.instanceId)],
    ['over', 'died so, and the address was moved back by hand', FINISHER, at('i-old')],
    ['partly-applied', 'died so, and the address was nowhere', FINISHER, at(undefined)],
    ['partly-applied', 'died so, and the address was where the one before had led it', FINISHER, at('i-first')],
    ['over', 'is shown as succeeded by now, without a record', aPastTakeover({ record: undefined }), at('i-old')],
    ['over', 'is not known any more', undefined, at('i-old')],
  ])('is %s: it %s', async (stands, _, past, address) => {
    const newest = { status: 'FAILED' as const, stoppedAt: ago(60) };
    const { last } = await lastOf({ newest, address, ...(past && { past }) });
    const atOld = stands === 'partly-applied' && address.instanceId === 'i-old' && { atOld: true };
    expect(last).toEqual({ stands, generation: GENERATION, endedSecondsAgo: 60, ...atOld });
  });
});

describe('one that died without a word, with the address at another machine than before,', () => {
  const died = (ours: OurInstance[] | undefined) =>
    lastOf({
      newest: { status: 'ABORTED', stoppedAt: ago(60) },
      ...{ past: diedSilently(), address: anAddress(NEW), ...(ours && { ours }) },
    });
  const one = (role: string, instanceId = NEW.instanceId): OurInstance => ({ instanceId, role, appliance: 'sophos' });

  test.each<[string, OurInstance[] | undefined, string]>([
    ['its replacement', [one('replacement')], 'partly-applied'],
    ['its replacement, which is called active already', [one('active')], 'partly-applied'],
    ['any instance, as it is unknown', undefined, 'partly-applied'],
    ['one that was retired before', [one('retired')], 'over'],
    ['an unknown one, which got the address by hand', [one('replacement', 'i-left')], 'over'],
  ])('led it to %s', async (_, ours, stands) => {
    expect((await died(ours)).last).toMatchObject({ stands });
  });
});
