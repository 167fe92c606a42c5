/** Everything that a decision and a plan need to know of the world, read side by side. */
import { type KeptBlueprint, liveBlueprint, readKeptBlueprint, templateOf } from '../../aws/blueprint.ts';
import { readGoodImages } from '../../aws/good-images.ts';
import { candidateOf } from '../../aws/read-candidate.ts';
import {
  describeInstance,
  type Ec2Instance,
  instanceOf,
  type RawReading,
  readInterfaceZone,
  readOurInstanceIds,
  readStatus,
} from '../../aws/read-instances.ts';
import { readSecurityGroupIds, readSubnetsLeft, readVpcId } from '../../aws/read-network.ts';
import { readRoutes } from '../../aws/read-routes.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { StatusReading } from '../../domain/decision/evidence.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import type { Address, Image, InstanceReading, Route, Subnet } from '../../domain/snapshot.ts';
import { whyNotAdoptable } from '../../domain/takeover/adoptable.ts';
import { routingOf } from '../../domain/traffic/route-rules.ts';
import { imagesOf } from './images-of.ts';

export type Holder = {
  /** The holder of the address, or its last recorded holder. */
  instanceId: string;
  reading: InstanceReading;
  raw: RawReading;
  status: StatusReading;
  networkInterfaceId?: string | undefined;
  zone?: string | undefined;
};

export async function readHolder(instanceId: string, address: Address, { clients }: Deps): Promise<Holder> {
  const held = address.instanceId === instanceId ? address.networkInterfaceId : undefined;
  const [raw, status] = await Promise.all([describeInstance(clients, instanceId), readStatus(clients, instanceId)]);
  // Too many questions say nothing about the instance; a broken zone does, and is unreadable in another way.
  if (raw.reading === 'unreadable' && raw.throttled) throw new TransientError(`reading ${instanceId}: ${raw.why}`);
  if (status === 'throttled') throw new TransientError(`reading the status of ${instanceId}: throttled`);
  if (raw.reading !== 'described') {
    const zone = held && (await readInterfaceZone(clients, held));
    return { instanceId, reading: raw, raw, status, networkInterfaceId: held, zone };
  }
  const instance = instanceOf(raw.raw);
  const networkInterfaceId = held ?? instance.networkInterfaceIds[0];
  return {
    instanceId,
    reading: { reading: 'described', instance },
    raw,
    status,
    networkInterfaceId,
    zone: instance.zone,
  };
}

export type Surroundings = {
  subnets: Subnet[];
  routes: Route[];
  images: Image[];
  kept?: KeptBlueprint | undefined;
  /** Configured groups; undefined when those of the live instance are meant. */
  securityGroupIds?: string[] | undefined;
  /** Undefined when EC2 cannot say. */
  ourInstanceIds?: string[] | undefined;
};

export async function readSurroundings(appliance: Appliance, { clients, deployment }: Deps): Promise<Surroundings> {
  const vpc = readVpcId(clients, appliance.vpc);
  const groups = [appliance.securityGroups ?? []].flat();
  const [subnets, routes, securityGroupIds, images, kept, ourInstanceIds] = await Promise.all([
    vpc.then((vpcId) => readSubnetsLeft(clients, { vpcId, choice: appliance.subnets })),
    vpc.then((vpcId) => readRoutes(clients, { vpcId, ...routingOf(appliance) })),
    groups.length > 0 ? vpc.then((vpcId) => readGroups(vpcId, groups, { clients })) : undefined,
    readGoodImages(clients, imagesOf(appliance, { deployment })),
    readKeptBlueprint(clients, templateOf(deployment, appliance.name)),
    readOurInstanceIds(clients, { appliance: appliance.name }),
  ]);
  return { subnets, routes, images, kept, securityGroupIds, ourInstanceIds };
}

/** A name that matches no group, or two, does not end a takeover: those of the launch template were right once. */
async function readGroups(
  vpcId: string,
  groups: string[],
  { clients }: Pick<Deps, 'clients'>,
): Promise<string[] | undefined> {
  try {
    return await readSecurityGroupIds(clients, vpcId, groups);
  } catch (cause) {
    if (cause instanceof RefusedError) return undefined;
    throw cause;
  }
}

/**
 * What a replacement is launched from: as adoption kept it, or as the old instance is while EC2 still answers for it.
 *
 * @throws RefusedError `not-adopted` when neither is there, when adoption would refuse what is there, or when user data
 * is to be copied and no template of ours holds it.
 */
export function blueprintFor(
  appliance: Appliance,
  { kept, securityGroupIds }: Surroundings,
  { raw, publicIp }: { raw: RawReading; publicIp: string },
): KeptBlueprint {
  if (raw.reading === 'described') refuseUnfit(appliance, { raw: raw.raw, publicIp }, kept !== undefined);
  if (!kept && appliance.userData === 'copy') refuseUncopied(appliance);
  const found = kept ?? (raw.reading === 'described' ? liveBlueprint(raw.raw, appliance) : undefined);
  if (!found) {
    throw new RefusedError(
      `not-adopted: there is no launch template for ${appliance.name}, and EC2 does not answer for its instance (${raw.reading})`,
      { reason: 'not-adopted' },
    );
  }
  if (!securityGroupIds && found.blueprint.securityGroupIds.length === 0) refuseUngrouped(appliance);
  if (!securityGroupIds) return found;
  return { ...found, blueprint: { ...found.blueprint, securityGroupIds } };
}

/** EC2 shows none of a terminated instance, and would launch with the default group of the VPC. */
function refuseUngrouped({ name }: Appliance): never {
  throw new RefusedError(
    `not-adopted: no security group of ${name} is known: there is no launch template of ours, and EC2 shows none of the instance; name them under securityGroups and deploy`,
    { reason: 'not-adopted' },
  );
}

/** The plan is kept in the execution history and in logs, where user data does not belong. */
function refuseUncopied({ name }: Appliance): never {
  throw new RefusedError(
    `not-adopted: there is no launch template of ours for ${name}, and with userData: copy only the template holds the user data, never a plan; let the sweep adopt the instance first (within a minute or so), or set userData: none and deploy`,
    { reason: 'not-adopted' },
  );
}

/**
 * What adoption would refuse, a takeover does not lose without a word. Of an appliance that was adopted only a second
 * network interface is in the way: what else it was given since is reported by the sweep, and an outage is worse.
 */
function refuseUnfit(
  appliance: Appliance,
  { raw, publicIp }: { raw: Ec2Instance; publicIp: string },
  adopted: boolean,
): void {
  // It is about to be replaced, so whether it runs is not the question.
  const candidate = { ...candidateOf(raw, publicIp), state: 'running' };
  if (adopted && candidate.networkInterfaceIds.length <= 1) return;
  const reasons = whyNotAdoptable(candidate, appliance);
  if (reasons.length > 0) {
    throw new RefusedError(`not-adopted: ${reasons.join('; ')}`, { reason: 'not-adopted' });
  }
}
