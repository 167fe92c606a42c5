/** What people read when a failover is held: who, since when, and until when; and the very instant at which a hold ends. */
import { describe, expect, test } from '@jest/globals';
import { decide, type Question } from '../../../../shared/domain/decision/decide.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { anAlarm, anInstanceEvent } from '../../../support/evidence.ts';
import { aPastTakeover, failedBeforeMoving } from '../../../support/past-takeovers.ts';
import { answerTo, asked, NOW, paused } from '../../../support/questions.ts';
import { anAddress } from '../../../support/snapshots.ts';

const detailOf = (overrides: Partial<Question>): string => decide(asked(overrides)).detail;

describe('a hold says what stands in the way', () => {
  test('an alarm and an event of EC2 that are too old, each by its name and instant', () => {
    const since = '2026-11-21T02:44:59.000Z';
    expect(detailOf({ trigger: anAlarm({ since }) })).toBe(`the alarm is from ${since}, more than 15 minutes ago`);
    expect(detailOf({ trigger: anInstanceEvent({ since }) })).toBe(
      `the event is from ${since}, more than 15 minutes ago`,
    );
  });

  test('the takeover that has ended since, and the instance that holds the address by now', () => {
    const stoppedAt = '2026-11-21T02:59:01.000Z';
    expect(detailOf({ past: [aPastTakeover({ stoppedAt })] })).toMatch(
      new RegExp(`^the alarm is from \\S+, before the takeover that ended at ${stoppedAt}$`),
    );
    expect(detailOf({ trigger: anAlarm({ instanceId: 'i-older' }) })).toMatch(
      /^the alarm is about i-older, but i-\S+ holds the address$/,
    );
  });

  test('the takeover at work, and until when the last one may still act', () => {
    const next = { next: 'hold', generation: 4 } as const;
    expect(detailOf({ next: { ...next, because: 'already-running' } })).toBe('takeover of generation 4 is running');
    expect(detailOf({ next: { ...next, because: 'settling', until: NOW } })).toMatch(
      new RegExp(`^generation 4 just ended, .* until ${NOW}$`),
    );
    expect(detailOf({ next: { ...next, because: 'settling' } })).toMatch(/ still be under way; try again in a minute$/);
  });

  test('the end of a pause, and the words of one that is no date', () => {
    const until = '2026-11-21T04:00:00.000Z';
    expect(detailOf({ address: paused(until) })).toBe(`paused until ${until}`);
    expect(detailOf({ address: paused('tomorrow') })).toBe(
      `the tag ${TAG.pausedUntil} is "tomorrow", which is not a valid time`,
    );
  });

  test('who was given the address, and who held it', () => {
    const address = anAddress({ tags: { [TAG.activeInstance]: 'i-before' } });
    expect(answerTo({ address, trigger: anAlarm({ kind: 'probe', instanceId: undefined }) })).toBe('address-moved');
    expect(detailOf({ address, trigger: anAlarm({ kind: 'probe', instanceId: undefined }) })).toBe(
      `a person or another program gave the address to ${address.instanceId}; i-before held it, and no takeover of ours moved it`,
    );
  });
});

describe('at the very instant', () => {
  test('a pause that ends now is over', () => {
    expect(answerTo({ address: paused(NOW) })).toBe('take-over');
  });

  test('a takeover that is due again now begins', () => {
    const trigger = anAlarm({ since: '2026-11-21T02:59:30.000Z' });
    const failedAt = (stoppedAt: string) => [failedBeforeMoving({ stoppedAt })];
    expect(answerTo({ trigger, past: failedAt('2026-11-21T02:59:00.000Z') })).toBe('take-over');
    expect(answerTo({ trigger, past: failedAt('2026-11-21T02:59:00.001Z') })).toBe('retry-later');
  });
});
