/** What the sweep makes of a standby, by its tier. */
import { describe, expect, test } from '@jest/globals';
import { nextAttemptAt, type RunsAs, restOf, standbyState } from '../../../../shared/domain/decision/standby-state.ts';

const KEPT = { instanceId: 'i-1', state: 'running', impaired: false, zone: 'c', imageId: 'ami-1' };

const stateOf = (tier: 'running' | 'stopped', kept: Partial<typeof KEPT> & { runsAs?: RunsAs } = {}) =>
  standbyState({ tier, kept: { ...KEPT, ...kept }, activeZone: 'a', newest: { imageId: 'ami-1' } }).state;

describe('the state of a standby', () => {
  test.each([
    ['running', { state: 'running' }, 'ready'],
    ['running', { state: 'pending' }, 'ready'],
    ['running', { state: 'stopped' }, 'dead'],
    ['running', { state: 'terminated' }, 'dead'],
    ['running', { impaired: true }, 'dead'],
    ['running', { zone: 'a' }, 'same-zone'],
    ['running', { imageId: 'ami-0' }, 'old'],
    ['stopped', { state: 'stopped' }, 'ready'],
    ['stopped', { state: 'stopping' }, 'ready'],
    ['stopped', { state: 'running' }, 'awake'],
    ['stopped', { state: 'running', runsAs: 'unsettled' }, 'unsettled'],
    ['stopped', { state: 'pending', runsAs: 'early' }, 'ready'],
    ['stopped', { state: 'running', runsAs: 'early' }, 'ready'],
    ['stopped', { state: 'running', runsAs: 'left' }, 'left'],
    ['stopped', { state: 'running', runsAs: 'early', impaired: true }, 'dead'],
    ['stopped', { state: 'stopped', imageId: 'ami-0' }, 'old'],
    ['stopped', { state: 'stopped', zone: 'a' }, 'same-zone'],
    ['stopped', { state: 'terminated' }, 'dead'],
  ] as const)('of tier %s with %j is %s', (tier, kept, state) => {
    expect(stateOf(tier, kept)).toBe(state);
  });

  test('is missing without an instance', () => {
    expect(standbyState({ tier: 'stopped', kept: undefined, activeZone: 'a', newest: undefined })).toEqual({
      state: 'missing',
    });
  });

  test('is at rest as its tier says', () => {
    expect([restOf('stopped'), restOf('running')]).toEqual(['stopped', 'running']);
  });
});

describe('the next attempt', () => {
  const at = (minute: string) => `2026-11-21T03:${minute}:00.000Z`;

  test.each([
    [[], at('30')],
    [[at('00')], at('05')],
    [[at('05'), at('00')], at('20')],
  ])('after %j is at %s', (started, next) => {
    expect(nextAttemptAt(started, at('30'))).toBe(next);
  });

  test('after three is an hour later', () => {
    expect(nextAttemptAt([at('00'), at('05'), at('20')], at('30'))).toBe('2026-11-21T04:20:00.000Z');
  });
});
