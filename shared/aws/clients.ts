/** The SDK clients, with the time-outs and retries that a failover can afford. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { patientRetries } from './patient-retries.ts';

export type Clients = {
  ec2: EC2Client;
  /**
   * For RunInstances alone, and never retried by the SDK: EC2 lists InsufficientInstanceCapacity among its server
   * errors, which the SDK would repeat instead of letting us try the next placement.
   */
  launcher: EC2Client;
  sfn: SFNClient;
  cloudwatch: CloudWatchClient;
  sns: SNSClient;
};

type Credentials = { accessKeyId: string; secretAccessKey: string } | NonNullable<EC2ClientConfig['credentials']>;

/** Without `throwOnRequestTimeout` the SDK's handler only warns, and a request that hangs does so for ever. */
const patience = (requestTimeout: number) => ({
  connectionTimeout: 1_500,
  requestTimeout,
  throwOnRequestTimeout: true,
});

/** A request that hangs must fail while its Lambda can still say so. */
const REQUEST_TIMEOUT_MS = 6_000;

/** RunInstances has been measured at 1.5 s to 4.8 s (aws-facts: durations). */
const LAUNCH_TIMEOUT_MS = 15_000;

export type ClientOptions = {
  region?: string;
  credentials?: Credentials;
  endpoint?: string;
  requestTimeoutMs?: number;
};

/** `AWS_ENDPOINT_URL`, credentials and, when `region` is absent, the Region come from the SDK's own chain. */
export const settingsOf = (options: ClientOptions) => ({ ...onceSettingsOf(options), retryStrategy: patientRetries() });

const onceSettingsOf = ({ requestTimeoutMs = REQUEST_TIMEOUT_MS, ...options }: ClientOptions) => ({
  ...options,
  cacheMiddleware: true,
  requestHandler: patience(requestTimeoutMs),
});

export function createClients(options: ClientOptions = {}): Clients {
  const common = settingsOf(options);
  return {
    ec2: new EC2Client(common),
    launcher: new EC2Client({ ...onceSettingsOf({ ...options, requestTimeoutMs: LAUNCH_TIMEOUT_MS }), maxAttempts: 1 }),
    sfn: new SFNClient(common),
    cloudwatch: new CloudWatchClient(common),
    sns: new SNSClient(common),
  };
}
