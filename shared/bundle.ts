/** What a deployed function was built with: its configuration, and the environment that serverless.yml gives it. */
import type { Deployment } from './deps.ts';
import type { Configuration } from './domain/appliance.ts';
import { referencesOf } from './domain/probing/references.ts';

/** Put in by the bundler (`infra/esbuild.cjs`), already validated: at failover time nothing is fetched but the world. */
declare const BUNDLED_CONFIGURATION: Configuration;

export const bundledConfiguration = (): Configuration => BUNDLED_CONFIGURATION;

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
}

export function deploymentFromEnvironment(): Deployment {
  const region = required('AWS_REGION');
  return {
    stage: required('STAGE'),
    region,
    takeoverMachineArn: required('TAKEOVER_MACHINE_ARN'),
    sweepRoleName: required('SWEEP_ROLE_NAME'),
    proveServiceGroupId: process.env.PROVE_SERVICE_GROUP_ID,
    references: referencesOf({
      own: bundledConfiguration().references,
      regional: required('REFERENCE_HOSTS').split(','),
      endpointUrl: process.env.AWS_ENDPOINT_URL,
    }),
  };
}
