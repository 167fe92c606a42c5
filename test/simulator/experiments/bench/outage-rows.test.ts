/** Many outages as one row, and what was promised of them. */
import { describe, expect, test } from '@jest/globals';
import type { Call } from '../../../../simulator/account/world.ts';
import { goalsOf } from '../../../../simulator/experiments/bench/outage-goals.ts';
import { type PhaseSeconds, phasesOf } from '../../../../simulator/experiments/bench/outage-phases.ts';
import { type Row, rowOf, rowsOf } from '../../../../simulator/experiments/bench/outage-rows.ts';
import type { OutageRun } from '../../../../simulator/experiments/bench/outage-seconds.ts';

const NONE: PhaseSeconds = { detect: 0, decide: 0, launch: 0, move: 0, boot: 0, verify: 0 };
const lasting = (seconds: number): OutageRun => ({ back: true, seconds, phases: { ...NONE, boot: seconds } });
const LOST: OutageRun = { back: false, because: 'no replacement came' };

describe('a row', () => {
  test('counts a run that never came back as longer than any other', () => {
    const row = rowOf({ id: 'a', what: 'a' }, [lasting(10), lasting(20), LOST]);
    expect(row).toMatchObject({ back: 2, runs: 3, because: 'no replacement came' });
    expect(row.seconds).toEqual({ p50: 20, p95: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY });
  });

  test('shows the mean of the tenth around the median, and nothing where the median never came back', () => {
    expect(rowOf({ id: 'a', what: 'a' }, [lasting(30), lasting(10), lasting(20)]).middle?.boot).toBe(20);
    const skewed = Array.from({ length: 40 }, (_, index) => lasting(index ** 2));
    const near = [18, 19, 20, 21, 22].map((each) => each ** 2);
    expect(rowOf({ id: 'a', what: 'a' }, skewed).middle?.boot).toBe(near.reduce((sum, each) => sum + each) / 5);
    expect(rowOf({ id: 'a', what: 'a' }, [LOST, LOST, lasting(1)]).middle).toBeUndefined();
  });
});

describe('the goals', () => {
  const bounds = { detected: { ...NONE, boot: 100 }, probed: { ...NONE, boot: 80 } };
  const rows = (ours: number, others: number): Row[] =>
    rowsOf([
      { id: 'ours', what: 'ours', all: [{ ...lasting(ours), bounds } as OutageRun] },
      { id: 'recipe-by-hand', what: 'by hand', all: [lasting(others)] },
      { id: 'recipe-by-alarm', what: 'by alarm', all: [others > 0 ? lasting(others) : LOST] },
    ]);
  const verdicts = (all: Row[]) => goalsOf(all, 'dead-instance').map(({ met }) => met);

  test('are met up to their limit and not beyond', () => {
    expect(verdicts(rows(110, 550))).toEqual([true, true, undefined, undefined, true, true]);
    expect(verdicts(rows(111, 550))).toEqual([false, true, undefined, undefined, false, true]);
    expect(verdicts(rows(121, 120))).toEqual([false, false, undefined, undefined, false, false]);
  });

  test('say so where the other does not come back at all', () => {
    expect(goalsOf(rows(100, 0), 'dead-instance').at(-1)).toMatchObject({
      met: true,
      found: expect.stringMatching(/^the other does not/),
    });
  });
});

describe('the phases', () => {
  const call = (action: string, atMs: number, endedAtMs: number, error?: string): Call => ({
    ...{ action, atMs, endedAtMs, caller: 'contender', service: 'EC2', input: {}, dryRun: false },
    ...(error && { error }),
  });
  const calls = [
    call('RunInstances', 12_000, 14_000),
    call('DescribeInstances', 15_000, 20_000),
    call('AssociateAddress', 21_000, 22_000),
    call('ReplaceRoute', 22_000, 25_000),
  ];
  const instants = { failedMs: 1_000, noticedMs: 11_000, answersMs: 40_000, verifiedMs: 43_000 };

  test('end with the launch being asked for, read as running, moved, answered and seen', () => {
    expect(phasesOf(calls, instants)).toEqual({ detect: 10, decide: 1, launch: 8, move: 5, boot: 15, verify: 3 });
  });

  test('count a launch whose answer never came, and not one that was refused', () => {
    const refused = call('RunInstances', 11_200, 11_300, 'InsufficientInstanceCapacity');
    const unanswered = call('RunInstances', 11_500, 11_900, 'TimeoutError');
    expect(phasesOf([refused, unanswered, ...calls], instants).decide).toBe(0.5);
  });

  test('know no boot where the appliance was up before it was moved', () => {
    const { boot, move } = phasesOf(calls, { ...instants, answersMs: 24_000 });
    expect({ boot, move }).toEqual({ boot: 0, move: 4 });
  });
});
