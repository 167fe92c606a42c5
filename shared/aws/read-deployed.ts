/** The configuration that a deployment was made with, from the function that carries it in its bundle. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { RefusedError } from '../domain/errors.ts';
import type { ConfigurationQuestion } from '../domain/takeover/dry-run.ts';
import { sending } from './classify-error.ts';
import type { ReadinessClients } from './readiness-clients.ts';

/** Of any age: only that it has appliances with names is certain. */
export type DeployedConfiguration = { appliances: ({ name: string } & Record<string, unknown>)[] };

const QUESTION: ConfigurationQuestion = { check: true, configuration: true };

/** @throws RefusedError when the function failed, or is older than the question. */
export async function readDeployed(
  { lambda }: Pick<ReadinessClients, 'lambda'>,
  functionName: string,
): Promise<DeployedConfiguration> {
  const Payload = new TextEncoder().encode(JSON.stringify(QUESTION));
  const answer = await sending(`asking ${functionName}`, () =>
    lambda.send(new InvokeCommand({ FunctionName: functionName, Payload })),
  );
  const said: unknown = JSON.parse(new TextDecoder().decode(answer.Payload) || 'null');
  const { configuration } = Object(said) as { configuration?: unknown };
  if (!answer.FunctionError && isConfiguration(configuration)) return configuration;
  const { errorMessage = 'it is of an older version' } = Object(said) as { errorMessage?: string };
  throw new RefusedError(`${functionName} did not answer with its configuration: ${errorMessage}`);
}

function isConfiguration(value: unknown): value is DeployedConfiguration {
  const { appliances } = Object(value) as { appliances?: unknown };
  return Array.isArray(appliances) && appliances.every((each) => typeof Object(each).name === 'string');
}
