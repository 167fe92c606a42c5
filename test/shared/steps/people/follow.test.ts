/** Watching an execution: a look that fails says nothing about it, and every watch ends. */
import { DescribeExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import type { Deps } from '../../../../shared/deps.ts';
import { RefusedError } from '../../../../shared/domain/errors.ts';
import { follow } from '../../../../shared/steps/people/follow.ts';
import { awsError, mockedClients } from '../../../support/mocked-clients.ts';
import { aClock } from '../../../support/virtual-clock.ts';

const executionArn = 'arn:aws:states:r:1:execution:m:n';

function watching() {
  const { clients, sfn } = mockedClients();
  const clock = aClock();
  sfn.on(GetExecutionHistoryCommand).resolves({ events: [] });
  const deps = { clients, clock } as unknown as Deps;
  const watch = () => follow({ name: 'n', executionArn, seconds: 60 }, deps, () => undefined);
  return { sfn, clock, watch };
}

const seen = (status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT', more: object = {}) => ({ status, ...more });

test('throttled looks and one that is not visible yet are waited out', async () => {
  const { sfn, clock, watch } = watching();
  sfn
    .on(DescribeExecutionCommand)
    .rejectsOnce(awsError('ExecutionDoesNotExist'))
    .rejectsOnce(awsError('ThrottlingException'))
    .resolvesOnce(seen('RUNNING') as never)
    .resolves(seen('SUCCEEDED', { output: '{"outcome":"held"}' }) as never);
  expect(await watch()).toEqual({ status: 'SUCCEEDED', said: { outcome: 'held' } });
  expect(clock.sleptMs).toEqual([2_000, 2_000, 2_000]);
});

test('one that does not end is given up, and said to go on', async () => {
  const { sfn, watch } = watching();
  sfn.on(DescribeExecutionCommand).resolves(seen('RUNNING') as never);
  expect(await watch()).toEqual({ status: 'unknown', said: expect.stringMatching(/not ended within 60 s.*goes on/) });
});

test('a definite refusal is not waited out', async () => {
  const { sfn, watch } = watching();
  sfn.on(DescribeExecutionCommand).rejects(awsError('AccessDeniedException'));
  await expect(watch()).rejects.toThrow(RefusedError);
});

test.each<[string, object, unknown]>([
  ['the record of a takeover', { cause: '{"outcome":"failed","moved":true}' }, { outcome: 'failed', moved: true }],
  ['a Lambda', { error: 'RefusedError', cause: '{"errorMessage":"no"}' }, 'FAILED: RefusedError: no'],
  ['a service', { error: 'States.Timeout', cause: 'too late' }, 'FAILED: States.Timeout: too late'],
  ['nobody', {}, 'FAILED'],
])('a failure in the words of %s', async (_, more, said) => {
  const { sfn, watch } = watching();
  sfn.on(DescribeExecutionCommand).resolves(seen('FAILED', more) as never);
  expect(await watch()).toEqual({ status: 'FAILED', said });
});
