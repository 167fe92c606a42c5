/** Launches a replacement: everything it needs goes into one request that may be repeated. */
import { RunInstancesCommand, type RunInstancesCommandInput, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { messageOf } from '../domain/errors.ts';
import { type Instance, TAG } from '../domain/snapshot.ts';
import { isBurstable } from '../domain/takeover/burstable.ts';
import { launchTokenOf } from '../domain/takeover/client-token.ts';
import { type RefusalScope, refusalScope } from '../domain/takeover/placement.ts';
import type { Blueprint, Placement, TakeoverPlan } from '../domain/takeover/takeover-plan.ts';
import { atRate, blueprintRequest, tagSpecifications } from './blueprint-request.ts';
import { classify, codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { otherGroups, refusedWith } from './groups-left.ts';
import { type MissingPart, missingPartOf } from './missing-part.ts';
import { instanceOf } from './read-instances.ts';
import { withoutParts } from './stripped-launch.ts';
import { unlessYoung } from './young.ts';

export type Launch =
  | { outcome: 'launched'; instance: Instance; without?: MissingPart[]; groupsOfFailed?: string[] }
  | { outcome: 'refused'; scope: RefusalScope; code: string; message: string; missing?: MissingPart | undefined };

/** What of the plan a launch needs. */
type Launching = Pick<
  TakeoverPlan,
  'appliance' | 'generation' | 'instanceName' | 'blueprint' | 'old' | 'volumeInitialization'
>;

/** `by` is the ARN of the takeover execution. */
export type LaunchRequest = {
  plan: Launching;
  placement: Placement;
  stage: string;
  executionStart: string;
  by: string;
  /** Of the plan: the sweep may have written the version of its template just before. */
  ageSeconds?: number | undefined;
};

const clientTokenOf = ({ plan: { appliance, generation }, placement, stage, executionStart }: LaunchRequest): string =>
  launchTokenOf({ stage, appliance, generation, executionStart }, placement);

/** What the replacement says of itself from its first moment on. */
export const replacementTags = ({ plan, by }: Pick<LaunchRequest, 'plan' | 'by'>): Record<string, string> => ({
  Name: plan.instanceName,
  [TAG.appliance]: plan.appliance,
  [TAG.role]: 'replacement',
  [TAG.generation]: String(plan.generation),
  [TAG.by]: by,
});

export function launchInput(request: LaunchRequest): RunInstancesCommandInput {
  const { plan, placement } = request;
  return {
    MinCount: 1,
    MaxCount: 1,
    ...fromBlueprint(plan.blueprint, placement),
    ImageId: placement.imageId,
    InstanceType: placement.instanceType as RunInstancesCommandInput['InstanceType'],
    SubnetId: placement.subnetId,
    SecurityGroupIds: plan.blueprint.securityGroupIds,
    ...devicesOf(request),
    ClientToken: clientTokenOf(request),
    TagSpecifications: tagSpecifications({ ...plan.blueprint.tags, ...replacementTags(request) }),
  };
}

/** Devices of the very image that is launched: EC2 refuses a mapping that has neither an EBS snapshot nor a size. */
function devicesOf({
  plan: { volumeInitialization },
  placement,
}: LaunchRequest): Pick<RunInstancesCommandInput, 'BlockDeviceMappings'> {
  const devices = volumeInitialization?.devices[placement.imageId] ?? [];
  if (!volumeInitialization || devices.length === 0) return {};
  return { BlockDeviceMappings: atRate(volumeInitialization.mibPerSecond, devices) };
}

/** The template gives the rate to devices of the image that it names, and a request cannot take them out of it. */
function mapsOtherDevices({ plan: { blueprint, volumeInitialization }, placement }: LaunchRequest): boolean {
  const own = volumeInitialization?.devices[placement.imageId] ?? [];
  return (blueprint.templateDevices ?? []).some((device) => !own.includes(device));
}

function fromBlueprint(blueprint: Blueprint, { instanceType }: Placement): Partial<RunInstancesCommandInput> {
  const { launchTemplate } = blueprint;
  if (!launchTemplate) return blueprintRequest(blueprint, instanceType);
  return { LaunchTemplate: { LaunchTemplateId: launchTemplate.id, Version: launchTemplate.version } };
}

/** @throws TransientError to ask again; RefusedError when no other placement could fare better. */
export async function launch(clients: Clients, request: LaunchRequest): Promise<Launch> {
  const { placement, ageSeconds } = request;
  const input = launchInput(request);
  const without: MissingPart[] = [];
  for (;;) {
    const bare = without.length > 0 || namesCreditsInVain(request) || mapsOtherDevices(request);
    const stripping = { parts: without, failedId: request.plan.old?.instanceId };
    const sent = bare ? await withoutParts(clients, input, stripping) : input;
    const groups = otherGroups(sent, input);
    const answer = await sendLaunch(clients, sent, placement, ageSeconds).catch((cause) => {
      throw groups.length > 0 ? refusedWith(groups, input, cause) : cause;
    });
    if (answer.outcome === 'launched')
      return {
        ...answer,
        ...(without.length > 0 && { without }),
        ...(groups.length > 0 && { groupsOfFailed: groups }),
      };
    if (!answer.missing || without.includes(answer.missing)) return answer;
    // The service comes first: without a key no login by key is possible, and without a profile or tags the appliance
    // works.
    without.push(answer.missing);
  }
}

/** EC2 refuses credits for a type that has none, and a request cannot take them out of its template. */
const namesCreditsInVain = ({ plan: { blueprint }, placement: { instanceType } }: LaunchRequest): boolean =>
  blueprint.launchTemplate !== undefined && blueprint.cpuCredits !== undefined && !isBurstable(instanceType);

/**
 * Refused only when EC2 says so in a code that we know: a 5xx or a time-out may have launched all the same, and must be
 * asked again with the same token.
 *
 * @throws TransientError to ask again; RefusedError when no other placement could fare better.
 */
export async function sendLaunch(
  { launcher }: Clients,
  input: RunInstancesCommandInput,
  { imageId, instanceType, zone }: Placement,
  ageSeconds = Number.POSITIVE_INFINITY,
): Promise<Launch> {
  try {
    const { Instances = [] } = await launcher.send(new RunInstancesCommand(input));
    const [raw] = Instances;
    if (!raw?.InstanceId) throw new Error('EC2 answered without an instance');
    return { outcome: 'launched', instance: instanceOf(raw) };
  } catch (cause) {
    const code = codeOf(cause);
    const missing = missingPartOf(cause, input);
    const scope = refusalScope(code) ?? (missing && 'placement');
    if (scope) return { outcome: 'refused', scope, code, message: messageOf(cause), missing };
    const doing = `launching ${instanceType} in ${zone} from ${imageId}`;
    throw unlessYoung(cause, { doing, ageSeconds }) ?? classify(cause, doing);
  }
}

/** Only ever called for what was launched by us and never became active: a replacement given up, a proof. */
export const terminate = ({ ec2 }: Clients, instanceId: string): Promise<unknown> =>
  sending(`terminating ${instanceId}`, () => ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] })));
