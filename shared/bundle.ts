/** What a deployed function was built with: its configuration, and the environment that serverless.yml gives it. */
import type { Deployment } from './deps.ts';
import type { Configuration } from './domain/appliance.ts';

/** Put in by the bundler (`infra/esbuild.cjs`), already validated: at failover time nothing is fetched but the world. */
declare const BUNDLED_CONFIGURATION: Configuration;

export const bundledConfiguration = (): Configuration => BUNDLED_CONFIGURATION;

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
}

type Reference = { host: string; endpointUrl: string | undefined };

/** An AWS-compatible endpoint stands in for the regional one when `AWS_ENDPOINT_URL` names it. */
export function referenceOf({ host, endpointUrl }: Reference): Deployment['reference'] {
  if (!endpointUrl) return { host, port: 443 };
  const { hostname, port, protocol } = new URL(endpointUrl);
  return { host: hostname, port: Number(port || (protocol === 'http:' ? 80 : 443)) };
}

export function deploymentFromEnvironment(): Deployment {
  const region = required('AWS_REGION');
  return {
    stage: required('STAGE'),
    region,
    takeoverMachineArn: required('TAKEOVER_MACHINE_ARN'),
    sweepRoleName: required('SWEEP_ROLE_NAME'),
    proveServiceGroupId: process.env.PROVE_SERVICE_GROUP_ID,
    reference: referenceOf({ host: required('REFERENCE_HOST'), endpointUrl: process.env.AWS_ENDPOINT_URL }),
  };
}
