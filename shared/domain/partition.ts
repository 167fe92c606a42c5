/**
 * Which partition of AWS a Region belongs to, and the domain of its endpoints. The SDK's own list is no part of its public
 * interface, so it is kept here; a test compares the two for every Region.
 */

type Partition = { name: string; dnsSuffix: string };

const COMMERCIAL: Partition = { name: 'aws', dnsSuffix: 'amazonaws.com' };

const OTHERS: [RegExp, Partition][] = [
  [/^cn-/, { name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' }],
  [/^us-gov-/, { name: 'aws-us-gov', dnsSuffix: 'amazonaws.com' }],
  [/^eusc-/, { name: 'aws-eusc', dnsSuffix: 'amazonaws.eu' }],
  [/^us-iso-/, { name: 'aws-iso', dnsSuffix: 'c2s.ic.gov' }],
  [/^us-isob-/, { name: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov' }],
  [/^eu-isoe-/, { name: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk' }],
  [/^us-isof-/, { name: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov' }],
];

/** A Region that is unknown here is a commercial one, as in the SDK. */
export const partitionOf = (region: string): Partition =>
  OTHERS.find(([regions]) => regions.test(region))?.[1] ?? COMMERCIAL;

/**
 * The names under which IAM knows one service. China uses both for EC2:
 * https://github.com/aws/karpenter-provider-aws/issues/6843
 */
export const serviceNamesOf = (service: string, region: string | undefined): string[] => {
  const suffixes = [COMMERCIAL.dnsSuffix, ...(region === undefined ? [] : [partitionOf(region).dnsSuffix])];
  return [...new Set(suffixes)].map((suffix) => `${service}.${suffix}`);
};
