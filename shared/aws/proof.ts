/** Launches an instance from an image only to see whether it boots. It is isolated: it has no traffic in or out. */
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { Whose } from '../domain/images/standing.ts';
import type { Image } from '../domain/snapshot.ts';
import { TAG } from '../domain/snapshot.ts';
import { proofTokenOf } from '../domain/takeover/client-token.ts';
import type { Blueprint, Placement } from '../domain/takeover/takeover-plan.ts';
import { atRate, blueprintRequest, tagSpecifications } from './blueprint-request.ts';
import type { Clients } from './clients.ts';
import { type Launch, sendLaunch } from './launch.ts';
import { onlyOurTags, withoutRate } from './missing-part.ts';
import { proofGroupNameOf } from './proof-group.ts';

type ProofRequest = Whose & {
  stage: string;
  image: Image;
  placement: Placement;
  blueprint: Blueprint;
  userData?: string | undefined;
  /** MiB/s, as the launch of a takeover would ask for. */
  initializationRate?: number | undefined;
  groupIds: string[];
  /** The execution that asks: the same request of the same execution is the same proof. */
  askedBy: string;
};

/** Never the appliance's own Name, by which adoption would count it among the appliance's instances. */
const proofTags = ({ stage, appliance, owner, image, askedBy }: ProofRequest): Record<string, string> => ({
  Name: proofGroupNameOf({ stage, appliance }),
  [TAG.appliance]: appliance,
  [TAG.owner]: owner,
  [TAG.role]: 'proof',
  [TAG.imageUnderProof]: image.id,
  [TAG.by]: askedBy,
});

/** As a takeover would launch it, but for its place in the network. */
export function proofInput(request: ProofRequest): RunInstancesCommandInput {
  const { image, placement, blueprint, userData, groupIds, initializationRate: rate } = request;
  const rated = rate === undefined ? [] : atRate(rate, image.snapshotDevices ?? []);
  return {
    MinCount: 1,
    MaxCount: 1,
    // No caller looks up a proof by its host name.
    ...blueprintRequest({ ...blueprint, privateDns: undefined }, placement.instanceType),
    ...(userData && { UserData: userData }),
    ImageId: placement.imageId,
    InstanceType: placement.instanceType as RunInstancesCommandInput['InstanceType'],
    // In a public subnet it would get a public address: unused, but billed.
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId: placement.subnetId,
        Groups: groupIds,
        AssociatePublicIpAddress: false,
        DeleteOnTermination: true,
      },
    ],
    // An image keeps what its instance said, and that may be to keep the volumes of the dead.
    BlockDeviceMappings: image.devices.map((DeviceName) => ({
      DeviceName,
      Ebs: { DeleteOnTermination: true, ...rated.find((each) => each.DeviceName === DeviceName)?.Ebs },
    })),
    InstanceInitiatedShutdownBehavior: 'terminate',
    ClientToken: proofTokenOf(request, placement),
    TagSpecifications: tagSpecifications({ ...blueprint.tags, ...proofTags(request) }),
  };
}

/** A policy that refuses a tag of the user, or EBS that refuses the rate, says nothing about the image. */
export async function sendProof(
  clients: Clients,
  request: RunInstancesCommandInput,
  placement: Placement,
): Promise<Launch> {
  const answer = await sendLaunch(clients, request, placement);
  if (answer.outcome !== 'refused') return answer;
  if (answer.missing === 'own-tags') {
    const TagSpecifications = onlyOurTags(request.TagSpecifications);
    return sendProof(clients, { ...request, TagSpecifications }, placement);
  }
  if (answer.missing !== 'volume-initialization') return answer;
  const BlockDeviceMappings = withoutRate(request.BlockDeviceMappings);
  const without: Launch = await sendProof(clients, { ...request, BlockDeviceMappings }, placement);
  return without.outcome === 'launched' ? { ...without, without: ['volume-initialization'] } : without;
}
