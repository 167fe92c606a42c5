/** The clients of a person at the command line: one set of credentials, found as AWS's own command line finds them. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type Clients, createClients, settingsOf } from './clients.ts';

export type PersonClients = Clients & { lambda: LambdaClient };

type Options = {
  region: string;
  /** A profile of `~/.aws/config`; without, `AWS_PROFILE` or what else the SDK finds. */
  profile: string | undefined;
  askMfaCode: ((device: string) => Promise<string>) | undefined;
};

/**
 * A client hands its whole configuration to the SDK's chain of credentials, which takes `profile` and `mfaCodeProvider`
 * from it: no package of our own has to name the chain. All clients share what the first one found, because a code of an
 * MFA device counts once.
 */
export function createPersonClients({ region, profile, askMfaCode }: Options): PersonClients {
  const chain = { ...(profile !== undefined && { profile }), ...(askMfaCode && { mfaCodeProvider: askMfaCode }) };
  const { credentials } = new SFNClient({ ...settingsOf({ region }), ...chain }).config;
  return {
    ...createClients({ region, credentials }),
    lambda: new LambdaClient(settingsOf({ region, credentials, requestTimeoutMs: 15_000 })),
  };
}
