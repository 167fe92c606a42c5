/** DescribeInstanceTypes, as far as the product asks: vCPUs, and what an image must fit. */
import {
  _InstanceType,
  type DescribeInstanceTypesRequest,
  type DescribeInstanceTypesResult,
} from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows, refusal } from '../aws-error.ts';
import type { World } from '../world.ts';
import { presentFitness } from './fitness.ts';

/** Assumed for every family alike: AWS lists them type by type, and most families of today double from size to size. */
const VCPUS: Record<string, number> = { nano: 2, micro: 2, small: 2, medium: 2, large: 2, xlarge: 4, metal: 96 };

export function vcpusOf(type: string): number {
  const size = type.split('.')[1] ?? '';
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  return times === undefined ? (VCPUS[size] ?? 2) : Number(times) * 4;
}

const KNOWN = ['InstanceTypes', 'DryRun'];
const TYPES: ReadonlySet<string> = new Set(Object.values(_InstanceType));

export function describeInstanceTypes(_: World, input: DescribeInstanceTypesRequest): DescribeInstanceTypesResult {
  onlyKnows(input, { what: 'DescribeInstanceTypes parameter', known: KNOWN });
  const { InstanceTypes = [] } = input;
  if (InstanceTypes.length === 0) throw new NotSimulatedError('the simulator lists instance types by name alone');
  const unknown = InstanceTypes.filter((type) => !TYPES.has(type));
  if (unknown.length > 0) {
    const message = `The following supplied instance types do not exist: [${unknown.join(', ')}]`;
    throw refusal('InvalidInstanceType', { message });
  }
  return {
    InstanceTypes: InstanceTypes.map((type) => ({
      InstanceType: type,
      VCpuInfo: { DefaultVCpus: vcpusOf(type) },
      ...presentFitness(type),
    })),
  };
}
