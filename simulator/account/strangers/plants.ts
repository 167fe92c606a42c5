/** ec2:RunInstances, ec2:CreateImage and ec2:CreateLaunchTemplateVersion: resources that look like ours. */
import type { RequestLaunchTemplateData, RunInstancesRequest } from '@aws-sdk/client-ec2';
import { blueprintRequest } from '../../../shared/aws/blueprint-request.ts';
import { replacementTags } from '../../../shared/aws/launch.ts';
import { isPrepareNameOf, prepareNameOf } from '../../../shared/domain/decision/early-launch.ts';
import { candidateTags, imageNameOf } from '../../../shared/domain/images/naming.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { launchTokenOf } from '../../../shared/domain/takeover/client-token.ts';
import type { Placement, TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { allTrue, truth, write } from '../consistency.ts';
import { contentAtMs } from '../ec2/copy-image.ts';
import { createImage } from '../ec2/create-image.ts';
import { createLaunchTemplateVersion } from '../ec2/launch-templates.ts';
import { runInstances } from '../ec2/run-instances.ts';
import type { ImageRecord } from '../ec2/state.ts';
import { tagList } from '../ec2/tag-list.ts';
import { machineName } from '../logical-ids.ts';
import { executionArn } from '../sfn/book.ts';
import { machineArn } from '../step-functions.ts';
import type { World } from '../world.ts';
import { asStranger, STRANGER_DATA, strangerProfile } from './act.ts';
import { DATABASE } from './bystander.ts';
import type { PLANT_DIFFERS, StrangerFault, Victim } from './fault.ts';
import { closedTakeover, longClosedTakeover, nextGeneration, planIn, runningTakeover } from './known-plans.ts';

type Planting<Kind extends StrangerFault['kind']> = Extract<StrangerFault, { kind: Kind }>;

/** The newest that a takeover would launch from: what was there before carries the Name of the active instance's images. */
function newestImage({ ec2 }: World, { appliance, instanceId }: Victim): ImageRecord {
  const usable = allTrue(ec2.images)
    .filter(({ state, madeBy }) => state === 'available' && madeBy !== 'bystander' && madeBy !== 'stranger')
    .filter(({ tags, sourceInstanceId }) => tags[TAG.appliance] === appliance || sourceInstanceId === instanceId)
    .toSorted((one, other) => contentAtMs(other) - contentAtMs(one));
  const [newest] = usable;
  if (!newest) throw new Error(`there is no image of ${appliance} that a stranger could launch`);
  return newest;
}

/** Another zone of the same VPC, as a takeover would choose. */
function placeFor({ ec2 }: World, { instanceId }: Victim) {
  const active = truth(ec2.instances, instanceId);
  const primary = truth(ec2.networkInterfaces, active?.networkInterfaceIds[0] ?? DATABASE.networkInterfaceId);
  const subnets = allTrue(ec2.subnets).filter(({ vpcId }) => vpcId === (active ?? primary)?.vpcId);
  const subnet = subnets.find(({ zone }) => zone !== active?.zone) ?? subnets[0];
  return { SubnetId: subnet?.id, SecurityGroupIds: primary?.groupIds, InstanceType: active?.type as 'm5.large' };
}

/**
 * With the token of a takeover goes the placement that it is made of. One that has ended has used its first; its last is as
 * well known, and free.
 */
function tokenFor(world: World, { victim: { appliance }, token, differs }: Planting<'planted-replacement'>) {
  const known = token === 'running' ? runningTakeover(world, appliance) : longClosedTakeover(world, appliance);
  const plan = known && token !== 'own' ? planIn(known) : undefined;
  const placement = token === 'closed' ? plan?.placements.at(-1) : plan?.placements[0];
  if (!known || !plan || !placement) return { ClientToken: `planted-${world.clock.nowMs()}` };
  const executionStart = new Date(known.startedAtMs).toISOString();
  const instanceType = differs === 'type' ? 't3.nano' : placement.instanceType;
  return {
    ClientToken: launchTokenOf({ ...plan, stage: world.stage, executionStart }, { ...placement, instanceType }),
    ...{ SubnetId: placement.subnetId, ImageId: placement.imageId, InstanceType: instanceType as 'm5.large' },
    ...(differs !== undefined &&
      differs !== 'user-data' && { ...asBlueprint(plan, instanceType), ...differing(world, differs, placement) }),
  };
}

const STRANGER_SUBNET = 'subnet-0da7aba5e0000000a';

/** What only this launch has, beside the type. */
function differing(
  world: World,
  differs: (typeof PLANT_DIFFERS)[number],
  { subnetId }: Placement,
): Partial<RunInstancesRequest> {
  const Ebs = { SnapshotId: DATABASE.snapshotId, VolumeSize: 20 };
  if (differs === 'volume') return { BlockDeviceMappings: [{ DeviceName: '/dev/sdx', Ebs }] };
  if (differs === 'termination-protection') return { DisableApiTermination: true };
  const planned = differs === 'subnet' ? truth(world.ec2.subnets, subnetId) : undefined;
  if (!planned) return {};
  const value = { ...planned, id: STRANGER_SUBNET, tags: { Name: 'databases' }, cidr: '10.0.250.0/24' };
  write(world, world.ec2.subnets, { id: STRANGER_SUBNET, value, lagMs: 0 });
  return { SubnetId: STRANGER_SUBNET };
}

/** What the plan would launch from, so that no fact of the launch differs but one. */
function asBlueprint({ blueprint: { launchTemplate, ...own } }: TakeoverPlan, instanceType: string) {
  const template = launchTemplate && { LaunchTemplateId: launchTemplate.id, Version: launchTemplate.version };
  return {
    ...(template ? { LaunchTemplate: template } : blueprintRequest(own, instanceType)),
    ...{ SecurityGroupIds: own.securityGroupIds, UserData: undefined },
  };
}

/** The pointer names the newest early launch, and what that would be called where there was none. */
function earlyTags(world: World, plan: { appliance: string; generation: number; instanceName: string }) {
  const { executions } = world.stepFunctions;
  const known = executions.findLast(({ name }) => isPrepareNameOf(name, plan.appliance))?.arn;
  const since = new Date(world.clock.nowMs()).toISOString();
  const name = prepareNameOf({ appliance: plan.appliance, since });
  const own = executionArn({
    machineArn: machineArn({ ...world, name: machineName({ stage: world.stage, name: 'prepare' }) }),
    name,
  });
  return {
    ...replacementTags({ plan: { ...plan, blueprint: { securityGroupIds: [] } }, by: known ?? own }),
    [TAG.role]: 'ahead',
    [TAG.owner]: `failover-${world.stage}`,
  };
}

export function plantReplacement(world: World, fault: Planting<'planted-replacement'>): void {
  const { victim } = fault;
  const generation = fault.generation ?? nextGeneration(world, victim.appliance);
  const image = newestImage(world, victim);
  const instanceName = image.tags.Name ?? victim.appliance;
  // The pointer names a genuine takeover where there is one, as a careful stranger would write it.
  const by = (runningTakeover(world, victim.appliance) ?? closedTakeover(world, victim.appliance))?.arn ?? '';
  const plan = { appliance: victim.appliance, generation, instanceName, blueprint: { securityGroupIds: [] } };
  const tags = fault.role === 'ahead' ? earlyTags(world, plan) : replacementTags({ plan, by });
  const request: RunInstancesRequest = {
    ...{ MinCount: 1, MaxCount: 1, ImageId: image.id, UserData: STRANGER_DATA },
    ...{ ...placeFor(world, victim), ...tokenFor(world, fault) },
    TagSpecifications: [{ ResourceType: 'instance', Tags: tagList(tags) }],
  };
  try {
    asStranger(world, () => runInstances(world, request));
  } catch (cause) {
    // The takeover has used that token first.
    if (!(cause instanceof Error) || cause.name !== 'IdempotentParameterMismatch') throw cause;
  }
}

/** The pointer to an execution that made the image: a genuine one where there is any, which does not name the image. */
function rotationArn(world: World): string {
  const name = machineName({ stage: world.stage, name: 'rotation' });
  const genuine = world.stepFunctions.executions.findLast((each) => each.machineName === name);
  return genuine?.arn ?? executionArn({ machineArn: machineArn({ ...world, name }), name: 'by-hand' });
}

/** Complete, or without the owner, or with the Name alone, as images from before the first rotation have it. */
function disguise(world: World, { victim, mark, tags }: Planting<'planted-image'>, family: string) {
  const owner = `failover-${world.stage}`;
  const made = { appliance: victim.appliance, owner, family, by: rotationArn(world) };
  const all = candidateTags({ ...made, createdFrom: victim.instanceId });
  if (tags === 'name-only') return { Name: family };
  return tags === 'all' ? { ...all, [TAG.image]: mark } : { Name: family, [TAG.image]: mark };
}

export function plantImage(world: World, fault: Planting<'planted-image'>): void {
  const family = newestImage(world, fault.victim).tags.Name ?? fault.victim.appliance;
  const at = new Date(world.clock.nowMs()).toISOString();
  const Name = fault.named === 'tonight' ? imageNameOf(family, at) : `${family}-by-hand-${world.clock.nowMs()}`;
  const Tags = tagList(disguise(world, fault, family));
  const TagSpecifications = (['image', 'snapshot'] as const).map((ResourceType) => ({ ResourceType, Tags }));
  asStranger(world, () => createImage(world, { InstanceId: fault.sourceId, Name, NoReboot: true, TagSpecifications }));
}

const SETS: Record<Planting<'template-version-by-stranger'>['sets'], (world: World) => RequestLaunchTemplateData> = {
  'user-data': () => ({ UserData: STRANGER_DATA }),
  profile: (world) => ({ IamInstanceProfile: { Arn: strangerProfile(world) } }),
  'termination-protection': () => ({ DisableApiTermination: true }),
  'second-volume': () => ({
    BlockDeviceMappings: [{ DeviceName: '/dev/sdx', Ebs: { SnapshotId: DATABASE.snapshotId, VolumeSize: 20 } }],
  }),
};

export function addTemplateVersion(world: World, { victim, sets }: Planting<'template-version-by-stranger'>): void {
  const LaunchTemplateName = `failover-${world.stage}-${victim.appliance}`;
  const LaunchTemplateData = SETS[sets](world);
  const request = { LaunchTemplateName, SourceVersion: '$Latest', LaunchTemplateData };
  asStranger(world, () => createLaunchTemplateVersion(world, request));
}
