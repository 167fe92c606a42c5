/** What a deployment says of its configuration: only an answer with appliances is one. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { readDeployed } from '../../../shared/aws/read-deployed.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as never;

function asked(answer: { FunctionError?: string; says: unknown } | Error) {
  const { clients, lambda } = mockedClients();
  if (answer instanceof Error) lambda.on(InvokeCommand).rejects(answer);
  else lambda.on(InvokeCommand).resolves({ FunctionError: answer.FunctionError, Payload: bytes(answer.says) });
  return { lambda, answer: readDeployed(clients, 'failover-dev-check-readiness') };
}

test('its appliances', async () => {
  const configuration = { region: 'r', appliances: [{ name: 'sophos', mode: 'auto' }] };
  const { answer, lambda } = asked({ says: { check: [], configuration } });
  expect(await answer).toEqual(configuration);
  const [{ input } = { input: undefined }] = sentBy(lambda);
  const { Payload } = input as { Payload: Uint8Array };
  expect(JSON.parse(new TextDecoder().decode(Payload))).toEqual({ check: true, configuration: true });
});

test.each([
  [
    'an older one',
    { FunctionError: 'Unhandled', says: { errorMessage: 'no dry runs of its own' } },
    /no dry runs of its own/,
  ],
  ['nothing', { says: null }, /it is of an older version/],
  ['another answer', { says: { configuration: { appliances: [{ mode: 'auto' }] } } }, /did not answer with its config/],
])('%s is no answer', async (_, answer, why) => {
  await expect(asked(answer).answer).rejects.toThrow(why);
});

test('what Lambda refuses keeps its code', async () => {
  await expect(asked(awsError('AccessDeniedException', 403)).answer).rejects.toThrow(
    /asking failover-dev-check-readiness: AccessDeniedException/,
  );
});
