/** The clients of the conformance kit: a person's, with patience for a function that starts cold and tries its calls. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { settingsOf } from '../clients.ts';
import { createPersonClients, type PersonClients } from '../person-clients.ts';

const INVOKE_TIMEOUT_MS = 60_000;

export function createLabClients(asked: Parameters<typeof createPersonClients>[0]): PersonClients {
  const clients = createPersonClients(asked);
  const { credentials } = clients.ec2.config;
  const settings = settingsOf({ region: asked.region, credentials, requestTimeoutMs: INVOKE_TIMEOUT_MS });
  return { ...clients, lambda: new LambdaClient({ ...settings, maxAttempts: 2 }) };
}
