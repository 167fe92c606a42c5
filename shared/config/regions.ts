/**
 * Every Region that AWS's own SDK knew when this was written (`partitions` of its endpoint rules); a test compares the
 * two. The SDK's list is no part of its public interface, so it is kept here.
 */
import { closest } from './closest.ts';

export const REGIONS: readonly string[] = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1'],
  ...['ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
  ...['ap-southeast-6', 'ap-southeast-7', 'ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2', 'eu-north-1'],
  ...['eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'il-central-1', 'me-central-1', 'me-south-1'],
  ...['me-west-1', 'mx-central-1', 'sa-east-1', 'sa-west-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  ...['cn-north-1', 'cn-northwest-1', 'eusc-de-east-1', 'us-gov-east-1', 'us-gov-west-1'],
  ...['us-iso-east-1', 'us-iso-west-1', 'us-isob-east-1', 'us-isob-west-1', 'eu-isoe-west-1'],
  ...['us-isof-east-1', 'us-isof-south-1'],
];

/**
 * The SDK names these already. Neither the list of endpoints nor the resource specification of CloudFormation (botocore
 * 1.43.107, cfn-lint 1.51) has a service in them.
 */
const WITHOUT_SERVICES = ['me-west-1', 'sa-west-1'];

/** Why nothing of ours can run in a Region; undefined where all services are listed, or nothing is known. */
function unservedFault(region: string): string | undefined {
  if (!WITHOUT_SERVICES.includes(region)) return undefined;
  return `"${region}" has no Lambda, Step Functions or EventBridge Scheduler that this release knows of, and no failover runs without them; choose another region`;
}

/** Regions of the SDK that the packager (osls 4.3.1) does not accept as `provider.region`; a test compares this with its schema. */
const NOT_PACKAGED: readonly string[] = [
  ...['eusc-de-east-1', 'us-isob-west-1', 'eu-isoe-west-1', 'us-isof-east-1', 'us-isof-south-1'],
];

/** Why no package can be made for a Region, from the file or from AWS_REGION; undefined where one can. */
export function unpackagedFault(region: string): string | undefined {
  if (!NOT_PACKAGED.includes(region)) return regionFault(region);
  return `"${region}" is not accepted by the packager (osls) of this release; choose another region, or use a release whose packager knows it`;
}

/** What no public list says of a Region: which runtimes and processors Lambda has in the isolated partitions is not published. */
export function unknownOf(region: string): string | undefined {
  if (!/-iso/.test(region)) return undefined;
  return `region "${region}": it is not known whether Lambda has nodejs24.x on arm64 there; if not, the deployment fails at its first function, and changes nothing`;
}

export function regionFault(value: string): string | undefined {
  if (REGIONS.includes(value)) return unservedFault(value);
  const guess = closest(value, REGIONS) ?? 'ap-northeast-1';
  return `${JSON.stringify(value.slice(0, 60))} is not a region that this release knows; write one such as ${guess}`;
}
