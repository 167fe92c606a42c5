/** The proof of the lock: every interleaving of a small world, and locks that are wrong on purpose. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { nextGeneration, staleness } from '../../../shared/domain/generation.ts';
import { type Found, search } from './lock/search.ts';
import type { Bounds, Lock } from './lock/world.ts';

const LOCK: Lock = { next: nextGeneration, gate: staleness, settles: true, names: 'generations' };

const BOUNDS: Bounds = { starters: 3, generationsMax: 3, redrivesMax: 1, lambdaTicksMax: 1, looks: 'at-once' };

/** An answer may be older than the last look anyway, so looking one by one adds nothing; this bound shows it. */
const ONE_BY_ONE: Bounds = { ...BOUNDS, generationsMax: 2, looks: 'one-by-one' };

/** Two redrives, and a settling time of two ticks, so that half of it can have passed. */
const SLOW: Bounds = { ...BOUNDS, generationsMax: 2, redrivesMax: 2, lambdaTicksMax: 2 };

const storyOf = (found: Found): string => found.violation?.story.join('; ') ?? 'holds';
const page = readFileSync('docs/concepts/lock.md', 'utf8');
const inWords = (count: number): string => count.toLocaleString('en-US');

describe('the lock, over all interleavings', () => {
  test.each([
    { bounds: BOUNDS, situation: 'three front doors, three generations and a redrive' },
    { bounds: ONE_BY_ONE, situation: 'three front doors whose looks are interleaved with everything else' },
    { bounds: SLOW, situation: 'every takeover redriven, and half a settling time passed' },
  ])('holds for $situation, and never shuts for good', ({ bounds }) => {
    const found = search(LOCK, bounds);
    expect(storyOf(found)).toBe('holds');
    // The page tells operators how much was searched; an empty search would not find its number there.
    expect(found.states).toBeGreaterThan(10_000);
    expect(page).toContain(`${inWords(found.states)} states`);
  });

  test('does not rest on what the gate reads: tag and successor are a second bolt', () => {
    const gate: Lock['gate'] = (run) =>
      staleness({ ...run, recorded: { kind: 'none' }, successor: { status: 'absent' } });
    expect(storyOf(search({ ...LOCK, gate }, { ...BOUNDS, generationsMax: 2 }))).toBe('holds');
  });
});

/** Answers as if a closed execution had stopped long ago. */
const longAgo =
  (wanted: (status: string) => boolean): Lock['next'] =>
  (question) =>
    nextGeneration({
      ...question,
      seen: new Map(
        [...question.seen].map(([generation, seen]) => [
          generation,
          wanted(seen.status) ? { ...seen, stoppedAt: '2026-01-01T00:00:00.000Z' } : seen,
        ]),
      ),
    });

/** Takes an absent hint for one that has ended. */
const overAbsentHint: Lock['next'] = (question) =>
  question.seen.get(question.hint)?.status === 'absent'
    ? nextGeneration({ ...question, hint: question.hint + 1 })
    : nextGeneration(question);

/** Looks at the hint, and never whether the generation behind it exists. */
const withoutSuccessor: Lock['next'] = (question) => {
  const answer = nextGeneration(question);
  const behind = Math.max(question.hint, 1) + 1;
  return answer.generation === behind ? { next: 'start', generation: behind } : answer;
};

describe('the search finds what is wrong with', () => {
  const wrong: { lock: Partial<Lock>; what: string; finds: RegExp }[] = [
    { what: 'names made of timestamps', lock: { names: 'timestamps' }, finds: /^side by side/ },
    {
      what: 'starting behind the hint without looking at it',
      lock: { next: (question) => nextGeneration({ ...question, hint: question.hint + 1 }) },
      finds: /^side by side/,
    },
    { what: 'taking an absent hint for an ended one', lock: { next: overAbsentHint }, finds: /^side by side/ },
    { what: 'no settling time', lock: { settles: false }, finds: /writes although/ },
    {
      what: 'no settling time after a success',
      lock: { next: longAgo((status) => status === 'SUCCEEDED') },
      finds: /writes although/,
    },
    {
      what: 'a gate that does not ask for a redrive',
      lock: { gate: (run) => staleness({ ...run, redriveCount: 0 }) },
      finds: /writes although/,
    },
    { what: 'a front door that does not look at the successor', lock: { next: withoutSuccessor }, finds: /^stuck/ },
  ];

  test.each(wrong)('$what', ({ lock, finds }) => {
    expect(search({ ...LOCK, ...lock }, BOUNDS).violation?.what).toMatch(finds);
  });

  test('names made of timestamps by the shortest story there is: one lost answer', () => {
    const { violation } = search({ ...LOCK, names: 'timestamps' }, BOUNDS);
    expect(violation?.story).toEqual(['a front door decides to start g1', 'g1 starts unanswered', 'g2 starts']);
  });
});
