/** The one client of `warm-functions`. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type ClientOptions, settingsOf } from './clients.ts';

export type WarmClients = { lambda: LambdaClient };

/** A cold start takes under a second; the takeover does not wait for this. */
const REQUEST_TIMEOUT_MS = 10_000;

export const createWarmClients = (options: ClientOptions): WarmClients => ({
  lambda: new LambdaClient({ ...settingsOf({ ...options, requestTimeoutMs: REQUEST_TIMEOUT_MS }), maxAttempts: 1 }),
});
