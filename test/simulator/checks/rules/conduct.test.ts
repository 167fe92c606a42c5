/** How a takeover went about its work: what keeps each invariant, and what breaks it. */
import { describe, expect, test } from '@jest/globals';
import { loadMachine } from '../../../../shared/machines/load-machine.ts';
import {
  notReadBack,
  type Read,
  rolledBackTooSoon,
  startedWhilePaused,
  tookOwnership,
  type Unseen,
  unfencedTooLong,
} from '../../../../simulator/checks/rules/conduct.ts';
import { MOVE_ATTEMPTS } from '../../../../simulator/checks/rules/takeover-shape.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement, NEW, OLD } from '../../../support/snapshots.ts';
import { aLaunch, anAddressMove, aStory } from '../../../support/stories.ts';

describe('S9: while paused', () => {
  const pause = { until: '2026-11-21T04:00:00.000Z', since: '2026-11-21T02:00:00.000Z' };

  test('an automatic takeover that begins is named', () => {
    expect(startedWhilePaused(aPlan(), pause)).toEqual([`S9: generation 1 began while paused until ${pause.until}`]);
  });

  test('a person may begin, and so may any caller after the pause or before one that could not be seen yet', () => {
    expect(startedWhilePaused(aPlan({ automatic: false }), pause)).toEqual([]);
    expect(startedWhilePaused(aPlan(), undefined)).toEqual([]);
    expect(startedWhilePaused(aPlan(), { ...pause, until: '2026-11-21T03:00:03.000Z' })).toEqual([]);
    expect(startedWhilePaused(aPlan(), { ...pause, since: '2026-11-21T02:59:50.000Z' })).toEqual([]);
  });

  test('one that is lengthened at the last moment has stood before', () => {
    const lengthened = { until: '2026-11-21T05:00:00.000Z', since: '2026-11-21T02:59:59.000Z', before: pause };
    expect(startedWhilePaused(aPlan(), lengthened)).toEqual([
      `S9: generation 1 began while paused until ${pause.until}`,
    ]);
    const over = { ...pause, until: '2026-11-21T03:00:03.000Z' };
    expect(startedWhilePaused(aPlan(), { ...lengthened, before: over })).toEqual([]);
  });
});

describe('S13: read back', () => {
  const sentAt = '2026-11-21T03:00:31.000Z';
  const reads: Read[] = [
    { action: 'DescribeInstances', by: 'await-replacement', sentAt, ids: [NEW.instanceId] },
    { action: 'DescribeAddresses', by: 'move-traffic', sentAt },
    { action: 'DescribeRouteTables', by: 'move-traffic', sentAt, ids: ['rtb-a', 'rtb-c'] },
  ];
  const proofs = (over: Partial<Read> = {}) => ({
    reads: reads.map((read) => ({ ...read, ...over })),
    unseen: [] as Unseen[],
  });

  test('every change is, by its own takeover', () => {
    expect(notReadBack(aStory(), proofs())).toEqual([]);
  });

  test.each([
    ['DescribeInstances', 'launch by launch-replacement'],
    ['DescribeAddresses', 'move address 203.0.113.10 by move-traffic'],

    [
      'DescribeRouteTables',
      'move route 10.242.2.0/24 in rtb-a by move-traffic',
      'move route 10.242.2.0/24 in rtb-c by move-traffic',
    ],
  ])('without %s, %s is named', (action, ...what) => {
    const without = reads.filter((read) => read.action !== action);
    expect(notReadBack(aStory(), { reads: without, unseen: [] })).toEqual(
      what.map((each) => `S13: ${each} was never read back`),
    );
  });

  test('a read of something else proves nothing, one of everything does', () => {
    const [launched, moved] = reads;
    const ofOne: Read = { action: 'DescribeRouteTables', by: 'move-traffic', sentAt, ids: ['rtb-a'] };
    const some = [launched, moved, ofOne].filter((read) => read !== undefined);
    expect(notReadBack(aStory(), { reads: some, unseen: [] })).toEqual([
      'S13: move route 10.242.2.0/24 in rtb-c by move-traffic was never read back',
    ]);
    expect(notReadBack(aStory(), proofs({ ids: undefined }))).toEqual([]);
  });

  test('what a late attempt has launched is unknown', () => {
    const late = aLaunch({ at: '2026-11-21T03:00:59.000Z' });
    expect(notReadBack(aStory({ deeds: [late] }), proofs())).toEqual([
      'S13: launch by launch-replacement was never read back',
    ]);
    expect(notReadBack(aStory({ deeds: [{ ...late, unheard: true }] }), proofs())).toEqual([]);
  });

  test('a read sent before the change, or by another caller, proves nothing', () => {
    expect(notReadBack(aStory(), proofs({ sentAt: '2026-11-21T03:00:29.000Z' }))).toHaveLength(4);
    expect(notReadBack(aStory(), proofs({ by: 'verify-traffic' }))).toHaveLength(4);
  });

  test('what was launched and given up proves nothing, and needs no proof', () => {
    const { end } = aStory();
    const gone = { ...end, instances: [aReplacement({ state: 'terminated' })] };
    expect(notReadBack(aStory({ deeds: [aLaunch()], end: gone }), { reads: [], unseen: [] })).toEqual([]);
    const outOfReach = [NEW.instanceId];
    expect(notReadBack(aStory({ deeds: [aLaunch()], outOfReach }), { reads: [], unseen: [] })).toEqual([]);
  });

  test('a network interface that was let forward is looked at again', () => {
    const position = { at: 'interface', networkInterfaceId: NEW.networkInterfaceId, blackhole: false } as const;
    const made = { kind: 'move', at: '2026-11-21T03:00:30.000Z', by: 'launch-replacement' } as const;
    const unseen: Unseen[] = [{ ...made, part: { kind: 'forwarding', position } }];
    expect(notReadBack(aStory(), { reads, unseen })).toEqual([
      'S13: move forwarding source/destination check by launch-replacement was never read back',
    ]);
    const look: Read = {
      action: 'DescribeNetworkInterfaces',
      by: 'move-traffic',
      sentAt,
      ids: [NEW.networkInterfaceId],
    };
    expect(notReadBack(aStory(), { reads: [...reads, look], unseen })).toEqual([]);
  });

  test('a takeover that failed says itself what it could not see, but proves its way back', () => {
    expect(notReadBack(aStory({ succeeded: false }), { reads: [], unseen: [] })).toEqual([]);
    const deeds = [anAddressMove(), anAddressMove({ by: 'undo-traffic', instanceId: OLD.instanceId })];
    expect(notReadBack(aStory({ succeeded: false, undone: true, deeds }), { reads: [], unseen: [] })).toEqual([
      'S13: move address 203.0.113.10 by undo-traffic was never read back',
    ]);
  });
});

