/** What people do to the standby behind our back. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { truth, write } from '../account/consistency.ts';
import { startInstances, terminateInstances } from '../account/ec2/change-state.ts';
import { modifyNetworkInterfaceAttribute } from '../account/ec2/modify-network-interface-attribute.ts';
import { createTags, deleteTags } from '../account/ec2/tags.ts';
import { byHand } from '../account/faults/by-hand.ts';
import type { World } from '../account/world.ts';
import { truthOf } from '../checks/watch/truth.ts';

type Touched = { world: World; appliance: Appliance; id: string };

type Touch = { words: (id: string) => string; act: (touched: Touched) => unknown };

const tagged = ({ world, id }: Touched, Key: string, Value: string) =>
  createTags(world, { Resources: [id], Tags: [{ Key, Value }] });

/** The address, on which the standby is named. */
const addressOf = ({ world, appliance }: Touched): string => truthOf(world, appliance).traffic.address.allocationId;

const TOUCHES = {
  starts: {
    words: (id) => `starts the standby ${id}`,
    act: ({ world, id }) => startInstances(world, { InstanceIds: [id] }),
  },
  terminates: {
    words: (id) => `terminates the standby ${id}`,
    act: ({ world, id }) => terminateInstances(world, { InstanceIds: [id] }),
  },
  'removes its role': {
    words: (id) => `removes ${TAG.role} from the standby ${id}`,
    act: ({ world, id }) => deleteTags(world, { Resources: [id], Tags: [{ Key: TAG.role }] }),
  },
  'writes another role': {
    words: (id) => `tags the standby ${id} with ${TAG.role}=spare`,
    act: (touched) => tagged(touched, TAG.role, 'spare'),
  },
  'writes another rotation': {
    words: (id) => `tags the standby ${id} with another ${TAG.by}`,
    act: (touched) => tagged(touched, TAG.by, 'by hand'),
  },
  'removes the pointer': {
    words: () => `removes ${TAG.standby} from the address`,
    act: (touched) => deleteTags(touched.world, { Resources: [addressOf(touched)], Tags: [{ Key: TAG.standby }] }),
  },
  'points elsewhere': {
    words: () => `writes the id of another instance to ${TAG.standby}`,
    act: (touched) => tagged({ ...touched, id: addressOf(touched) }, TAG.standby, 'i-0123456789abcdef0'),
  },
  'changes its type': {
    words: (id) => `changes the instance type of the standby ${id}`,
    act: ({ world, id }) => {
      const record = truth(world.ec2.instances, id);
      if (record) write(world, world.ec2.instances, { id, value: { ...record, type: 't3.nano' }, lagMs: 0 });
    },
  },
  'opens its network': {
    words: (id) => `gives the standby ${id} the security groups of the active instance`,
    act: ({ world, appliance, id }) => {
      const { instanceId = '' } = truthOf(world, appliance).traffic.address;
      const [own = '', of = ''] = [id, instanceId].map(
        (each) => truth(world.ec2.instances, each)?.networkInterfaceIds[0],
      );
      const Groups = truth(world.ec2.networkInterfaces, of)?.groupIds ?? [];
      return modifyNetworkInterfaceAttribute(world, { NetworkInterfaceId: own, Groups });
    },
  },
} satisfies Record<string, Touch>;

type StandbyTouch = keyof typeof TOUCHES;

export const STANDBY_TOUCHES = Object.keys(TOUCHES) as [StandbyTouch, ...StandbyTouch[]];

export function touchStandby(touched: Touched, how: StandbyTouch): string {
  const { words, act }: Touch = TOUCHES[how];
  byHand(touched.world, () => act(touched));
  return `a person ${words(touched.id)}`;
}
