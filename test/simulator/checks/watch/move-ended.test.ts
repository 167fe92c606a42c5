/** What ended the move, read from the timeline of an execution. */
import { expect, test } from '@jest/globals';
import type { StateEvent } from '../../../../simulator/account/sfn/execution.ts';
import { moveEnded } from '../../../../simulator/checks/watch/move-ended.ts';

const event = (kind: StateEvent['kind'], state: string, error?: string): StateEvent => ({
  ...{ atMs: 0, kind, state, type: 'Task', input: {} },
  error,
});

const entered = event('entered', 'MoveTraffic');
const failed = (error: string): StateEvent => event('failed', 'MoveTraffic', error);

test('its last error, and how many attempts failed', () => {
  expect(moveEnded({ events: [entered, failed('TransientError'), failed('RefusedError')] })).toEqual({
    error: 'RefusedError',
    attempts: 2,
  });
});

test('of the last visit alone: it is asked early, to be warm when it is needed', () => {
  const events = [entered, failed('TransientError'), event('exited', 'MoveTraffic'), entered];
  expect(moveEnded({ events })).toBeUndefined();
  expect(moveEnded({ events: [...events, failed('Lambda.Unknown')] })).toEqual({
    error: 'Lambda.Unknown',
    attempts: 1,
  });
});

test('what other states failed of is nothing of it', () => {
  expect(moveEnded({ events: [entered, event('failed', 'StopFailed', 'RefusedError')] })).toBeUndefined();
});

test('a failure that a later attempt made good ended nothing, and one that was caught did', () => {
  const visit = [entered, failed('TransientError'), event('retried', 'MoveTraffic')];
  expect(moveEnded({ events: [...visit, event('exited', 'MoveTraffic')] })).toBeUndefined();
  const caught = [...visit, failed('RefusedError'), event('caught', 'MoveTraffic'), event('exited', 'MoveTraffic')];
  expect(moveEnded({ events: caught })).toEqual({ error: 'RefusedError', attempts: 2 });
});

test('a verification that nothing answered, since when, and of which instance; or what it failed of', () => {
  const movedAt = '2026-11-21T03:00:00.000Z';
  const output = { move: { movedAt }, replacement: { instanceId: 'i-new' }, verify: { answered: false } };
  const verified = { ...event('exited', 'VerifyTraffic'), output };
  expect(moveEnded({ events: [entered, verified] })).toEqual({ silentSince: movedAt, replacementId: 'i-new' });
  const answered = { ...verified, output: { ...output, verify: { answered: true } } };
  expect(moveEnded({ events: [entered, verified, answered] })).toBeUndefined();
  const refused = [event('entered', 'VerifyTraffic'), event('failed', 'VerifyTraffic', 'RefusedError')];
  expect(moveEnded({ events: [entered, ...refused] })).toEqual({ error: 'RefusedError', attempts: 1 });
});
