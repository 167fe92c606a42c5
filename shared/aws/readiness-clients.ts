/** The clients of `check-readiness`: the takeover functions carry neither of the two that it has in addition. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { type ClientOptions, type Clients, createClients, settingsOf } from './clients.ts';

export type ReadinessClients = Clients & { lambda: LambdaClient; quotas: ServiceQuotasClient };

/** A function that tries its calls starts cold and may meet a slow EC2; its own time-out is thirty seconds. */
const INVOKE_TIMEOUT_MS = 35_000;

export function createReadinessClients(options: ClientOptions = {}): ReadinessClients {
  const patient = settingsOf({ ...options, requestTimeoutMs: INVOKE_TIMEOUT_MS });
  return {
    ...createClients(options),
    lambda: new LambdaClient({ ...patient, maxAttempts: 2 }),
    quotas: new ServiceQuotasClient(settingsOf(options)),
  };
}
