/** Launches an instance from an image only to see whether it boots. It is isolated: it has no traffic in or out. */
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { Whose } from '../domain/images/standing.ts';
import type { Image } from '../domain/snapshot.ts';
import { TAG } from '../domain/snapshot.ts';
import { proofTokenOf } from '../domain/takeover/client-token.ts';
import type { Blueprint, Placement } from '../domain/takeover/takeover-plan.ts';
import { blueprintRequest, tagSpecifications } from './blueprint-request.ts';
import type { Clients } from './clients.ts';
import { type Launch, sendLaunch } from './launch.ts';
import { onlyOurTags } from './missing-part.ts';
import { proofGroupNameOf } from './proof-group.ts';

type ProofRequest = Whose & {
  stage: string;
  image: Image;
  placement: Placement;
  blueprint: Blueprint;
  userData?: string | undefined;
  groupId: string;
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
  const { image, placement, blueprint, userData, groupId } = request;
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
        Groups: [groupId],
        AssociatePublicIpAddress: false,
        DeleteOnTermination: true,
      },
    ],
    // An image keeps what its instance said, and that may be to keep the volumes of the dead.
    BlockDeviceMappings: image.devices.map((DeviceName) => ({ DeviceName, Ebs: { DeleteOnTermination: true } })),
    InstanceInitiatedShutdownBehavior: 'terminate',
    ClientToken: proofTokenOf(request, placement),
    TagSpecifications: tagSpecifications({ ...blueprint.tags, ...proofTags(request) }),
  };
}

/** A policy that refuses a tag of the user says nothing about the image. */
export async function sendProof(
  clients: Clients,
  request: RunInstancesCommandInput,
  placement: Placement,
): Promise<Launch> {
  const answer = await sendLaunch(clients, request, placement);
  if (answer.outcome !== 'refused' || answer.missing !== 'own-tags') return answer;
  const TagSpecifications = onlyOurTags(request.TagSpecifications);
  return sendLaunch(clients, { ...request, TagSpecifications }, placement);
}
