/** What makes the sweep ask the failover machine, and what does not. */
import { describe, expect, test } from '@jest/globals';
import { isVoteOfAnother, type Sighting, suspect } from '../../../../shared/domain/decision/suspicion.ts';
import { type Address, TAG } from '../../../../shared/domain/snapshot.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const HOLDER = 'i-0aaaaaaaaaaaaaaaa';

const anAddress = (changes: Partial<Address> = {}): Address => ({
  allocationId: 'eipalloc-0aaaaaaaaaaaaaaaa',
  publicIp: '203.0.113.10',
  instanceId: HOLDER,
  networkInterfaceId: 'eni-0aaaaaaaaaaaaaaaa',
  tags: { [TAG.activeInstance]: HOLDER },
  ...changes,
});

const running = { reading: 'described', state: 'running', status: 'ok' } as const;

const suspicionOf = (changes: Partial<Sighting> = {}, rebootGraceSeconds = 0) =>
  suspect({ address: anAddress(), machine: running, probeProven: true, ...changes }, { rebootGraceSeconds, now: NOW });

const nothing = { suspects: 'nothing' };

describe('the sweep suspects nothing', () => {
  test('of an instance that runs unimpaired', () => expect(suspicionOf()).toEqual(nothing));

  test('of one that is still pending', () =>
    expect(suspicionOf({ machine: { ...running, state: 'pending' } })).toEqual(nothing));

  test('when EC2 only has too many questions to answer', () =>
    expect(suspicionOf({ machine: { reading: 'unreadable', why: 'slow down', throttled: true } })).toEqual(nothing));

  test('of an appliance that was never adopted, for any state of its instance', () =>
    expect(suspicionOf({ address: anAddress({ tags: {} }), machine: { ...running, state: 'stopped' } })).toEqual(
      nothing,
    ));

  test('when a person or another program gave the address to an interface without an instance', () =>
    expect(suspicionOf({ address: anAddress({ instanceId: undefined }) })).toEqual(nothing));

  test('by the alarm of a probe that has never proven itself', () =>
    expect(suspicionOf({ probeAlarmSince: NOW, probeProven: false })).toEqual(nothing));
});

describe('the sweep suspects a loss', () => {
  test.each(['stopping', 'stopped', 'shutting-down', 'terminated'] as const)('when EC2 says %s', (state) =>
    expect(suspicionOf({ machine: { ...running, state } })).toEqual({
      suspects: 'loss',
      why: `EC2 says that ${HOLDER} is ${state}`,
    }),
  );

  test('when the address is attached to nothing, for any state of its last holder', () => {
    const address = anAddress({ instanceId: undefined, networkInterfaceId: undefined });
    expect(suspicionOf({ address, machine: { reading: 'absent' } })).toEqual({
      suspects: 'loss',
      why: `the address is attached to nothing; ${HOLDER} held it last`,
    });
  });
});

describe('the sweep suspects silence', () => {
  test('at once when EC2 says impaired, for all graces', () =>
    expect(suspicionOf({ machine: { ...running, status: 'impaired' } }, 180)).toMatchObject({
      suspects: 'silence',
      from: NOW,
    }));

  test('at the end of the grace when only the check of the instance fails, as it does during a reboot', () => {
    const machine = { ...running, status: 'instance-impaired', impairedSince: '2026-11-21T02:58:00.000Z' } as const;
    expect(suspicionOf({ machine }, 180)).toMatchObject({ suspects: 'silence', from: '2026-11-21T03:01:00.000Z' });
    const probeAlarmSince = '2026-11-21T02:57:30.000Z';
    expect(suspicionOf({ machine, probeAlarmSince }, 180)).toMatchObject({ from: '2026-11-21T03:00:30.000Z' });
  });

  test('at the end of the grace when the status check alarm is in ALARM and the checks pass again', () =>
    expect(suspicionOf({ statusAlarmSince: NOW }, 180)).toMatchObject({
      suspects: 'silence',
      from: '2026-11-21T03:03:00.000Z',
    }));

  test('at the end of the grace when only the probe alarm is', () =>
    expect(suspicionOf({ probeAlarmSince: '2026-11-21T02:59:30.000Z' }, 180)).toMatchObject({
      suspects: 'silence',
      from: '2026-11-21T03:02:30.000Z',
    }));

  test('at the end of an announced reboot, unless a grace outlasts it, and at once when the host is broken', () => {
    const rebootingUntil = '2026-11-21T03:05:00.000Z';
    const probeAlarmSince = '2026-11-21T02:59:00.000Z';
    expect(suspicionOf({ probeAlarmSince, rebootingUntil })).toMatchObject({ from: rebootingUntil });
    expect(suspicionOf({ probeAlarmSince, rebootingUntil }, 600)).toMatchObject({ from: '2026-11-21T03:09:00.000Z' });
    const impaired = { ...running, status: 'impaired' } as const;
    expect(suspicionOf({ machine: impaired, rebootingUntil })).toMatchObject({ from: NOW });
    const loss = { suspects: 'loss' };
    expect(suspicionOf({ machine: { ...running, state: 'stopped' }, rebootingUntil })).toMatchObject(loss);
  });

  test('at the end of the same grace when EC2 has no status: an error of its API is no verdict', () =>
    expect(suspicionOf({ machine: { ...running, status: 'unknown' }, probeAlarmSince: NOW }, 180)).toMatchObject({
      suspects: 'silence',
      from: '2026-11-21T03:03:00.000Z',
    }));
});

