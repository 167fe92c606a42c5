/** Asks the deployed `check-readiness` now, for one appliance: it has the permissions that a takeover has. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { RefusedError } from '../domain/errors.ts';
import type { ApplianceReadiness } from '../domain/readiness/verdict.ts';
import { sending } from './classify-error.ts';
import type { ReadinessClients } from './readiness-clients.ts';

/** The function gives itself a minute for one appliance. */
const PATIENCE_MS = 75_000;

type Asked = { functionName: string; appliance: string };

/** @throws RefusedError when the function failed, or answered with something else. */
export async function askReadiness(
  { lambda }: Pick<ReadinessClients, 'lambda'>,
  { functionName, appliance }: Asked,
): Promise<ApplianceReadiness> {
  const Payload = new TextEncoder().encode(JSON.stringify({ appliance }));
  const answer = await sending(`asking ${functionName} about ${appliance}`, () =>
    lambda.send(new InvokeCommand({ FunctionName: functionName, Payload }), { requestTimeout: PATIENCE_MS }),
  );
  const said: unknown = JSON.parse(new TextDecoder().decode(answer.Payload) || 'null');
  const { appliances, errorMessage = 'its answer is of another version' } = Object(said) as {
    appliances?: unknown;
    errorMessage?: string;
  };
  const found = Array.isArray(appliances) ? appliances.find((each) => Object(each).appliance === appliance) : undefined;
  if (!answer.FunctionError && Array.isArray(Object(found).checks)) return found as ApplianceReadiness;
  throw new RefusedError(`${functionName} did not answer about ${appliance}: ${errorMessage}`);
}
