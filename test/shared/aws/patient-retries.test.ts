/** PatientRetries: how often a request is sent before its step hears of the failure, and how long that takes. */
import { describe, expect, test } from '@jest/globals';
import { patientRetries } from '../../../shared/aws/patient-retries.ts';

type Failure = Parameters<ReturnType<typeof patientRetries>['refreshRetryTokenForRetry']>[1];

const failure = (errorType: Failure['errorType'], name: string): Failure => ({
  errorType,
  error: Object.assign(new Error('refused'), { name }) as NonNullable<Failure['error']>,
});

const THROTTLED = failure('THROTTLING', 'RequestLimitExceeded');
const HANGS = failure('TRANSIENT', 'TimeoutError');
const DARK = failure('TRANSIENT', 'InternalError');

/** Sends until no attempt is left, with these failures one after another and the last of them for ever. */
async function send(...failures: Failure[]): Promise<{ requests: number; waitedMs: number }> {
  const retries = patientRetries();
  let token = await retries.acquireInitialRetryToken('');
  for (let requests = 1, waitedMs = 0; ; requests++) {
    const failed = failures[Math.min(requests, failures.length) - 1] ?? THROTTLED;
    const next = await retries.refreshRetryTokenForRetry(token, failed).catch(() => undefined);
    if (!next) return { requests, waitedMs };
    token = next;
    waitedMs += next.getRetryDelay();
  }
}

describe('PatientRetries', () => {
  test.each([
    ['is throttled', [THROTTLED], 6],
    ['hangs', [HANGS], 4],
    ['meets a lost zone', [DARK], 2],
    ['finds no capacity', [failure('TRANSIENT', 'InsufficientInstanceCapacity')], 1],
    ['is denied', [failure('CLIENT_ERROR', 'UnauthorizedOperation')], 1],
    ['is throttled first and hangs then', [THROTTLED, THROTTLED, HANGS], 6],
    ['fails once, and is throttled then', [DARK, THROTTLED], 6],
  ])('of a request that %s', async (_, failures, requests) => {
    expect((await send(...failures)).requests).toBe(requests);
  });

  test('a throttled request waits for 12 s at most, and one that fails goes on at once', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => send(THROTTLED)));
    for (const { waitedMs } of all) expect(waitedMs).toBeLessThanOrEqual(12_000);
    expect((await send(HANGS)).waitedMs).toBeLessThan(500);
  });

  test('no two that are throttled at once come back at the same moment', async () => {
    const waits = await Promise.all(Array.from({ length: 20 }, () => send(THROTTLED)));
    expect(new Set(waits.map(({ waitedMs }) => waitedMs)).size).toBe(20);
  });
});
