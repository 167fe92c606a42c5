/** The lock, case by case; `lock.test.ts` drives the same functions through every interleaving. */
import { describe, expect, test } from '@jest/globals';
import {
  executionNameOf,
  generationOf,
  nextGeneration,
  readGenerationTag,
  type SeenExecution,
  staleness,
} from '../../../../shared/domain/decision/generation.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const LONG_AGO = '2026-11-21T02:00:00.000Z';
const ABSENT: SeenExecution = { status: 'absent' };

const next = (hint: number, seen: Record<number, SeenExecution>) =>
  nextGeneration({
    hint,
    seen: new Map(Object.entries(seen).map(([generation, execution]) => [Number(generation), execution])),
    now: NOW,
    settleSeconds: 35,
  });

describe('the next generation', () => {
  test('is looked for from the hint itself, and from one without a hint', () => {
    expect(next(7, {})).toEqual({ next: 'look', generation: 7 });
    expect(next(0, {})).toEqual({ next: 'look', generation: 1 });
  });

  test('is the hint when that name is free', () => {
    expect(next(7, { 7: ABSENT })).toEqual({ next: 'start', generation: 7 });
  });

  test('is the first free one behind those that ended', () => {
    const ended = { status: 'SUCCEEDED', stoppedAt: LONG_AGO } as const;
    expect(next(1, { 1: ended, 2: { ...ended, status: 'ABORTED' } })).toEqual({ next: 'look', generation: 3 });
    expect(next(1, { 1: ended, 2: ended, 3: ABSENT })).toEqual({ next: 'start', generation: 3 });
  });

  test.each(['RUNNING', 'PENDING_REDRIVE'] as const)('is not there yet while one is %s', (status) => {
    expect(next(2, { 2: { status } })).toEqual({ next: 'hold', because: 'already-running', generation: 2 });
  });

  test.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
    'waits until one that %s has settled',
    (status) => {
      const stopped = (stoppedAt: string) => next(2, { 2: { status, stoppedAt }, 3: ABSENT });
      expect(stopped('2026-11-21T02:59:25.001Z')).toEqual({
        next: 'hold',
        because: 'settling',
        generation: 2,
        until: '2026-11-21T03:00:00.001Z',
      });
      expect(stopped('2026-11-21T02:59:25.000Z')).toEqual({ next: 'start', generation: 3 });
    },
  );
});

describe('a step may change nothing', () => {
  const run = {
    generation: 4,
    redriveCount: 0,
    successor: ABSENT,
  } as const;

  test.each([
    { when: 'its execution was redriven', given: { redriveCount: 1 }, why: 'redriven' },
    { when: 'its successor exists', given: { successor: { status: 'FAILED' } }, why: 'generation 5 exists' },
  ] as const)('when $when', ({ given, why }) => {
    expect(staleness({ ...run, ...given })).toContain(why);
  });

  test.each([
    { when: 'there is no execution behind it', successor: ABSENT },
    { when: 'the one behind it is not ours', successor: { status: 'forged' } },
  ] as const)('unless $when', ({ successor }) => {
    expect(staleness({ ...run, successor })).toBeUndefined();
  });
});

describe('the name of an execution', () => {
  test('names appliance and generation, and can be read back', () => {
    const name = executionNameOf({ appliance: 'sophos', generation: 12 });
    expect(name).toBe('takeover-sophos-g12');
    expect(generationOf(name, 'sophos')).toBe(12);
  });

  test.each([
    'takeover-sophos-g0',
    'takeover-sophos-g01',
    'takeover-sophos-g1x',
    'takeover-sophos-2-g1',
    'takeover-sophos-g',
    'takeover-sophos-g1234567890',
    'by-hand',
  ])('%s is no takeover of this appliance', (name) => {
    expect(generationOf(name, 'sophos')).toBeUndefined();
  });
});

test.each([
  [undefined, { kind: 'none' }],
  ['3', { kind: 'recorded', generation: 3 }],
  ['banana', { kind: 'malformed', value: 'banana' }],
  ['', { kind: 'malformed', value: '' }],
  ['0', { kind: 'malformed', value: '0' }],
  ['-1', { kind: 'malformed', value: '-1' }],
  ['1e3', { kind: 'malformed', value: '1e3' }],
])('a generation tag of %j reads as %j', (value, reading) => {
  expect(readGenerationTag(value)).toEqual(reading);
});