describe('S5: carried on', () => {
  const back = anAddressMove({ by: 'undo-traffic', instanceId: OLD.instanceId });

  test.each(['TransientError', 'Lambda.Unknown', 'Runtime.ExitError', 'States.Timeout'])(
    'after one attempt that ended with %s, a rollback is too soon',
    (error) => {
      expect(rolledBackTooSoon(back, aPlan(), { error, attempts: 1 })).toEqual([
        `S5: generation 1 rolled back after 1 attempts, and ${error} may pass`,
      ]);
      expect(rolledBackTooSoon(back, aPlan(), { error, attempts: MOVE_ATTEMPTS })).toEqual([]);
    },
  );

  test('a refusal, and everything else that will not pass, is rolled back at once', () => {
    expect(rolledBackTooSoon(back, aPlan(), { error: 'RefusedError', attempts: 1 })).toEqual([]);
    expect(rolledBackTooSoon(back, aPlan(), { error: 'TypeError', attempts: 1 })).toEqual([]);
  });

  test('nor is there a way back from a move that failed of nothing', () => {
    expect(rolledBackTooSoon(back, aPlan(), undefined)).toEqual(['S5: generation 1 rolled back what it had moved']);
  });

  test('a planned move goes back after a minute of silence, or when its new instance died', () => {
    const planned = aPlan({ mode: 'switchover', automatic: false });
    const ended = { silentSince: '2026-11-21T02:59:30.000Z', replacementId: NEW.instanceId };
    expect(rolledBackTooSoon(back, planned, ended)).toEqual([]);
    const early = { ...ended, silentSince: '2026-11-21T02:59:40.000Z' };
    expect(rolledBackTooSoon(back, planned, early)).toEqual([
      'S5: generation 1 rolled back after 50 s without an answer',
    ]);
    const died = { ...back, instances: [aReplacement({ state: 'terminated' })] };
    expect(rolledBackTooSoon(died, planned, early)).toEqual([]);
    expect(rolledBackTooSoon(back, aPlan(), ended)).toEqual([
      'S5: generation 1 is no planned move, and rolled back without an answer',
    ]);
  });

  test('a move is no rollback', () => {
    expect(rolledBackTooSoon(anAddressMove(), aPlan(), { error: 'TransientError', attempts: 1 })).toEqual([]);
  });

  test('it is asked as often as the state machine asks', () => {
    const { MoveTraffic } = loadMachine('takeover').States;
    expect(MoveTraffic).toMatchObject({ Retry: [{ MaxAttempts: MOVE_ATTEMPTS - 1 }] });
  });
});

test('S11: a retired instance that runs for longer than three sweeps is named', () => {
  const since = '2026-11-21T03:00:00.000Z';
  expect(unfencedTooLong('i-old', { since, now: '2026-11-21T03:03:00.000Z' })).toEqual([]);
  expect(unfencedTooLong('i-old', { since, now: '2026-11-21T03:03:01.000Z' })).toEqual([
    'S11: i-old was retired, and runs for more than 180 s',
  ]);
});

describe('S16: whose an address is', () => {
  const change = { by: 'claim', at: '2026-11-21T03:00:31.000Z', touchedAt: undefined };

  test('a step that writes its own name over that of another stack is named', () => {
    expect(tookOwnership({ ...change, before: 'failover-other', now: 'failover-dev' })).toEqual([
      'S16: claim took the address from failover-other for failover-dev',
    ]);
    expect(tookOwnership({ ...change, before: 'failover-other', now: undefined })).toHaveLength(1);
  });

  test('an address without an owner may be claimed, and what changed seconds before could not be seen', () => {
    expect(tookOwnership({ ...change, before: undefined, now: 'failover-dev' })).toEqual([]);
    expect(tookOwnership({ ...change, before: 'failover-dev', now: 'failover-dev' })).toEqual([]);
    const touchedAt = '2026-11-21T03:00:20.000Z';
    expect(tookOwnership({ ...change, before: 'failover-other', now: 'failover-dev', touchedAt })).toEqual([]);
  });
});
