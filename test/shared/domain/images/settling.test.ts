/** The phases in which a standby of tier `stopped` comes to rest. */
import { describe, expect, test } from '@jest/globals';
import { lookSeconds, nextPhase, PHASE_SECONDS_MAX, type Phase } from '../../../../shared/domain/images/settling.ts';
import { plusSeconds } from '../../../../shared/domain/instants.ts';

const SINCE = '2026-11-21T03:00:00.000Z';

const look = (phase: Phase, found: Partial<Parameters<typeof nextPhase>[0]> = {}) =>
  nextPhase({
    phase,
    since: SINCE,
    now: plusSeconds(SINCE, 60),
    state: 'running',
    progress: 40,
    answers: false,
    ...found,
  });

const late = (phase: Exclude<Phase, 'settled'>) => plusSeconds(SINCE, PHASE_SECONDS_MAX[phase] + 1);

describe('a standby that comes to rest', () => {
  test.each([
    ['its volumes have been read', 'volumes', { progress: 100 }, { phase: 'first-stop', ask: 'stop' }],
    ['EC2 says nothing of its volumes', 'volumes', { progress: undefined }, { phase: 'first-stop', ask: 'stop' }],
    ['its volumes take too long', 'volumes', { now: late('volumes') }, { phase: 'first-stop', ask: 'stop' }],
    ['it has stopped', 'first-stop', { state: 'stopped' }, { phase: 'start', ask: 'start' }],
    ['it runs again', 'start', { state: 'running' }, { phase: 'answer' }],
    ['it answers', 'answer', { answers: true }, { phase: 'last-stop', ask: 'stop' }],
    ['it has stopped again', 'last-stop', { state: 'stopped' }, { phase: 'settled' }],
    ['it is at rest', 'settled', { state: 'stopped' }, { phase: 'settled' }],
  ] as const)('goes on when %s', (_, phase, found, next) => {
    expect(look(phase, found)).toEqual(next);
  });

  test.each([
    ['volumes', {}],
    ['first-stop', { state: 'stopping' }],
    ['start', { state: 'pending' }],
    ['answer', {}],
    ['last-stop', { state: 'stopping' }],
  ] as const)('waits in phase %s, and asks nothing of EC2', (phase, found) => {
    expect(look(phase, found)).toEqual({ phase });
  });

  test.each([
    ['first-stop', { state: 'stopping' }],
    ['start', { state: 'pending' }],
    ['answer', {}],
    ['last-stop', { state: undefined }],
  ] as const)('is late in phase %s beyond its time', (phase, found) => {
    expect(look(phase, { ...found, now: late(phase) })).toBe('late');
  });

  test('is looked at often while its boot is measured, and rarely while its volumes are read', () => {
    expect(lookSeconds('start', 10)).toBe(2);
    expect(lookSeconds('volumes', 10)).toBe(30);
    expect(lookSeconds('volumes', 10_000)).toBe(600);
  });
});