describe('what EC2 does not say, an alarm has said', () => {
  const dark = { reading: 'unreadable', why: 'InternalError', throttled: false } as const;
  const silence = { suspects: 'silence', from: NOW };

  test.each([
    ['does not answer', dark],
    ['has too many questions to answer', { ...dark, throttled: true }],
    ['knows no such instance', { reading: 'absent' }],
  ] as const)('when EC2 %s', (_, machine) => {
    expect(suspicionOf({ machine, probeAlarmSince: NOW })).toMatchObject(silence);
    expect(suspicionOf({ machine, statusAlarmSince: NOW })).toMatchObject(silence);
  });

  test('and says so, because the prober may have stopped since', () => {
    const muteOf = (machine: Sighting['machine']) => Object(suspicionOf({ machine, probeAlarmSince: NOW })).mute;
    expect([dark, { reading: 'absent' } as const, { ...running, status: 'unknown' } as const].map(muteOf)).toEqual([
      ...[true, true, true],
    ]);
    expect([running, { ...dark, throttled: true }].map(muteOf)).toEqual([undefined, undefined]);
  });

  test('at the end of the same grace as for a reboot', () =>
    expect(suspicionOf({ machine: dark, probeAlarmSince: NOW }, 180)).toMatchObject({
      from: '2026-11-21T03:03:00.000Z',
    }));

  test('but not the alarm of a probe that has never proven itself', () =>
    expect(suspicionOf({ machine: dark, probeAlarmSince: NOW, probeProven: false })).toMatchObject({
      suspects: 'darkness',
    }));
});

describe('the sweep looks for itself', () => {
  test.each([
    ['does not answer', { reading: 'unreadable', why: 'InternalError', throttled: false }],
    ['knows no such instance', { reading: 'absent' }],
    ['has no status of it', { ...running, status: 'unknown' }],
  ] as const)('when EC2 %s', (_, machine) => expect(suspicionOf({ machine })).toMatchObject({ suspects: 'darkness' }));
});

describe('the vote of a probe that proved itself at another instance', () => {
  const moved = anAddress({ tags: { [TAG.activeInstance]: 'i-0bbbbbbbbbbbbbbbb' } });
  const voted = (changes: Partial<Sighting> = {}) =>
    isVoteOfAnother(
      changes.address ?? moved,
      undefined,
      suspicionOf({ address: moved, probeAlarmSince: NOW, ...changes }),
    );

  test('is all that speaks against an instance that was given the address and runs unimpaired', () =>
    expect(voted()).toBe(true));

  test('by the alarm, for any value of the tag', () => {
    const address = anAddress();
    const suspicion = suspicionOf({ address, probeAlarmSince: NOW });
    expect(isVoteOfAnother(address, 'i-0bbbbbbbbbbbbbbbb', suspicion)).toBe(true);
    expect(isVoteOfAnother(moved, moved.instanceId, suspicion)).toBe(false);
  });

  test.each<[string, Partial<Sighting>]>([
    ['the instance is the recorded one', { address: anAddress() }],
    ['nothing was recorded', { address: anAddress({ tags: {} }) }],
    ['EC2 calls it impaired', { machine: { ...running, status: 'impaired' } }],
    ['EC2 does not say how it is', { machine: { ...running, status: 'unknown' } }],
    ['the alarm of the status check agrees', { statusAlarmSince: NOW }],
    ['it is stopped', { machine: { ...running, state: 'stopped' } }],
    ['there is no alarm', { probeAlarmSince: undefined }],
  ])('is not, when %s', (_what, changes) => expect(voted(changes)).toBe(false));
});
