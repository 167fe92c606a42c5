/** The error names that the state machines match on. */
import { expect, test } from '@jest/globals';
import {
  assertNever,
  ERROR_NAMES,
  GaveWayError,
  InvariantViolatedError,
  messageOf,
  RefusedError,
  SupersededError,
  TransientError,
} from '../../../shared/domain/errors.ts';

test('every error carries the name that the state machines know', () => {
  const thrown = [TransientError, RefusedError, SupersededError, GaveWayError, InvariantViolatedError].map(
    (Kind) => new Kind('why').name,
  );
  expect(thrown).toEqual([...ERROR_NAMES]);
});

test('an error that refuses for a reason of its own is still a refusal', () => {
  for (const refused of [new SupersededError('why'), new GaveWayError('why')]) {
    expect(refused).toBeInstanceOf(RefusedError);
  }
});

test('an unhandled case violates an invariant, and is shown', () => {
  expect(() => assertNever('surprise' as never)).toThrow(new InvariantViolatedError(' an unknown case: "surprise"'));
});

test('a message is had of anything thrown', () => {
  expect([messageOf(new Error('why')), messageOf('text'), messageOf(undefined)]).toEqual(['why', 'text', 'undefined']);
});
