/** An instance's way through its states, with AWS's own words for why. */
import type { InstanceStateName } from '@aws-sdk/client-ec2';
import { LIFE_CYCLE_MS } from '../../durations.ts';
import { between, type Range } from '../../random.ts';
import { allTrue, drawLagMs, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { breakageOf, shortageOf, staysPending, stopHangs } from './conditions.ts';
import { bootMachine, machineOf, powerOff, runs } from './machines.ts';
import type { InstanceRecord } from './state.ts';
import { tellState } from './state-event.ts';

export type Reason = { code: string; message: string };

export const REASON = {
  stopped: { code: 'Client.UserInitiatedShutdown', message: 'Client.UserInitiatedShutdown: User initiated shutdown' },
  capacity: {
    code: 'Server.InsufficientInstanceCapacity',
    message: 'Server.InsufficientInstanceCapacity: Insufficient capacity to satisfy instance request',
  },
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html */
  inGuest: {
    code: 'Client.InstanceInitiatedShutdown',
    message: 'Client.InstanceInitiatedShutdown: Instance initiated shutdown',
  },
  /** EC2 stops what stands on hardware that it takes out of service. */
  retired: { code: 'Server.ScheduledStop', message: 'Server.ScheduledStop: Stopped due to scheduled retirement' },
  /** The role may not use the key that encrypts the image: EC2 says no more than this (aws-facts 3.3). */
  key: { code: 'Client.InternalError', message: 'Client.InternalError: Client error on launch' },
  ebsSnapshot: {
    code: 'Client.InvalidSnapshot.NotFound',
    message: 'Client.InvalidSnapshot.NotFound: The snapshot was not found',
  },
} as const satisfies Record<string, Reason>;

/** `User initiated (2026-11-21 00:00:00 GMT)`. */
export const userInitiated = (nowMs: number): string =>
  `User initiated (${new Date(nowMs).toISOString().replace('T', ' ').slice(0, 19)} GMT)`;

type Transition = {
  state: InstanceStateName;
  reason?: Reason | undefined;
  transitionReason?: string | undefined;
  launchedAtMs?: number;
};

/** What a caller asked for is seen late; what EC2 starts on its own is seen when it is done. */
function enter(world: World, instanceId: string, transition: Transition): void {
  const { state, reason, transitionReason = '' } = transition;
  const instance = truth(world.ec2.instances, instanceId);
  if (!instance) return;
  const lagMs = ['pending', 'stopping', 'shutting-down'].includes(state) ? drawLagMs(world) : 0;
  const { launchedAtMs = instance.launchedAtMs } = transition;
  const value: InstanceRecord = { ...instance, state, stateReason: reason, transitionReason, launchedAtMs };
  write(world, world.ec2.instances, { id: instanceId, value, lagMs });
  world.changed(`${instanceId} ${state}`);
  if (state !== instance.state) tellState(world, value);
}

/** Acts after a while, unless another transition of the same instance has come first. */
function later(world: World, instanceId: string, { after, act }: { after: Range; act: () => void }): void {
  const machine = machineOf(world, instanceId);
  machine.epoch += 1;
  const { epoch } = machine;
  world.clock.at(world.clock.nowMs() + between(world.random, after), () => {
    if (machine.epoch === epoch) act();
  });
}

/** What an accepted launch comes to: usually a running instance, sometimes only a reason. */
export function launch(world: World, instance: InstanceRecord): void {
  const { id, zone, type, imageId } = instance;
  const breakage = breakageOf(world, imageId);
  if (shortageOf(world, { zone, type }) === 'later') giveUp(world, id, REASON.capacity);
  else if (breakage) giveUp(world, id, breakage === 'key-denied' ? REASON.key : REASON.ebsSnapshot);
  else if (!staysPending(world, { zone, type }))
    later(world, id, { after: world.ec2.settings.pendingMs, act: () => run(world, id) });
}

function run(world: World, instanceId: string): void {
  enter(world, instanceId, { state: 'running' });
  machineOf(world, instanceId).runningFromMs = world.clock.nowMs();
  const instance = truth(world.ec2.instances, instanceId);
  if (instance) bootMachine(world, instance);
}

function giveUp(world: World, instanceId: string, reason: Reason): void {
  later(world, instanceId, {
    after: LIFE_CYCLE_MS.pendingToTerminated,
    act: () => vanish(world, instanceId, { reason, transitionReason: reason.code }),
  });
}

function fallBack(world: World, instanceId: string): void {
  const reason = REASON.capacity;
  later(world, instanceId, {
    after: LIFE_CYCLE_MS.pendingToTerminated,
    act: () => enter(world, instanceId, { state: 'stopped', reason, transitionReason: reason.code }),
  });
}

export function start(world: World, instance: InstanceRecord): void {
  // A stopped instance starts on other hardware, and its LaunchTime is that of the start.
  machineOf(world, instance.id).hostAlive = true;
  enter(world, instance.id, { state: 'pending', launchedAtMs: world.clock.nowMs() });
  // What there is no room for after all goes back to `stopped`: nothing of it is lost.
  if (shortageOf(world, instance) === 'later') fallBack(world, instance.id);
  else launch(world, instance);
}

/** How long the OS may take its time depends on whether it is asked, and whether it hears. */
function stopDuration(world: World, { id, force, skipOs }: { id: string; force: boolean; skipOs: boolean }): Range {
  if (force && skipOs) return LIFE_CYCLE_MS.hardStop;
  if (force) return LIFE_CYCLE_MS.forcedStop;
  const machine = machineOf(world, id);
  const hears = runs(machine) && machine.volumesAlive;
  return hears ? LIFE_CYCLE_MS.gracefulStop : LIFE_CYCLE_MS.gracefulStopOfDeadOs;
}

type Stop = { force: boolean; skipOs: boolean; reason?: Reason };

export function stop(world: World, instance: InstanceRecord, { reason = REASON.stopped, ...how }: Stop): void {
  const { id } = instance;
  const after = stopDuration(world, { id, ...how });
  // For its own actions EC2 is only known to give the reason, so no instant is shown either.
  const transitionReason = reason === REASON.stopped ? userInitiated(world.clock.nowMs()) : reason.code;
  const told = { reason, transitionReason };
  // A repeated stop (harder than the first) keeps the instant of the first: it is when the transition began.
  if (instance.state !== 'stopping') enter(world, id, { state: 'stopping', ...told });
  if (stopHangs(world, instance)) {
    machineOf(world, id).epoch += 1;
    return;
  }
  later(world, id, {
    after,
    act: () => {
      const since = truth(world.ec2.instances, id)?.transitionReason ?? transitionReason;
      powerOff(world, id);
      enter(world, id, { state: 'stopped', ...told, transitionReason: since });
    },
  });
}

export function terminate(world: World, { id, state }: InstanceRecord): void {
  const told = { reason: REASON.stopped, transitionReason: userInitiated(world.clock.nowMs()) };
  if (state === 'shutting-down' || state === 'terminated') return;
  enter(world, id, { state: 'shutting-down', ...told });
  later(world, id, { after: LIFE_CYCLE_MS.termination, act: () => vanish(world, id, told) });
}

/** The end: network interfaces and volumes go, the address stays behind unattached, the record stays for an hour. */
function vanish(world: World, id: string, told: { reason: Reason; transitionReason: string }): void {
  const { ec2 } = world;
  const instance = truth(ec2.instances, id);
  if (!instance) return;
  powerOff(world, id);
  const lagMs = drawLagMs(world);
  for (const address of allTrue(ec2.addresses)) {
    const item = truth(ec2.networkInterfaces, address.networkInterfaceId ?? '');
    if (!item || item.outlives || !instance.networkInterfaceIds.includes(item.id)) continue;
    const value = { ...address, associationId: undefined, networkInterfaceId: undefined };
    write(world, ec2.addresses, { id: address.id, value, lagMs });
  }
  releaseParts(world, { instance, lagMs });
  write(world, ec2.instances, {
    id,
    value: { ...instance, networkInterfaceIds: [], volumeIds: [] },
    lagMs: 0,
  });
  enter(world, id, { state: 'terminated', ...told });
  later(world, id, {
    after: LIFE_CYCLE_MS.terminatedStaysVisible,
    act: () => forget(world, id),
  });
}

function forget(world: World, id: string): void {
  const { instances, gone } = world.ec2;
  const last = truth(instances, id);
  if (last) gone.set(id, last);
  write(world, instances, { id, value: undefined, lagMs: 0 });
}

function releaseParts(world: World, { instance, lagMs }: { instance: InstanceRecord; lagMs: number }): void {
  const { ec2 } = world;
  for (const id of instance.networkInterfaceIds) {
    const item = truth(ec2.networkInterfaces, id);
    write(world, ec2.networkInterfaces, {
      id,
      value: item?.outlives ? { ...item, instanceId: undefined } : undefined,
      lagMs,
    });
  }
  const subnet = truth(ec2.subnets, instance.subnetId);
  if (subnet) {
    const freeAddresses = subnet.freeAddresses + instance.networkInterfaceIds.length;
    write(world, ec2.subnets, { id: subnet.id, value: { ...subnet, freeAddresses }, lagMs });
  }
  for (const id of instance.volumeIds) {
    const volume = truth(ec2.volumes, id);
    const value = volume?.deleteOnTermination ? undefined : volume && { ...volume, instanceId: undefined };
    write(world, ec2.volumes, { id, value, lagMs });
  }
}
