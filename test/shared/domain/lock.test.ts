/** The proof of the lock: every interleaving of a small world, and locks that are wrong on purpose. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { nextGeneration, staleness } from '../../../shared/domain/decision/generation.ts';
import { asSeen, type SeenTakeover } from '../../../shared/steps/provenance/takeover-origin.ts';
import { type Found, search } from './lock/search.ts';
import type { Bounds, Lock } from './lock/world.ts';

const LOCK: Lock = {
  ...{ next: nextGeneration, gate: staleness, sees: asSeen },
  ...{ settles: true, hints: 'genuine', names: 'generations' },
};

const BOUNDS: Bounds = {
  ...{ starters: 3, generationsMax: 3, forgedMax: 0, redrivesMax: 1, lambdaTicksMax: 1 },
  looks: 'at-once',
};

/** An answer may be older than the last look anyway, so looking one by one adds nothing; this bound shows it. */
const ONE_BY_ONE: Bounds = { ...BOUNDS, generationsMax: 2, looks: 'one-by-one' };

/** Two redrives, and a settling time of two ticks, so that half of it can have passed. */
const SLOW: Bounds = { ...BOUNDS, generationsMax: 2, redrivesMax: 2, lambdaTicksMax: 2 };

/** A stranger takes two names, at any moment. */
const FORGED: Bounds = { ...BOUNDS, starters: 2, generationsMax: 2, forgedMax: 2, redrivesMax: 0 };

/** The same with one name, three failover machines and a redrive. */
const FORGED_ONCE: Bounds = { ...BOUNDS, generationsMax: 2, forgedMax: 1 };

const storyOf = (found: Found): string => found.violation?.story.join('; ') ?? 'holds';
const page = readFileSync('docs/concepts/lock.md', 'utf8');
const inWords = (count: number): string => count.toLocaleString('en-US');

describe('the lock, over all interleavings', () => {
  test.each([
    { bounds: BOUNDS, situation: 'three failover machines, three generations and a redrive' },
    { bounds: ONE_BY_ONE, situation: 'three failover machines whose looks are interleaved with everything else' },
    { bounds: FORGED, situation: 'two failover machines and two forged executions' },
    { bounds: FORGED_ONCE, situation: 'three failover machines, a redrive and a forged execution' },
    { bounds: SLOW, situation: 'every takeover redriven, and half a settling time passed' },
  ])('holds for $situation, and never shuts for good', ({ bounds }) => {
    const found = search(LOCK, bounds);
    expect(storyOf(found)).toBe('holds');
    // The page tells operators how much was searched; an empty search would not find its number there.
    expect(found.states).toBeGreaterThan(10_000);
    expect(page).toContain(`${inWords(found.states)} states`);
  });

  test.each([
    { bounds: { ...BOUNDS, generationsMax: 2 }, situation: 'without forged executions' },
    { bounds: { ...FORGED, forgedMax: 1 }, situation: 'with one' },
  ])('does not depend on the successor that the gate reads, $situation', ({ bounds }) => {
    const gate: Lock['gate'] = (run) => staleness({ ...run, successor: { status: 'absent' } });
    expect(storyOf(search({ ...LOCK, gate }, bounds))).toBe('holds');
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

/** Reads an execution as forged because of what it looks like. */
const skipping =
  (wanted: (seen: SeenTakeover) => boolean): Lock['sees'] =>
  (seen) =>
    seen && wanted(seen) ? { status: 'forged' } : asSeen(seen);

/** Never skips: a name that is taken counts as a takeover of ours. */
const takingAll: Lock['sees'] = (seen) => asSeen(seen && { ...seen, origin: { origin: 'verified' } });

/** Passes over forged names, and then counts them all the same. */
const countingNames: Lock['gate'] = (run) =>
  run.successor.generation === run.generation + 1 ? staleness(run) : 'the next name is taken';

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
    {
      what: 'a failover machine that does not look at the successor',
      lock: { next: withoutSuccessor },
      finds: /^stuck/,
    },
  ];

  test.each(wrong)('$what', ({ lock, finds }) => {
    expect(search({ ...LOCK, ...lock }, BOUNDS).violation?.what).toMatch(finds);
  });

  const wrongAboutForged: { lock: Partial<Lock>; what: string; finds: RegExp }[] = [
    {
      what: 'taking an unknown origin for a forged execution',
      lock: { sees: skipping(({ origin }) => origin.origin === 'unknown') },
      finds: /^side by side/,
    },
    { what: 'skipping every execution that exists', lock: { sees: skipping(() => true) }, finds: /^side by side/ },
    {
      what: 'skipping every execution that runs',
      lock: { sees: skipping(({ takeover }) => takeover.status === 'RUNNING') },
      finds: /^side by side/,
    },
    {
      what: 'skipping every execution that is closed',
      lock: { sees: skipping(({ takeover }) => takeover.status !== 'RUNNING') },
      finds: /writes although/,
    },
    { what: 'a hint that is the number of a forged execution', lock: { hints: 'any' }, finds: /^side by side/ },
    { what: 'never skipping a forged execution', lock: { sees: takingAll }, finds: /^stuck: all has ended/ },
    { what: 'a gate that counts forged executions', lock: { gate: countingNames }, finds: /^stuck: .* its gate says/ },
  ];

  test.each(wrongAboutForged)('$what', ({ lock, finds }) => {
    expect(search({ ...LOCK, ...lock }, FORGED).violation?.what).toMatch(finds);
  });

  test('a hint that is the number of a forged execution by the shortest story there is: one forged execution', () => {
    const { violation } = search({ ...LOCK, hints: 'any' }, FORGED);
    expect(violation?.story).toEqual([
      'a failover machine decides to start g1',
      'g1 starts',
      'a stranger takes g2',
      'a failover machine decides to start g3',
      'g3 starts',
    ]);
  });

  test('names made of timestamps by the shortest story there is: one lost answer', () => {
    const { violation } = search({ ...LOCK, names: 'timestamps' }, BOUNDS);
    expect(violation?.story).toEqual(['a failover machine decides to start g1', 'g1 starts unanswered', 'g2 starts']);
  });
});
