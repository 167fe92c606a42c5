/** What runs behind an instance: booting, answering, and what the status checks make of it. */
import { STATUS_CHECK_MS } from '../../durations.ts';
import { between, type Range } from '../../random.ts';
import type { World } from '../world.ts';
import { isCutOff, isServiceDead, lostZone, neverAnswers } from './conditions.ts';
import { isInitialized } from './initialization.ts';
import type { InstanceRecord, Machine } from './state.ts';

const NOT_RUNNING: Omit<Machine, 'epoch' | 'hostAlive' | 'volumesAlive' | 'runningFromMs'> = {
  osAlive: false,
  answersFromMs: Number.POSITIVE_INFINITY,
  checksPassFromMs: Number.POSITIVE_INFINITY,
  impairedFromMs: Number.POSITIVE_INFINITY,
};

export function machineOf(world: World, instanceId: string): Machine {
  const machine = world.ec2.machines.get(instanceId) ?? {
    ...{ ...NOT_RUNNING, epoch: 0, hostAlive: true, volumesAlive: true, runningFromMs: Number.NEGATIVE_INFINITY },
  };
  world.ec2.machines.set(instanceId, machine);
  return machine;
}

const fromNow = (world: World, range: Range): number => world.clock.nowMs() + between(world.random, range);

/** Power is on: the OS boots, and its service answers once it has. */
export function bootMachine(world: World, instance: InstanceRecord): void {
  const { id, imageId } = instance;
  const machine = machineOf(world, id);
  const { bootSeconds, warmBootShare } = world.ec2.settings;
  // Of a first boot, what one from volumes takes that were read: 1 is the worse case (brevdev 0.8, depot.dev 0.13).
  const share = isInitialized(world, instance) ? warmBootShare : 1;
  const bootMs = between(world.random, bootSeconds) * 1000 * share;
  machine.osAlive = world.ec2.imageFlaws.get(imageId) !== 'dead';
  machine.answersFromMs = neverAnswers(world, imageId) ? Number.POSITIVE_INFINITY : world.clock.nowMs() + bootMs;
  machine.checksPassFromMs = fromNow(world, STATUS_CHECK_MS.initializing);
  // An OS that never boots fails its first check: nothing was ever well that could have died.
  machine.impairedFromMs = machine.osAlive ? Number.POSITIVE_INFINITY : machine.checksPassFromMs;
}

export function powerOff(world: World, instanceId: string): void {
  Object.assign(machineOf(world, instanceId), NOT_RUNNING);
}

/** The service is silent for a while; the OS answers ARP again before a status check notices. */
export function rebootMachine(world: World, { instanceId, seconds }: { instanceId: string; seconds: number }): void {
  const machine = machineOf(world, instanceId);
  machine.answersFromMs = Math.max(machine.answersFromMs, world.clock.nowMs() + seconds * 1000);
}

export const runs = (machine: Machine): boolean => machine.osAlive && machine.hostAlive;

/** Whether a packet that reaches the instance is answered now. */
export function answers(world: World, instance: InstanceRecord): boolean {
  const { id, state, zone } = instance;
  const machine = machineOf(world, id);
  const powered = state === 'running' && !lostZone(world, zone);
  const serving = world.clock.nowMs() >= machine.answersFromMs && !isServiceDead(world, id);
  return powered && runs(machine) && machine.volumesAlive && serving && !isCutOff(world, instance);
}

type CheckVerdict = 'ok' | 'impaired' | 'initializing';

export type CheckedPart = 'system' | 'instance' | 'volumes';

const BROKEN: Record<CheckedPart, (machine: Machine) => boolean> = {
  system: ({ hostAlive }) => !hostAlive,
  instance: (machine) => !runs(machine),
  volumes: ({ volumesAlive }) => !volumesAlive,
};

/** A dead host fails the check of the instance as well; hung volumes fail their own alone, as the OS answers ARP. */
export function checkVerdict(world: World, { machine, part }: { machine: Machine; part: CheckedPart }): CheckVerdict {
  const nowMs = world.clock.nowMs();
  const broken = BROKEN[part](machine);
  if (broken && nowMs >= machine.impairedFromMs) return 'impaired';
  return nowMs >= machine.checksPassFromMs ? 'ok' : 'initializing';
}
