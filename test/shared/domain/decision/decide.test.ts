/** Whether to take over now: every reason to hold, and what a person overrides. */
import { describe, expect, test } from '@jest/globals';
import { decide, type Question } from '../../../../shared/domain/decision/decide.ts';
import type { HoldReason } from '../../../../shared/domain/decision/hold-reason.ts';
import { anAlarm, anInstanceEvent, aPerson, aRow, theSweep } from '../../../support/evidence.ts';
import { aPastTakeover, aRecord, failedBeforeMoving, neverAnswered } from '../../../support/past-takeovers.ts';
import { answerTo, asked, NOW, paused, suspect } from '../../../support/questions.ts';
import { anAddress } from '../../../support/snapshots.ts';

type Row = { what: string; question: Partial<Question>; answer: HoldReason | 'take-over' };

const lock: Row[] = [
  {
    what: 'holds while a takeover runs',
    question: { next: { next: 'hold', because: 'already-running', generation: 1 } },
    answer: 'already-running',
  },
  {
    what: 'holds until the last takeover has settled',
    question: { next: { next: 'hold', because: 'settling', generation: 1, until: NOW } },
    answer: 'settling',
  },
];

const automatic: Row[] = [
  { what: 'takes over a failed appliance', question: {}, answer: 'take-over' },
  {
    what: 'holds for an alarm of more than 15 minutes ago',
    question: { trigger: anAlarm({ since: '2026-11-21T02:44:59.000Z' }) },
    answer: 'stale',
  },
  {
    what: 'acts on an alarm of 15 minutes ago',
    question: { trigger: anAlarm({ since: '2026-11-21T02:45:00.000Z' }) },
    answer: 'take-over',
  },
  {
    what: 'holds for an alarm from before the end of the last takeover',
    question: { past: [aPastTakeover({ stoppedAt: '2026-11-21T02:59:01.000Z' })] },
    answer: 'stale',
  },
  {
    what: 'holds for an alarm about an instance that no longer holds the address',
    question: { trigger: anAlarm({ instanceId: 'i-older' }) },
    answer: 'stale',
  },
  {
    what: 'holds for an alarm about another than the last recorded holder',
    question: { address: anAddress({ instanceId: undefined }), trigger: anAlarm({ instanceId: 'i-older' }) },
    answer: 'stale',
  },
  {
    what: 'acts on a probe alarm, which watches no instance',
    question: { trigger: anAlarm({ kind: 'probe', instanceId: undefined }) },
    answer: 'take-over',
  },
  { what: "acts on the prober's row", question: { trigger: aRow() }, answer: 'take-over' },
  {
    what: 'acts on a row of long ago whose last probe has just failed',
    question: { trigger: aRow({ since: '2026-11-21T02:30:00.000Z' }) },
    answer: 'take-over',
  },
  {
    what: 'holds for a row whose last probe failed before the end of the last takeover',
    question: { trigger: aRow(), past: [aPastTakeover({ stoppedAt: '2026-11-21T02:59:53.000Z' })] },
    answer: 'stale',
  },
  {
    what: 'holds for a row that ended more than 15 minutes ago',
    question: { trigger: aRow({ since: '2026-11-21T02:40:00.000Z', at: '2026-11-21T02:44:59.000Z' }) },
    answer: 'stale',
  },
  { what: 'acts on an event of EC2 about the holder', question: { trigger: anInstanceEvent() }, answer: 'take-over' },
  {
    what: 'holds for an event of more than 15 minutes ago',
    question: { trigger: anInstanceEvent({ since: '2026-11-21T02:44:59.000Z' }) },
    answer: 'stale',
  },
  {
    what: 'holds for an event from before the end of the last takeover, which may have caused it',
    question: {
      trigger: anInstanceEvent(),
      past: [aPastTakeover({ stoppedAt: '2026-11-21T02:59:51.000Z', record: aRecord({ moved: false }) })],
    },
    answer: 'stale',
  },
  {
    what: 'holds for an event about an instance that does not hold the address',
    question: { trigger: anInstanceEvent({ instanceId: 'i-older' }) },
    answer: 'stale',
  },
  {
    what: 'acts on the end of the last holder, which takes the address along',
    question: { address: anAddress({ instanceId: undefined }), trigger: anInstanceEvent({ state: 'terminated' }) },
    answer: 'take-over',
  },
  {
    what: 'holds while the probe has not proven itself',
    question: { assessment: suspect('probe-unproven') },
    answer: 'probe-unproven',
  },
  { what: 'holds while paused', question: { address: paused('2026-11-21T04:00:00Z') }, answer: 'paused' },
  {
    what: 'goes on when a pause has expired',
    question: { address: paused('2026-11-21T02:59:59Z') },
    answer: 'take-over',
  },
  { what: 'takes an unreadable pause for a pause', question: { address: paused('until friday') }, answer: 'paused' },
  {
    what: 'holds for a healthy appliance',
    question: { assessment: { health: 'healthy', detail: 'it answers' } },
    answer: 'healthy',
  },
  { what: 'holds without a second witness', question: { assessment: suspect('unconfirmed') }, answer: 'unconfirmed' },
  { what: 'holds during a reboot', question: { assessment: suspect('rebooting') }, answer: 'rebooting' },
  {
    what: 'holds for a person who stopped it',
    question: { assessment: suspect('stopped-by-person') },
    answer: 'stopped-by-person',
  },
  {
    what: 'holds for a person who detached the address',
    question: { assessment: suspect('address-detached') },
    answer: 'address-detached',
  },
  {
    what: 'observes when that is all it may do',
    question: { appliance: { mode: 'observe', cooldownMinutes: 30 } },
    answer: 'observe-only',
  },
  { what: 'takes over for the sweep as for an alarm', question: { trigger: theSweep }, answer: 'take-over' },
];

