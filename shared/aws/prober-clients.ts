/** The prober's clients. It runs for most of every minute in little memory, and takes in no more of the SDK than it needs. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { RefusedError } from '../domain/errors.ts';
import { type ClientOptions, type Clients, settingsOf } from './clients.ts';
import { readAddress } from './read-address.ts';

/** `ec2` only where an appliance is configured by its allocation id. */
export type ProberClients = Pick<Clients, 'cloudwatch' | 'sfn'> & Partial<Pick<Clients, 'ec2'>>;

/**
 * What the bundler says about the configuration that it builds in (infra/bundle-options.cjs): false leaves nothing of
 * EC2's client in the bundle. It is undefined outside a bundle.
 */
declare const PROBER_ASKS_EC2: boolean | undefined;

/** A publication may take this long twice over, and the last one of a minute still ends within the function's time-out. */
const REQUEST_TIMEOUT_MS = 2_000;

export function createProberClients(options: ClientOptions): ProberClients {
  const settings = { ...settingsOf({ ...options, requestTimeoutMs: REQUEST_TIMEOUT_MS }), maxAttempts: 2 };
  const cloudwatch = new CloudWatchClient(settings);
  const sfn = new SFNClient(settings);
  if (typeof PROBER_ASKS_EC2 === 'undefined' || PROBER_ASKS_EC2) {
    return { cloudwatch, sfn, ec2: new EC2Client(settings) };
  }
  return { cloudwatch, sfn };
}

/** The address behind an allocation id, which stays the same for as long as it is ours. */
export async function publicIpOf({ ec2 }: ProberClients, allocationId: string): Promise<string> {
  if (typeof PROBER_ASKS_EC2 === 'undefined' || PROBER_ASKS_EC2) {
    if (ec2) return (await readAddress({ ec2 }, allocationId)).publicIp;
  }
  throw new RefusedError(
    `${allocationId}: this bundle was built for a configuration in which no address has to be read`,
  );
}
