/** The one onion around every handler, as Lambda calls it. */
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Step } from '../../shared/deps.ts';
import { RefusedError } from '../../shared/domain/errors.ts';
import { toLambda } from '../../shared/lambda.ts';
import { aConfiguration } from '../support/appliances.ts';

Object.assign(globalThis, { BUNDLED_CONFIGURATION: aConfiguration() });
process.env.AWS_REGION = 'ap-northeast-1';
process.env.STAGE = 'dev';
process.env.SWEEP_ROLE_NAME = 'failover-dev-SweepRole-1';
process.env.REFERENCE_HOSTS = 'ec2.ap-northeast-1.amazonaws.com';
process.env.TAKEOVER_MACHINE_ARN = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover';

const context = (remainingMs: number) => ({
  functionName: 'failover-dev-claim',
  awsRequestId: 'request-1',
  getRemainingTimeInMillis: () => remainingMs,
});

const step = (run: Step<unknown, string>['run']): Step<unknown, string> => ({ parse: (event) => event, run });

/** Middy's types name more of Lambda's context than any handler of ours reads. */
const call = (handled: Step<unknown, string>, remainingMs: number): Promise<unknown> =>
  (toLambda(handled) as unknown as (event: unknown, context: unknown) => Promise<unknown>)({}, context(remainingMs));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a handler', () => {
  test('answers with what its step answers', async () => {
    expect(
      await call(
        step(async () => 'done'),
        30_000,
      ),
    ).toBe('done');
  });

  test('throws what its step throws, by the name that the state machines match, and logs it', async () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const refused = step(() => Promise.reject(new RefusedError('superseded')));
    await expect(call(refused, 30_000)).rejects.toMatchObject({ name: 'RefusedError', message: 'superseded' });
    expect(String(write.mock.calls[0]?.[0])).toContain('"function":"failover-dev-claim"');
  });

  test('logs the reason of a refusal beside its message', async () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const refused = step(() => Promise.reject(new RefusedError('any words', { reason: 'not-adopted' })));
    await expect(call(refused, 30_000)).rejects.toMatchObject({ reason: 'not-adopted', message: 'any words' });
    expect(String(write.mock.calls[0]?.[0])).toContain('"error":"RefusedError","reason":"not-adopted"');
  });

  test('never answers before its step does: Lambda itself ends what takes too long, and kills it', async () => {
    const slow = step(async (_input, { clock }) => {
      await clock.sleep(60);
      return 'late, but whole';
    });
    expect(await call(slow, 20)).toBe('late, but whole');
  });
});
