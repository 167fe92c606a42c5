/** What becomes of a takeover that died without a word: finished when it stands half-way, tried again when it does not. */
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../shared/domain/decide.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { aPerson, theSweep } from '../../support/evidence.ts';
import { diedSilently } from '../../support/past-takeovers.ts';
import { aPlan } from '../../support/plans.ts';
import { answerTo, asked, suspect } from '../../support/questions.ts';
import { anAddress, anInstance, NEW } from '../../support/snapshots.ts';

describe('a takeover that died without a word', () => {
  const past = [diedSilently({ plan: aPlan() })];
  const launched = (role: string, generation = '1') =>
    anInstance({ id: NEW.instanceId, tags: { [TAG.role]: role, [TAG.generation]: generation } });
  const halfWay = {
    past,
    address: anAddress(NEW),
    holder: launched('replacement'),
    assessment: suspect('unconfirmed'),
  };

  test('is finished when it brought the address to its replacement, whatever health says', () => {
    expect(decide(asked(halfWay))).toMatchObject({ act: 'take-over', finish: past[0] });
    expect(decide(asked({ ...halfWay, holder: launched('active') }))).toMatchObject({ finish: past[0] });
  });

  test.each([
    ['a machine that is not ours', anInstance({ id: NEW.instanceId, tags: { Name: 'jump host' } })],
    ['an instance that was retired before', launched('retired')],
    ['a replacement of a later generation', launched('replacement', '7')],
    ['an instance that EC2 does not describe', undefined],
  ])('is not finished when a person gave the address to %s', (_what, holder) => {
    expect(decide(asked({ ...halfWay, holder }))).not.toHaveProperty('finish');
  });

  test('is left as it stands while paused or observed, except by a person', () => {
    const address = anAddress({ ...NEW, tags: { [TAG.pausedUntil]: '2026-11-21T04:00:00.000Z' } });
    expect(answerTo({ ...halfWay, address })).toBe('paused');
    expect(answerTo({ ...halfWay, appliance: { mode: 'observe', cooldownMinutes: 30 } })).toBe('observe-only');
    expect(answerTo({ ...halfWay, address, trigger: aPerson() })).toBe('take-over');
  });

  test('is not finished but tried again when the address is still where it was', () => {
    const decision = decide(asked({ past, trigger: theSweep }));
    expect(decision).toMatchObject({ act: 'take-over' });
    expect(decision).not.toHaveProperty('finish');
  });

  test('is tried again only after a while', () => {
    const young = [diedSilently({ stoppedAt: '2026-11-21T02:59:30.000Z' })];
    expect(answerTo({ past: young, trigger: theSweep })).toBe('retry-later');
  });
});
