/** Which tags an instance carries together with every volume and interface of it, and the image of the last rotation if any. */
import { allTrue, truth } from '../account/consistency.ts';
import type { Tags } from '../account/filters.ts';
import type { World } from '../account/world.ts';

const common = (parts: Tags[]): Tags => {
  const [first = {}, ...others] = parts;
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((tags) => tags[key] === value)),
  );
};

/** Of what a rotation of ours made: images and EBS snapshots. */
const madeByRotation = ({ ec2 }: World): Tags[] =>
  [...allTrue(ec2.images), ...allTrue(ec2.ebsSnapshots)].flatMap(({ madeBy, tags }) =>
    madeBy === 'create-image' ? [tags] : [],
  );

export function tagsOfWhole(world: World, instanceId: string | undefined): Tags {
  const { instances, volumes, networkInterfaces } = world.ec2;
  const instance = instanceId === undefined ? undefined : truth(instances, instanceId);
  if (!instance) return {};
  const parts = [
    ...instance.volumeIds.map((id) => truth(volumes, id)),
    ...instance.networkInterfaceIds.map((id) => truth(networkInterfaces, id)),
  ];
  return common([instance.tags, ...parts.map((part) => part?.tags ?? {}), ...madeByRotation(world)]);
}
