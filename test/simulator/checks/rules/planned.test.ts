/** S22: what keeps it, and what breaks it. */
import { describe, expect, test } from '@jest/globals';
import { keptFromTheOld, stoppedUnanswered } from '../../../../simulator/checks/rules/planned.ts';
import type { Story } from '../../../../simulator/checks/rules/takeover.ts';
import { aPlan } from '../../../support/plans.ts';
import { NEW, OLD } from '../../../support/snapshots.ts';
import { anAddressMove, aStop, aStory } from '../../../support/stories.ts';

const PLANNED = aPlan({ mode: 'switchover', automatic: false });

describe('S22: the old one of a planned move', () => {
  const named = ['S22: stop-failed stopped i-old before the new instance had answered'];
  const silent = { answered: false, finished: undefined };

  test('is not stopped before the new one has answered', () => {
    expect(stoppedUnanswered(aStop(), PLANNED, silent)).toEqual(named);
    expect(stoppedUnanswered(aStop(), PLANNED, { ...silent, answered: true })).toEqual([]);
  });

  test('is not stopped either by a takeover that finishes the move automatically; a person may force it', () => {
    const finisher = aPlan({ generation: 2, finish: { instanceId: NEW.instanceId, generation: 1 } });
    expect(stoppedUnanswered(aStop(), finisher, { ...silent, finished: PLANNED })).toEqual(named);
    expect(stoppedUnanswered(aStop(), finisher, { ...silent, finished: aPlan() })).toEqual([]);
    const forced = { ...finisher, automatic: false };
    expect(stoppedUnanswered(aStop(), forced, { ...silent, finished: PLANNED })).toEqual([]);
  });

  test('may be stopped in a failover, first where a licence asks for it, and so may any other instance', () => {
    expect(stoppedUnanswered(aStop(), aPlan(), silent)).toEqual([]);
    expect(stoppedUnanswered(aStop(), { ...PLANNED, fencing: 'stop-first' }, silent)).toEqual([]);
    expect(stoppedUnanswered(aStop({ instanceId: 'i-other' }), PLANNED, silent)).toEqual([]);
    expect(stoppedUnanswered(anAddressMove({ instanceId: OLD.instanceId }), PLANNED, silent)).toEqual([]);
  });

  test('may be stopped by a request that left before anybody could know that the new one went down', () => {
    const downSince = (holderDownAt: string) => stoppedUnanswered(aStop({ holderDownAt }), PLANNED, silent);
    expect(downSince('2026-11-21T03:00:20.000Z')).toEqual([]);
    expect(downSince('2026-11-21T03:00:00.000Z')).toEqual(named);
  });
});

describe('S22: after silence', () => {
  const end = { oldIsWell: true, hindered: false };
  const silent = (more: Partial<Story> = {}): Story =>
    aStory({ plan: PLANNED, succeeded: false, answered: false, gaveUp: true, ...more });

  test('everything is back at the old one', () => {
    expect(keptFromTheOld(silent(), end)).toEqual([
      'S22: generation 1 was silent, and left the traffic with the new instance',
    ]);
    expect(keptFromTheOld(silent({ undone: true }), end)).toEqual([]);
  });

  test.each([
    ['the old one is down', silent(), { ...end, oldIsWell: false }],
    ['a read was refused, or the way back', silent(), { ...end, hindered: true }],
    ['it was answered', silent({ answered: true }), end],
    ['it ended before its minute', silent({ gaveUp: false }), end],
    ['nothing was moved', silent({ deeds: [] }), end],
    ['it was a failover', silent({ plan: aPlan() }), end],
  ])('it may stay when %s', (_, story, known) => expect(keptFromTheOld(story, known)).toEqual([]));
});
