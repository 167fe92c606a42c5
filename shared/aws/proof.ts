/** Launches an instance from an image only to see whether it boots: nobody can reach it, and it reaches nobody. */
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { proofTokenOf } from '../domain/client-token.ts';
import type { OwnImage, Whose } from '../domain/own-image.ts';
import { TAG } from '../domain/snapshot.ts';
import type { Blueprint, Placement } from '../domain/takeover-plan.ts';
import { blueprintRequest } from './blueprint-request.ts';
import { proofGroupNameOf } from './proof-group.ts';
import { tagList } from './tags.ts';

export type ProofRequest = Whose & {
  stage: string;
  image: OwnImage;
  placement: Placement;
  blueprint: Blueprint;
  userData?: string | undefined;
  groupId: string;
  /** The execution that asks: the same request of the same execution is the same proof. */
  askedBy: string;
};

/** Never the appliance's own Name, by which adoption would count it among the appliance's instances. */
export const proofTags = ({ stage, appliance, owner, image, askedBy }: ProofRequest): Record<string, string> => ({
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
  const Tags = tagList(proofTags(request));
  return {
    MinCount: 1,
    MaxCount: 1,
    ...blueprintRequest(blueprint),
    ...(userData && { UserData: userData }),
    ImageId: placement.imageId,
    InstanceType: placement.instanceType as RunInstancesCommandInput['InstanceType'],
    // A public subnet would give it an address, which nobody needs and somebody pays.
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
    TagSpecifications: (['instance', 'volume', 'network-interface'] as const).map((ResourceType) => ({
      ResourceType,
      Tags,
    })),
  };
}
