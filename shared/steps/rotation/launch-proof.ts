/**
 * Launches the image in another zone than the active one, where it reaches nothing, and nothing reaches it but what asks
 * whether its service answers.
 */
import { blueprintOf, type FullBlueprint, readBlueprint, templateOf } from '../../aws/blueprint.ts';
import { proofInput, sendProof } from '../../aws/proof.ts';
import type { Door } from '../../aws/proof-door.ts';
import { isolatedGroup } from '../../aws/proof-group.ts';
import { readImage } from '../../aws/read-images.ts';
import { describeInstance, type Ec2Instance, instanceOf } from '../../aws/read-instances.ts';
import { readSubnetsLeft, readVpcId } from '../../aws/read-network.ts';
import type { Deps, Step } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { avoidedZones } from '../../domain/decision/avoided-zones.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { questionOf } from '../../domain/images/service-proof.ts';
import type { Image, Subnet } from '../../domain/snapshot.ts';
import { nextPlacement, placementsOf } from '../../domain/takeover/placement.ts';
import type { Placement } from '../../domain/takeover/takeover-plan.ts';
import { poll } from '../pace/poll.ts';
import { isWithin } from '../pace/within.ts';
import { ownerOf, whoseOf } from '../world/owner.ts';
import type { Proof, Refused } from './facts.ts';
import { applianceOf, parseWithImage, type WithImage } from './input.ts';
import { mayChangeFor } from './may-change.ts';

/** A group is made and closed once in the life of an appliance, and each has to become visible. */
const GROUP_VISIBLE = { seconds: 20, everyMs: 1_000 };

export const launchProof: Step<WithImage, Proof> = {
  parse: parseWithImage,
  async run(input, deps) {
    const beganAt = deps.clock.now().toISOString();
    const appliance = applianceOf(input, deps);
    const image = await readImage(deps.clients, whoseOf(appliance.name, deps), input.image.imageId);
    if (image?.state !== 'available') throw new RefusedError(`${input.image.imageId} is ${image?.state ?? 'gone'}`);
    const active = await readActive(input.pass.active, deps);
    const vpcId = await readVpcId(deps.clients, appliance.vpc);
    const kept = await blueprintFor(appliance, active, deps);
    const subnets = await readSubnetsLeft(deps.clients, { vpcId, choice: appliance.subnets });
    const keep = input.pass.keep === true;
    const address = await mayChangeFor(input.pass.active, appliance, deps);
    const avoidZones = avoidedZones(address, deps.clock.now().toISOString());
    const placements = placementsFor({ appliance, image, active, subnets, avoidZones, kept, keep });
    const groupIds = await groupsFor({ appliance, vpcId, kept, keep }, deps);
    return launchIn(placements, { input, appliance, image, kept, groupIds, beganAt }, deps);
  },
};

async function readActive(instanceId: string, { clients }: Deps): Promise<Ec2Instance> {
  const answer = await describeInstance(clients, instanceId);
  if (answer.reading === 'unreadable') throw new TransientError(`${instanceId} is unreadable (${answer.why})`);
  if (answer.reading === 'absent') throw new RefusedError(`EC2 does not know ${instanceId}`);
  return answer.raw;
}

/** As a takeover would have it: the launch template's, or the live instance's while there is none. */
async function blueprintFor(appliance: Appliance, active: Ec2Instance, deps: Deps): Promise<FullBlueprint> {
  const template = templateOf(deps.deployment, appliance.name);
  return (await readBlueprint(deps.clients, template)) ?? blueprintOf(deps.clients, active, appliance);
}

type Place = {
  appliance: Appliance;
  image: Image;
  active: Ec2Instance;
  subnets: Subnet[];
  avoidZones: string[];
  kept: FullBlueprint;
  keep: boolean;
};

/** @throws RefusedError when no subnet is configured in another zone: a takeover would find none either. */
function placementsFor({ appliance, image, active, subnets, avoidZones, kept, keep }: Place): Placement[] {
  const { standby, homeZone } = appliance;
  const own = keep && standby.instanceType !== undefined ? [standby.instanceType] : undefined;
  const instanceTypes = own ?? [...new Set([kept.instanceType, ...appliance.instanceTypes])].filter(Boolean);
  // A proof says that the image boots elsewhere: that is what the next takeover does.
  const oldZone = instanceOf(active).zone;
  return placementsOf({ images: [image], subnets, instanceTypes, oldZone, notInOldZone: true, homeZone, avoidZones });
}