const historic: Row[] = [
  {
    what: 'cools down after traffic was moved',
    question: { past: [aPastTakeover({ stoppedAt: '2026-11-21T02:30:01.000Z' })] },
    answer: 'cooling-down',
  },
  {
    what: 'acts again once the cooldown is over',
    question: { past: [aPastTakeover({ stoppedAt: '2026-11-21T02:30:00.000Z' })] },
    answer: 'take-over',
  },
  {
    what: 'does not cool down after a failover that was undone',
    question: {
      past: [
        aPastTakeover({
          status: 'FAILED',
          stoppedAt: '2026-11-21T02:40:00.000Z',
          record: aRecord({ outcome: 'failed', undone: true, answered: false }),
        }),
      ],
    },
    answer: 'take-over',
  },
  {
    what: 'waits a minute after a failover that was undone',
    question: {
      past: [
        aPastTakeover({
          status: 'FAILED',
          stoppedAt: '2026-11-21T02:59:00.001Z',
          record: aRecord({ outcome: 'failed', undone: true, answered: false }),
        }),
      ],
      trigger: theSweep,
    },
    answer: 'retry-later',
  },
  {
    what: 'waits a minute after one failure before the move',
    question: { past: [failedBeforeMoving({ stoppedAt: '2026-11-21T02:58:59.999Z' })], trigger: theSweep },
    answer: 'take-over',
  },
  {
    what: 'is still waiting within that minute',
    question: { past: [failedBeforeMoving({ stoppedAt: '2026-11-21T02:59:00.001Z' })], trigger: theSweep },
    answer: 'retry-later',
  },
  {
    what: 'tries again at once with the previous image when a replacement never answered',
    question: { past: [neverAnswered({ stoppedAt: '2026-11-21T02:59:00.000Z' })] },
    answer: 'take-over',
  },
  {
    what: 'leaves it to a person when two replacements never answered',
    question: { past: [neverAnswered({ generation: 2 }), neverAnswered({ generation: 1 })] },
    answer: 'needs-a-person',
  },
  {
    what: 'waits no longer than a day for that person: the second may have answered after all, and failed again',
    question: {
      past: [neverAnswered({ generation: 2, stoppedAt: '2026-11-20T02:59:00.000Z' }), neverAnswered({ generation: 1 })],
    },
    answer: 'take-over',
  },
  {
    what: 'waits for nothing after a success that moved nothing',
    question: { past: [aPastTakeover({ record: aRecord({ moved: false }), stoppedAt: NOW })], trigger: theSweep },
    answer: 'take-over',
  },
  {
    what: 'forgets failures from before a success',
    question: { past: [neverAnswered({ generation: 3 }), aPastTakeover({ generation: 2 }), neverAnswered()] },
    answer: 'take-over',
  },
];

