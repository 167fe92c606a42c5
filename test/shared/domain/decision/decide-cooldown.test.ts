/** What the last move of the traffic forbids outlasts attempts that moved nothing. */
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../shared/domain/decision/decide.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { theSweep } from '../../../support/evidence.ts';
import {
  aPastTakeover,
  aRecord,
  diedSilently,
  failedBeforeMoving,
  neverAnswered,
} from '../../../support/past-takeovers.ts';
import { answerTo, asked } from '../../../support/questions.ts';
import { anAddress } from '../../../support/snapshots.ts';

const at = (minutesAgo: number): string =>
  new Date(Date.parse('2026-11-21T03:00:00.000Z') - minutesAgo * 60_000).toISOString();
const ended = (generation: number, minutesAgo: number) => ({
  generation,
  startedAt: at(minutesAgo + 3),
  stoppedAt: at(minutesAgo),
});

describe('an attempt that moved nothing', () => {
  const vain = failedBeforeMoving(ended(2, 5));

  test('does not end the cooldown of the move before it', () => {
    const past = [vain, aPastTakeover(ended(1, 20))];
    expect(answerTo({ past, trigger: theSweep })).toBe('cooling-down');
  });

  test('is tried again once that cooldown is over', () => {
    const past = [vain, aPastTakeover(ended(1, 31))];
    expect(answerTo({ past, trigger: theSweep })).toBe('take-over');
  });

  test('does not make an image any better that never answered', () => {
    const past = [vain, neverAnswered(ended(1, 20))];
    expect(decide(asked({ past, trigger: theSweep }))).toMatchObject({ act: 'take-over', avoidImageIds: ['ami-new'] });
  });

  test('gives no third replacement a chance when two never answered', () => {
    const past = [vain, neverAnswered(ended(4, 20)), neverAnswered(ended(3, 40))];
    expect(answerTo({ past, trigger: theSweep })).toBe('needs-a-person');
  });
});

describe('two takeovers that waited in vain for the same replacement', () => {
  const waited = aRecord({ outcome: 'failed', answered: false, gaveUp: true, to: 'i-silent' });
  const twice = [neverAnswered({ ...ended(4, 5), record: waited }), neverAnswered({ ...ended(3, 20), record: waited })];

  test('say nothing of a second image', () => {
    expect(answerTo({ past: twice, trigger: theSweep })).toBe('take-over');
  });

  test('leave it to a person when another one before them never answered either', () => {
    expect(answerTo({ past: [...twice, neverAnswered(ended(2, 40))], trigger: theSweep })).toBe('needs-a-person');
  });

  test('leave it to a person too when the one between them died without a word', () => {
    const [newest = aPastTakeover()] = twice;
    const past = [newest, diedSilently(ended(3, 20)), neverAnswered(ended(2, 40))];
    const address = anAddress({ instanceId: 'i-silent', tags: { [TAG.activeInstance]: 'i-silent' } });
    expect(answerTo({ past, trigger: theSweep, address })).toBe('needs-a-person');
  });

  test('do not when the one before them had answered', () => {
    expect(answerTo({ past: [...twice, aPastTakeover(ended(2, 40))], trigger: theSweep })).toBe('take-over');
  });
});