type Network = Pick<Place, 'appliance' | 'kept' | 'keep'> & { vpcId: string };

/** A standby may be given the appliance's own groups, where its product needs that. */
async function groupsFor({ appliance, vpcId, kept, keep }: Network, deps: Deps): Promise<string[]> {
  if (keep && appliance.standby.network === 'open') return kept.blueprint.securityGroupIds;
  return [await groupFor(appliance, vpcId, deps)];
}

/** @throws TransientError when it is not seen closed in time. */
async function groupFor(appliance: Appliance, vpcId: string, deps: Deps): Promise<string> {
  const { name } = appliance;
  const door = doorFor(appliance, deps);
  const wanted = { stage: deps.deployment.stage, appliance: name, vpcId, owner: ownerOf(deps), door };
  const groupId = await poll(deps.clock, GROUP_VISIBLE, () => isolatedGroup(deps.clients, wanted));
  if (!groupId) throw new TransientError(`the security group of the proofs of ${name} is not seen closed yet`);
  return groupId;
}

/** @throws RefusedError when nothing names the place from which the service is asked. */
function doorFor({ probe: { subnets, port } }: Appliance, { deployment }: Deps): Door | undefined {
  if (!subnets) return undefined;
  const { proveServiceGroupId: groupId } = deployment;
  if (!groupId) throw new RefusedError('probe.subnets is configured, and the function has no PROVE_SERVICE_GROUP_ID');
  return { groupId, port };
}

type Launching = {
  input: WithImage;
  appliance: Appliance;
  image: Image;
  kept: FullBlueprint;
  groupIds: string[];
  beganAt: string;
};

/** The function may run for 55 s and a launch is waited for 15 s: what is begun later might be cut off, and say nothing. */
const ASKED_WITHIN_SECONDS = 35;

/**
 * Through all types and zones. Only what EC2 says of the image itself is held against it; where there is no room for a
 * proof, or it refuses for any other reason, nothing is said about the image.
 *
 * @throws RefusedError in a code that we do not know.
 */
async function launchIn(placements: Placement[], launching: Launching, deps: Deps): Promise<Proof> {
  const { input, appliance, image, kept, groupIds, beganAt } = launching;
  const refused: Refused[] = [];
  for (let index: number | undefined = 0; index !== undefined; ) {
    const placement: Placement | undefined = placements[index];
    if (!placement) break;
    if (refused.length > 0 && !isWithin(deps.clock, { beganAt, seconds: ASKED_WITHIN_SECONDS })) {
      const detail = `${refused.length} places refused it, and there was no time to ask the others: ${summary(refused)}`;
      return { outcome: 'no-place', detail, refused };
    }
    const request = proofInput({
      ...{ stage: deps.deployment.stage, appliance: appliance.name, owner: ownerOf(deps), askedBy: input.executionId },
      initializationRate: appliance.volumeInitialization,
      ...{ image, placement, blueprint: kept.blueprint, userData: kept.userData, groupIds },
    });
    const answer = await sendProof(deps.clients, request, placement);
    if (answer.outcome === 'launched') {
      const { zone, instanceType, subnetId } = placement;
      const launchedAt = deps.clock.now().toISOString();
      const question = questionOf(appliance.probe, subnetId);
      return {
        outcome: 'launched',
        instanceId: answer.instance.id,
        launchedAt,
        zone,
        instanceType,
        subnetId,
        question,
        ...(answer.without === undefined && { initializationRate: appliance.volumeInitialization }),
      };
    }
    const { code, message, scope } = answer;
    if (scope === 'image') return { outcome: 'refused', detail: `${image.id} cannot be launched: ${code}: ${message}` };
    refused.push({ placement, code, message });
    index = nextPlacement(placements, index, scope);
  }
  return { outcome: 'no-place', detail: `every place refused it: ${summary(refused)}`, refused };
}

const summary = (refused: Refused[]): string =>
  refused.map(({ placement: { instanceType, zone }, code }) => `${instanceType} in ${zone}: ${code}`).join('; ');
