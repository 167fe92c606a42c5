/** Faults of `probe.subnets` that only show beside the VPC, the rotation and the other appliances of the file. */
import { isFixed } from '../domain/images/naming.ts';
import type { Fault } from './faults.ts';
import { isId } from './fields.ts';

/** What the file says, as far as it makes sense; another check reports the rest. */
type Asked = {
  index: number;
  vpc: string | undefined;
  image: string | undefined;
  fencing: string | undefined;
  prove: unknown;
  subnets: unknown[] | undefined;
};

/** Lambda's own bound. https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html */
const SUBNETS_MAX = 16;

const at = ({ index }: Asked, ...path: string[]) => ['appliances', index, ...path];

function vpcByName(asked: Asked): Fault[] {
  const { vpc } = asked;
  if (vpc === undefined || isId('vpc', vpc)) return [];
  const message = `${JSON.stringify(vpc)} is given by name; probe.subnets needs vpc: vpc-…, because the stack makes a security group in it`;
  return [{ path: at(asked, 'vpc'), message }];
}

/** One function asks all of them, and a function is in one VPC. */
function anotherVpc(asked: Asked, first: Asked | undefined): Fault[] {
  if (!first || [asked.vpc, first.vpc].some((vpc) => vpc === undefined || !isId('vpc', vpc))) return [];
  if (asked.vpc === first.vpc) return [];
  const message = `are asked by one function, which cannot be in ${asked.vpc} and in ${first.vpc} of appliances[${first.index}]; protect one of them under another stage`;
  return [{ path: at(asked, 'probe', 'subnets'), message }];
}

/** Why no image of it is ever proven, and what to do about it. */
function whyNeverProven({ image, fencing, prove }: Asked): string | undefined {
  if (image !== undefined && isFixed({ image }))
    return `image is ${image}, of which no rotation makes another; remove probe.subnets`;
  if (fencing === 'stop-first')
    return 'fencing: stop-first forbids a proof beside the active instance; remove probe.subnets';
  return prove === 'never' ? 'rotation.prove is never; write weekly there, or remove probe.subnets' : undefined;
}

function neverAsked(asked: Asked): Fault[] {
  const why = whyNeverProven(asked);
  if (why === undefined) return [];
  return [{ path: at(asked, 'probe', 'subnets'), message: `no image is proven that could be asked: ${why}` }];
}

function tooMany(all: Asked[]): Fault[] {
  const ids = new Set(all.flatMap(({ subnets = [] }) => subnets));
  const last = all.at(-1);
  if (!last || ids.size <= SUBNETS_MAX) return [];
  const message = `make ${ids.size} in all, and Lambda puts a function into ${SUBNETS_MAX} at the most; one of each zone is enough`;
  return [{ path: at(last, 'probe', 'subnets'), message }];
}

export function proofFaults(appliances: Asked[]): Fault[] {
  const all = appliances.filter(({ subnets }) => subnets !== undefined);
  const [first] = all;
  const ofEach = (asked: Asked): Fault[] => [...vpcByName(asked), ...anotherVpc(asked, first), ...neverAsked(asked)];
  return [...all.flatMap(ofEach), ...tooMany(all)];
}
