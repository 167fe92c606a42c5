/** Calls a function of ours with an input that it answers at once. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { RefusedError } from '../domain/errors.ts';
import { sending } from './classify-error.ts';
import type { WarmClients } from './warm-clients.ts';

/** @throws RefusedError when the function failed. */
export async function invokeWarm({ lambda }: WarmClients, functionName: string): Promise<void> {
  const Payload = new TextEncoder().encode(JSON.stringify({ warm: true }));
  const { FunctionError } = await sending(`starting ${functionName}`, () =>
    lambda.send(new InvokeCommand({ FunctionName: functionName, Payload })),
  );
  if (FunctionError) throw new RefusedError(`${functionName} failed: ${FunctionError}`);
}
