/** What a changing function may answer when it is asked for its dry runs. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { invokeCheck } from '../../../shared/aws/invoke-check.ts';
import { awsError } from '../../support/mocked-clients.ts';

const QUESTION = { check: true, appliance: 'sophos' } as const;

function asked(answer: { FunctionError?: string; says: unknown } | Error) {
  const lambda = new LambdaClient({ region: 'ap-northeast-1' });
  const mock = mockClient(lambda).on(InvokeCommand);
  if (answer instanceof Error) mock.rejects(answer);
  else mock.resolves({ FunctionError: answer.FunctionError, Payload: bytes(answer.says) });
  return invokeCheck({ lambda }, { functionName: 'failover-dev-claim', question: QUESTION });
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as never;

test('its dry runs', async () => {
  const check = [{ call: 'ec2:CreateTags', verdict: 'allowed', detail: '' }];
  expect(await asked({ says: { check } })).toEqual(check);
});

test.each([
  [
    'its own error',
    { FunctionError: 'Unhandled', says: { errorMessage: 'out of memory' } },
    /claim failed: out of memory/,
  ],
  ['that of an older one, which knows no checks', { says: { claimedAt: 'now' } }, /did not answer with its dry runs/],
  ['nothing', { says: null }, /did not answer with its dry runs/],
])('%s is no answer', async (_what, answer, why) => {
  await expect(asked(answer)).rejects.toThrow(why);
});

test('what Lambda refuses keeps its code', async () => {
  await expect(asked(awsError('AccessDeniedException', 403))).rejects.toMatchObject({
    name: 'RefusedError',
    message: expect.stringMatching(/asking failover-dev-claim: AccessDeniedException/),
  });
});
