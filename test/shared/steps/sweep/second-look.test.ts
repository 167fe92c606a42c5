/** When the sweep looks for itself, what it writes down about silence, and from when on it asks the failover machine. */
import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../../shared/clock.ts';
import type { Suspicion } from '../../../../shared/domain/decision/suspicion.ts';
import { type Address, TAG } from '../../../../shared/domain/snapshot.ts';
import { raise } from '../../../../shared/steps/sweep/raise.ts';
import { clockOf, runInVirtualTime } from '../../../../simulator/account/time/clock.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, NOW, onDuty, tagged } from '../../../support/duties.ts';
import { anAddress } from '../../../support/snapshots.ts';

/** Looking takes no time, so that ages are exact. */
const STILL: Clock = { now: () => new Date(NOW), sleep: async () => undefined };

type Story = { address?: Address; serves?: boolean; cutOff?: boolean; clock?: Clock; probeProven?: boolean };

async function raising(suspicion: Suspicion, { address = anAddress(), probeProven = true, ...around }: Story = {}) {
  const { deps, wrote, probedAt } = onDuty({ address, clock: STILL, ...around });
  const raised = await raise({ appliance: anAppliance(), address, suspicion, probeProven, remind: false }, deps);
  return { raised, wrote: wrote(), looked: probedAt[0] };
}

const silentSince = (since: string): Address => tagged({ [TAG.silentSince]: since });
const WHY = 'a witness says so';
const MINUTE = 'sweep-sophos-20261121T0300';

const asked = (reason: string) => ({
  command: 'StartExecution',
  input: {
    stateMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-failover',
    name: MINUTE,
    input: JSON.stringify({ appliance: 'sophos', requestedBy: 'sweep', reason }),
  },
});

const tags = (command: 'CreateTags' | 'DeleteTags', value: string) => ({
  command,
  input: { Resources: ['eipalloc-1'], Tags: [{ Key: TAG.silentSince, Value: value }] },
});

describe('without a suspicion', () => {
  test('no appliance is looked at', async () => {
    expect(await raising({ suspects: 'nothing' })).toEqual({ raised: {}, wrote: [], looked: undefined });
  });

  test('silence that was written down is forgotten, as it was read', async () => {
    const { wrote } = await raising({ suspects: 'nothing' }, { address: silentSince(ago(60)) });
    expect(wrote).toEqual([tags('DeleteTags', ago(60))]);
  });
});

test('a loss is asked about at once, without a look', async () => {
  expect(await raising({ suspects: 'loss', why: WHY })).toEqual({
    raised: { started: MINUTE, why: WHY },
    wrote: [asked(WHY)],
    looked: undefined,
  });
});

describe('silence', () => {
  const silence = (seconds: number, mute = false): Suspicion => ({
    ...{ suspects: 'silence', why: WHY, from: ago(-seconds) },
    ...(mute && { mute: true }),
  });

  test.each([
    [-600, 0],
    [0, 0],
    [20, 20],
    [40, 40],
  ])('excused for %s seconds more is looked at after %s', async (seconds, waited) => {
    const { raised, looked } = await runInVirtualTime(
      { startAt: new Date(NOW), seed: 1, limitSeconds: 90 },
      (virtual) => raising(silence(seconds), { clock: clockOf(virtual), serves: true }),
    );
    expect({ raised, looked }).toEqual({ raised: { seen: 'answering', why: WHY }, looked: ago(-waited) });
  });

  test('excused for longer than a sweep waits is left to the next one', async () => {
    expect(await raising(silence(41))).toEqual({
      raised: { why: `${WHY}; excused until ${ago(-41)}` },
      wrote: [],
      looked: undefined,
    });
  });

  test('excused for long, of which EC2 says nothing, is looked at and written down', async () => {
    expect(await raising(silence(41, true))).toEqual({
      raised: { seen: 'failing', why: WHY },
      wrote: [tags('CreateTags', NOW)],
      looked: NOW,
    });
  });

  test('that is seen too is asked about at once, with anything written down', async () => {
    expect(await raising(silence(0), { address: silentSince(ago(60)) })).toEqual({
      raised: { started: MINUTE, why: WHY, seen: 'failing' },
      wrote: [asked(WHY)],
      looked: NOW,
    });
  });

  test('of which EC2 says nothing is asked about and written down the first time', async () => {
    const { wrote } = await raising(silence(0, true));
    expect(wrote).toEqual([tags('CreateTags', NOW), asked(WHY)].sort((a, b) => a.command.localeCompare(b.command)));
  });

  test('of which EC2 says nothing is asked about with our own witness the second time', async () => {
    const { raised, wrote } = await raising(silence(0, true), { address: silentSince(ago(60)) });
    const why = `${WHY}; silent since ${ago(60)}`;
    expect({ raised, wrote }).toEqual({ raised: { started: MINUTE, why, seen: 'failing' }, wrote: [asked(why)] });
  });

  test('that may be a failure of our own network starts no question', async () => {
    expect(await raising(silence(0), { cutOff: true })).toMatchObject({ raised: { seen: 'unknown' }, wrote: [] });
  });
});

describe('darkness', () => {
  const dark: Suspicion = { suspects: 'darkness', why: WHY };
  const quiet = { raised: { seen: 'failing', why: WHY }, looked: NOW };

  // The grace of the appliance, three minutes, is added to the three that lie between two sweeps at most.
  test.each([45, 360])('that was silent %s seconds ago as well is asked about', async (seconds) => {
    const why = `${WHY}; silent since ${ago(seconds)}`;
    expect(await raising(dark, { address: silentSince(ago(seconds)) })).toEqual({
      raised: { started: MINUTE, why, seen: 'failing' },
      wrote: [asked(why)],
      looked: NOW,
    });
  });

  test('that this very sweep, repeated, has written down waits for the next', async () => {
    expect(await raising(dark, { address: silentSince(ago(44)) })).toEqual({ ...quiet, wrote: [] });
  });

  test.each([ago(361), 'yesterday'])('that was written down at %s begins anew', async (since) => {
    const wrote = [tags('CreateTags', NOW)];
    expect(await raising(dark, { address: silentSince(since) })).toEqual({ ...quiet, wrote });
  });

  test('is written down the first time', async () => {
    expect(await raising(dark)).toEqual({ ...quiet, wrote: [tags('CreateTags', NOW)] });
  });

  test('means nothing to a probe without a vote', async () => {
    const address = silentSince(ago(60));
    expect(await raising(dark, { address, probeProven: false })).toEqual({ ...quiet, wrote: [] });
  });

  test('is over once the appliance answers', async () => {
    expect(await raising(dark, { address: silentSince(ago(60)), serves: true })).toEqual({
      raised: { seen: 'answering', why: WHY },
      wrote: [tags('DeleteTags', ago(60))],
      looked: NOW,
    });
  });

  test('is neither over nor worse while we are cut off ourselves', async () => {
    expect(await raising(dark, { address: silentSince(ago(60)), cutOff: true })).toEqual({
      raised: { seen: 'unknown', why: WHY },
      wrote: [],
      looked: NOW,
    });
  });
});
