/** The configuration that a deployment was made with, from the function that carries it in its bundle. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { RefusedError } from '../domain/errors.ts';
import type { ConfigurationQuestion } from '../domain/takeover/dry-run.ts';
import { sending } from './classify-error.ts';
import type { ReadinessClients } from './readiness-clients.ts';

/** Of any age: only that it has appliances with names is certain. */
export type DeployedConfiguration = { appliances: ({ name: string } & Record<string, unknown>)[] };

const QUESTION: ConfigurationQuestion = { check: true, configuration: true };

type Asking = Pick<ReadinessClients, 'lambda'>;

/** @throws RefusedError when the function failed, or is older than the question. */
export async function readDeployed(clients: Asking, functionName: string): Promise<DeployedConfiguration> {
  const { said, failed } = await ask(clients, functionName);
  const { configuration, errorMessage = 'it is of an older version' } = Object(said) as Said;
  if (!failed && isConfiguration(configuration)) return configuration;
  throw new RefusedError(`${functionName} did not answer with its configuration: ${errorMessage}`);
}

/** Empty when it cannot be known: no version of a launch template counts as ours then. */
export async function readSweepRole(clients: Asking, functionName: string): Promise<string> {
  const { said } = await ask(clients, functionName).catch(() => ({ said: undefined }));
  const { sweepRoleName } = Object(said) as Said;
  return typeof sweepRoleName === 'string' ? sweepRoleName : '';
}

type Said = { configuration?: unknown; sweepRoleName?: unknown; errorMessage?: string };

async function ask({ lambda }: Asking, functionName: string): Promise<{ said: unknown; failed: boolean }> {
  const Payload = new TextEncoder().encode(JSON.stringify(QUESTION));
  const answer = await sending(`asking ${functionName}`, () =>
    lambda.send(new InvokeCommand({ FunctionName: functionName, Payload })),
  );
  const said: unknown = JSON.parse(new TextDecoder().decode(answer.Payload) || 'null');
  return { said, failed: answer.FunctionError !== undefined };
}

function isConfiguration(value: unknown): value is DeployedConfiguration {
  const { appliances } = Object(value) as { appliances?: unknown };
  return Array.isArray(appliances) && appliances.every((each) => typeof Object(each).name === 'string');
}