describe('an automatic takeover', () => {
  test.each([...lock, ...automatic, ...historic])('$what', ({ question, answer }) => {
    expect(answerTo(question)).toBe(answer);
  });

  test.each([
    { failures: 1, minutes: 1 },
    { failures: 2, minutes: 2 },
    { failures: 3, minutes: 4 },
    { failures: 4, minutes: 8 },
    { failures: 5, minutes: 15 },
    { failures: 6, minutes: 15 },
  ])('waits $minutes minutes after $failures failures before the move', ({ failures, minutes }) => {
    const past = Array.from({ length: failures }, (_, at) =>
      failedBeforeMoving({ generation: failures - at, stoppedAt: '2026-11-21T02:59:30.000Z' }),
    );
    const decision = decide(asked({ past, trigger: theSweep }));
    const until = new Date(Date.parse('2026-11-21T02:59:30.000Z') + minutes * 60_000).toISOString();
    expect(decision).toMatchObject({ because: 'retry-later', detail: expect.stringContaining(until) });
  });

  test('avoids the image from which a replacement never answered', () => {
    const past = [neverAnswered({ record: aRecord({ answered: false, gaveUp: true, imageId: 'ami-broken' }) })];
    expect(decide(asked({ past }))).toMatchObject({ avoidImageIds: ['ami-broken'] });
  });

  test('holds no image guilty of a takeover that failed before it had waited for an answer', () => {
    const past = [aPastTakeover({ status: 'FAILED', record: aRecord({ answered: false, gaveUp: false }) })];
    expect(decide(asked({ past, now: '2026-11-21T02:10:00.000Z' }))).toMatchObject({ because: 'cooling-down' });
    expect(decide(asked({ past }))).toMatchObject({ act: 'take-over', avoidImageIds: [] });
  });

  test('says who agreed that it failed', () => {
    expect(decide(asked())).toMatchObject({ detail: 'failed according to: EC2 status impaired; direct probe' });
  });

  test('in observe mode says what it would have done', () => {
    const decision = decide(asked({ appliance: { mode: 'observe', cooldownMinutes: 30 } }));
    expect(decision.detail).toContain('failed according to: EC2 status impaired; direct probe');
  });
});

describe('a person', () => {
  const trigger = aPerson();
  const held = [...automatic, ...historic].filter(({ answer }) => answer !== 'take-over');
  const overridden = held.filter(({ answer }) => answer !== 'healthy');

  test.each(overridden)('overrides $answer ($what)', ({ question }) => {
    expect(answerTo({ ...question, trigger })).toBe('take-over');
  });

  test.each(held)('who says force overrides $answer ($what)', ({ question }) => {
    expect(answerTo({ ...question, trigger: aPerson({ force: true }) })).toBe('take-over');
  });

  test.each([undefined, false])('is held when the appliance answers and force is %s, with the two ways on', (force) => {
    const question = { assessment: { health: 'healthy' as const, detail: 'it answers' }, trigger: aPerson({ force }) };
    expect(decide(asked(question))).toEqual({
      ...{ act: 'hold', because: 'answers' },
      detail:
        'sophos answers, and a failover replaces it at once: ask for a switchover, or put "force": true into the input',
    });
  });

  test.each(['switchover', 'rehearse'] as const)('may ask for a %s of an appliance that answers', (mode) => {
    const assessment = { health: 'healthy' as const, detail: 'it answers' };
    expect(answerTo({ assessment, trigger: aPerson({ mode }) })).toBe('take-over');
  });

  test.each(lock)('never overrides the lock: $what', ({ question, answer }) => {
    expect(answerTo({ ...question, trigger })).toBe(answer);
  });

  test('is named, with the reason given', () => {
    expect(decide(asked({ trigger }))).toMatchObject({ detail: 'asked for by kim: firmware froze' });
  });
});
