/** Deaths and returns of operating systems, hosts and whole zones. */

import { STATUS_CHECK_MS } from '../../durations.ts';
import { between } from '../../random.ts';
import { allTrue, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { bootMachine, machineOf, powerOff } from './machines.ts';
import type { InstanceRecord } from './state.ts';
import { tellState } from './state-event.ts';

type Blow = { instanceId: string; part: 'os' | 'host' | 'volumes' };

export function strikeMachine(world: World, { instanceId, part }: Blow): void {
  const machine = machineOf(world, instanceId);
  if (part === 'os') machine.osAlive = false;
  if (part === 'host') machine.hostAlive = false;
  if (part === 'volumes') machine.volumesAlive = false;
  machine.impairedFromMs = world.clock.nowMs() + between(world.random, STATUS_CHECK_MS.deathToImpaired);
}

/** The OS boots anew, on a host that works again. EC2 goes on saying "impaired" until the next checks. */
export function reviveMachine(world: World, { instanceId, part }: Blow): void {
  const instance = truth(world.ec2.instances, instanceId);
  if (part === 'host') machineOf(world, instanceId).hostAlive = true;
  if (part === 'volumes') machineOf(world, instanceId).volumesAlive = true;
  if (instance?.state !== 'running') return;
  bootMachine(world, instance);
  machineOf(world, instanceId).checksPassFromMs =
    world.clock.nowMs() + between(world.random, STATUS_CHECK_MS.recoveryToOk);
}

/**
 * EC2's own automatic recovery: another host, a boot, the same id and addresses, and `running` all the while. It does
 * nothing for an instance that is being stopped by then, or that has it disabled, or in a zone that is lost.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-recover.html
 */
export function recoverByItself(world: World, { instanceId, seconds }: { instanceId: string; seconds: number }): void {
  const { epoch } = machineOf(world, instanceId);
  world.clock.at(world.clock.nowMs() + seconds * 1000, () => {
    const instance = truth(world.ec2.instances, instanceId);
    const machine = machineOf(world, instanceId);
    if (instance?.autoRecovery !== 'default' || machine.epoch !== epoch || machine.hostAlive) return;
    reviveMachine(world, { instanceId, part: 'host' });
    world.changed(`${instanceId} recovered by EC2`);
  });
}

/**
 * EC2's check of the instance fails during a reboot "until the instance becomes available again": nothing answers ARP.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html
 */
export function failChecksFor(world: World, { instanceId, seconds }: { instanceId: string; seconds: number }): void {
  strikeMachine(world, { instanceId, part: 'os' });
  const { epoch } = machineOf(world, instanceId);
  world.clock.at(world.clock.nowMs() + seconds * 1000, () => {
    const machine = machineOf(world, instanceId);
    if (machine.epoch !== epoch) return;
    machine.osAlive = true;
    machine.checksPassFromMs = world.clock.nowMs() + between(world.random, STATUS_CHECK_MS.recoveryToOk);
    world.changed(`${instanceId} has rebooted`);
  });
}

const STRUCK = ['running', 'stopping', 'pending', 'shutting-down'];

const inZone = (world: World, zone: string): InstanceRecord[] =>
  allTrue(world.ec2.instances).filter((instance) => instance.zone === zone && STRUCK.includes(instance.state));

/** EC2's own records do not change when the power goes: it can only not be asked. */
export function powerWasLost(world: World, zone: string): void {
  for (const { id } of inZone(world, zone)) {
    machineOf(world, id).epoch += 1;
    powerOff(world, id);
  }
}

/**
 * Zombies: instances restart without a request (aws-facts 3.2). A stop that hung without power is taken to be lost with
 * it, which is the worse case: the caller has to ask again. A termination is completed.
 */
export function powerReturns(world: World, zone: string): void {
  for (const instance of inZone(world, zone)) {
    const state = instance.state === 'shutting-down' ? 'terminated' : 'running';
    const value = { ...instance, state, ...(state === 'running' && { stateReason: undefined, transitionReason: '' }) };
    write(world, world.ec2.instances, { id: instance.id, value: value as InstanceRecord, lagMs: 0 });
    if (state !== instance.state) tellState(world, value as InstanceRecord);
    if (state === 'running') bootMachine(world, instance);
  }
}
