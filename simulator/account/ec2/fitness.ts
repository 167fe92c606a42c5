/** Whether an image fits an instance type, and whether what a launch names is still there, in EC2's codes and sentences. */
import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { type AwsError, refusal } from '../aws-error.ts';
import { activeFaults } from '../faults/active.ts';
import type { World } from '../world.ts';
import { noKeyPair } from './key-pairs.ts';
import type { Merged } from './launch-parameters.ts';
import type { ImageRecord } from './state.ts';

type Fitness = { ena: 'required' | 'supported' | 'unsupported'; architecture: 'x86_64' | 'arm64'; uefi: boolean };

/** Families before Nitro: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html */
const XEN = /^(?:c1|c3|c4|cc2|cr1|d2|f1|g2|g3|h1|hs1|i2|i3|m1|m2|m3|m4|p2|p3|r3|r4|t1|t2|x1|x1e)\./;
const ENA_ON_XEN = /^(?:f1|g3|h1|i3|m4\.16xlarge|p2|p3|r4|x1|x1e)\b/;

/** Graviton: a digit with a `g` behind it, and the first of them. */
const ARM = /^(?:a1\.|[a-z]+\d+g[a-z]*\.|[a-z]+\d+g[a-z]*-)/;

function fitnessOf(type: string): Fitness {
  const isXen = XEN.test(type);
  const ena = isXen ? (ENA_ON_XEN.test(type) ? 'supported' : 'unsupported') : 'required';
  return { ena, architecture: ARM.test(type) ? 'arm64' : 'x86_64', uefi: !isXen };
}

export function presentFitness(type: string): Partial<InstanceTypeInfo> {
  const { ena, architecture, uefi } = fitnessOf(type);
  const modes =
    architecture === 'arm64' ? ['uefi' as const] : ['legacy-bios' as const, ...(uefi ? ['uefi' as const] : [])];
  return {
    NetworkInfo: { EnaSupport: ena },
    ProcessorInfo: { SupportedArchitectures: [architecture] },
    SupportedBootModes: modes,
  };
}

/** cloudlaunch #251, terraform-provider-aws #19712, ec2instances.info #409. */
const withoutEna = (type: string): AwsError =>
  refusal('InvalidParameterCombination', {
    message: `Enhanced networking with the Elastic Network Adapter (ENA) is required for the '${type}' instance type. Ensure that you are using an AMI that is enabled for ENA.`,
  });

/** skypilot #6315, eks-anywhere-build-tooling PR 2158. */
const otherArchitecture = (ofType: string, ofImage: string): AwsError =>
  refusal('InvalidParameterValue', {
    message: `The architecture '${ofType}' of the specified instance type does not match the architecture '${ofImage}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
  });

/** The code is that of an architecture that does not match; the sentence is assumed. */
const otherBootMode = (type: string, bootMode: string): AwsError =>
  refusal('InvalidParameterValue', {
    message: `The boot mode '${bootMode}' of the specified AMI is not supported by the '${type}' instance type. Specify an instance type that supports it.`,
  });

/** T families alone. */
export const hasCredits = (type: string): boolean => /^t\d/.test(type);

/** EC2 lists credits as a parameter of burstable instances alone: API_RunInstances, CreditSpecification. */
export const creditsRefused = (type: string): AwsError =>
  refusal('InvalidParameterCombination', {
    message: `The parameter CreditSpecification is not supported for the instance type ${type}.`,
  });

export function misfitOf(world: World, { image, type }: { image: ImageRecord; type: string }): AwsError | undefined {
  const fits = fitnessOf(type);
  const { enaSupport = true, architecture = 'x86_64', bootMode } = { ...image, ...flawsOf(world) };
  if (fits.architecture !== architecture) return otherArchitecture(fits.architecture, architecture);
  if (fits.ena === 'required' && !enaSupport) return withoutEna(type);
  if (bootMode === 'uefi' && !fits.uefi) return otherBootMode(type, bootMode);
  if (bootMode === 'legacy-bios' && fits.architecture === 'arm64') return otherBootMode(type, bootMode);
  return undefined;
}

/** While the fault lasts every image is as it says. */
export const flawsOf = (world: World): Partial<ImageRecord> =>
  Object.assign({}, ...activeFaults(world, 'images-unfit').map(({ kind: _, ...flaws }) => flaws));

/** terraform-provider-aws #24281 and cloud-cml #4 quote the sentence about the profile. */
export function missingPartOf(world: World, { KeyName, IamInstanceProfile }: Merged): AwsError | undefined {
  const isGone = (part: string): boolean =>
    activeFaults(world, 'launch-part-gone').some((fault) => fault.part === part);
  if (KeyName && (isGone('key-pair') || !world.ec2.keyPairs.has(KeyName))) return noKeyPair(KeyName);
  if (!IamInstanceProfile || !isGone('instance-profile')) return undefined;
  const { Arn, Name } = IamInstanceProfile;
  const [parameter, what] = Arn ? ['arn', 'ARN'] : ['name', 'name'];
  const message = `Value (${Arn ?? Name}) for parameter iamInstanceProfile.${parameter} is invalid. Invalid IAM Instance Profile ${what}`;
  return refusal('InvalidParameterValue', { message });
}
