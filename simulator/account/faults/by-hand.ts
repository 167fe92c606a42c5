/** A person in the console, past every function of ours; and a machine of theirs. */
import { callers } from '../caller.ts';
import { truth, write } from '../consistency.ts';
import { newId } from '../ec2/ids.ts';
import { bootMachine } from '../ec2/machines.ts';
import type { InstanceRecord } from '../ec2/state.ts';
import type { World } from '../world.ts';

export function byHand<Result>(world: World, act: () => Result): Result {
  return callers.run({ name: 'person', dead: false, world }, act);
}

/** A running machine like the given one, with a name of its own. It has been there for long, so reads show it. */
export function machineBeside(world: World, model: InstanceRecord): InstanceRecord {
  const { instances, networkInterfaces } = world.ec2;
  const primary = truth(networkInterfaces, model.networkInterfaceIds[0] ?? '');
  if (!primary) throw new Error(`${model.id} has no network interface`);
  const id = newId(world, 'i');
  const eni = { ...primary, id: newId(world, 'eni'), instanceId: id, tags: {} };
  const own = {
    networkInterfaceIds: [eni.id],
    volumeIds: [],
    clientToken: '',
    madeBy: 'person',
    tags: { Name: 'somebody-else' },
  };
  const machine: InstanceRecord = { ...model, id, ...own, state: 'running', stateReason: undefined };
  write(world, networkInterfaces, { id: eni.id, value: eni, lagMs: 0 });
  write(world, instances, { id, value: machine, lagMs: 0 });
  bootMachine(world, machine);
  return machine;
}
