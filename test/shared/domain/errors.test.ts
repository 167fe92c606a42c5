/** The three error names that the state machines match on. */
import { expect, test } from '@jest/globals';
import {
  assertNever,
  ERROR_NAMES,
  InvariantViolatedError,
  messageOf,
  RefusedError,
  TransientError,
} from '../../../shared/domain/errors.ts';

test('every error carries the name that the state machines know', () => {
  const thrown = [TransientError, RefusedError, InvariantViolatedError].map((Kind) => new Kind('why').name);
  expect(thrown).toEqual([...ERROR_NAMES]);
});

test('a case that nobody thought of violates an invariant, and is shown', () => {
  expect(() => assertNever('surprise' as never)).toThrow(
    new InvariantViolatedError('a case nobody thought of: "surprise"'),
  );
});

test('a message is had of anything thrown', () => {
  expect([messageOf(new Error('why')), messageOf('text'), messageOf(undefined)]).toEqual(['why', 'text', 'undefined']);
});
