/** Lambda's API in the simulated account: a function that calls another one and waits for its answer. */
import type { GetAccountSettingsResponse, InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError, NotSimulatedError, onlyKnows } from '../aws-error.ts';
import { THROTTLED } from '../lambda/outcome.ts';
import { TaskError } from '../sfn/errors.ts';
import type { World } from '../world.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value ?? null)) as never;

const PREFIX = /^failover-[a-z0-9]+-/;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: a function's own error is an answer with status 200. */
async function invoke(world: World, input: InvocationRequest): Promise<InvocationResponse> {
  onlyKnows(input, { what: 'Invoke parameter', known: ['FunctionName', 'Payload', 'InvocationType'] });
  const { FunctionName = '', Payload, InvocationType = 'RequestResponse' } = input;
  if (InvocationType !== 'RequestResponse') throw new NotSimulatedError(`invocations as ${InvocationType}`);
  const payload: unknown = JSON.parse(Payload === undefined ? 'null' : new TextDecoder().decode(Payload));
  try {
    const answer = await world.functions.invoke(FunctionName.replace(PREFIX, ''), payload);
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: bytes(answer) };
  } catch (cause) {
    if (!(cause instanceof TaskError)) throw cause;
    if (cause.name === THROTTLED) {
      throw new AwsError({ code: 'TooManyRequestsException', message: 'Rate Exceeded.', status: 429 });
    }
    if (cause.name === 'Lambda.ResourceNotFoundException') {
      throw new AwsError({
        code: 'ResourceNotFoundException',
        message: `Function not found: ${FunctionName}`,
        status: 404,
      });
    }
    const Payload = new TextEncoder().encode(cause.message) as never;
    return { StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST', Payload };
  }
}

const getAccountSettings = ({ functions: { concurrentExecutions } }: World): GetAccountSettingsResponse => ({
  AccountLimit: { ConcurrentExecutions: concurrentExecutions, UnreservedConcurrentExecutions: concurrentExecutions },
});

export const lambdaActions = { Invoke: invoke, GetAccountSettings: getAccountSettings };
