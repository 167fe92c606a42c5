/** What each class of AWS error means to the state machines. */
import { describe, expect, test } from '@jest/globals';
import { classify, codeOf, isTransient, sending } from '../../../shared/aws/classify-error.ts';
import { InvariantViolatedError, RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError } from '../../support/mocked-clients.ts';

describe('an AWS error', () => {
  test.each([
    ['RequestLimitExceeded', 503],
    ['ThrottlingException', 400],
    ['InternalError', 500],
    ['ServiceUnavailable', 503],
    ['TimeoutError', undefined],
    ['InvalidInstanceID.NotFound', 400],
    ['InvalidNetworkInterfaceID.NotFound', 400],
    ['IncorrectInstanceState', 400],
    ['SomethingNew', 500],
  ])('%s (%s) is transient', (code, status) => {
    expect(classify(awsError(code, status), 'doing')).toBeInstanceOf(TransientError);
  });

  test.each([
    ['UnauthorizedOperation', 403],
    ['AuthFailure', 401],
    ['InvalidParameterValue', 400],
    ['OperationNotPermitted', 400],
    ['OptInRequired', 401],
    ['SomethingNew', 400],
  ])('%s (%s) is refused, for we do not repeat what we do not understand', (code, status) => {
    expect(classify(awsError(code, status), 'doing')).toBeInstanceOf(RefusedError);
  });

  test.each(['ECONNRESET', 'ETIMEDOUT', 'ECONNREFUSED', 'EPIPE'])('with errno %s never reached AWS', (code) => {
    expect(isTransient(Object.assign(new Error('socket'), { code }))).toBe(true);
  });

  test('says what was being done, its code and its message, and keeps its cause', () => {
    const cause = awsError('UnauthorizedOperation', 403);
    const error = classify(cause, 'route 10.0.0.0/8');
    expect(error.message).toBe('route 10.0.0.0/8: UnauthorizedOperation: message of UnauthorizedOperation');
    expect(error.cause).toBe(cause);
  });

  test('that is one of ours already is not wrapped again', () => {
    const ours = [new TransientError('later'), new RefusedError('no')];
    expect(ours.map((error) => classify(error, 'doing'))).toEqual(ours);
  });

  test('that is no error at all is refused', () => {
    expect(classify('text', 'doing')).toEqual(new RefusedError('doing: Unknown: text'));
    expect(codeOf('text')).toBe('Unknown');
  });
});

test('sending lets the answer through, and only our own names out', async () => {
  expect(await sending('doing', async () => 42)).toBe(42);
  const failing = sending('doing', () => Promise.reject(awsError('InternalError', 500)));
  await expect(failing).rejects.toThrow(TransientError);
});

test('a violated invariant keeps its name on the way out', async () => {
  const failing = sending('doing', () => Promise.reject(new InvariantViolatedError('it is two')));
  await expect(failing).rejects.toThrow(InvariantViolatedError);
});
