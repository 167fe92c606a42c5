/**
 * The SDK's standard retries, with more patience for a throttled request. A throttled request has done nothing and costs nothing; a
 * step that gives up repeats all of its reads, and so keeps the account at its limit when many appliances are lost at once.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
import type { EC2ClientConfig } from '@aws-sdk/client-ec2';
import { refusalScope } from '../domain/takeover/placement.ts';
import { codeOf } from './classify-error.ts';

type Strategy = Extract<NonNullable<EC2ClientConfig['retryStrategy']>, { acquireInitialRetryToken: unknown }>;
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;

/**
 * The first request included. A request that hangs is repeated as often as the function has time for. `InternalError` is what EC2
 * says of everything in a lost zone, so that more repetitions only use up the rate of all others.
 */
const ATTEMPTS_MAX = { throttled: 6, failed: 4, internal: 2 };

/** The base doubles with each attempt up to the cap, and the wait is a random part of it: 6 s on average over all, 12 s at most. */
const WAIT_MS = { throttled: 1_000, failed: 50, cap: 3_000 };

type Counted = Token & { failures: number };

const token = (count: number, delayMs: number, failures: number): Counted => ({
  failures,
  getRetryCount: () => count,
  getRetryDelay: () => delayMs,
});

export const patientRetries = (): Strategy => ({
  acquireInitialRetryToken: async () => token(0, 0, 0),
  refreshRetryTokenForRetry: async (before, { errorType, error }) => {
    const isThrottled = errorType === 'THROTTLING';
    if (!isThrottled && errorType !== 'TRANSIENT') throw new Error('the error is final');
    const count = before.getRetryCount() + 1;
    const failures = (before as Counted).failures + (isThrottled ? 0 : 1);
    const code = codeOf(error);
    // EC2 lists a want of capacity among its server errors: another place is asked instead.
    if (refusalScope(code) !== undefined) throw new Error('the error is final');
    const failuresMax = code === 'InternalError' ? ATTEMPTS_MAX.internal : ATTEMPTS_MAX.failed;
    if (count >= ATTEMPTS_MAX.throttled || failures >= failuresMax) throw new Error('no attempt is left');
    const base = isThrottled ? WAIT_MS.throttled : WAIT_MS.failed;
    return token(count, Math.random() * Math.min(WAIT_MS.cap, base * 2 ** (count - 1)), failures);
  },
  recordSuccess: () => undefined,
});
