/** What a fault does to the world at the moment at which it begins, and at which it ends. */

import { setAlarmState } from '../cloudwatch/alarms.ts';
import { truth } from '../consistency.ts';
import * as lifeCycle from '../ec2/life-cycle.ts';
import { machineOf, rebootMachine } from '../ec2/machines.ts';
import { shareForeignImage, shareSnapshots, unshareForeignImages, unshareSnapshots } from '../ec2/other-images.ts';
import {
  failChecksFor,
  powerReturns,
  powerWasLost,
  recoverByItself,
  reviveMachine,
  strikeMachine,
} from '../ec2/outages.ts';
import { announce, complete } from '../ec2/scheduled-events.ts';
import { findNamesAgain, loseNamesIn } from '../names.ts';
import { beginByStranger } from '../strangers/begin.ts';
import { STRANGER_KINDS, type StrangerFault } from '../strangers/fault.ts';
import type { World } from '../world.ts';
import type { FaultOf } from './active.ts';
import type { Fault } from './fault.ts';
import * as people from './people.ts';

const STOPS = {
  'stopped-by-ec2': lifeCycle.REASON.retired,
  'stopped-by-person': lifeCycle.REASON.stopped,
  'shut-down-in-guest': lifeCycle.REASON.inGuest,
};

const isStop = (fault: Fault): fault is FaultOf<keyof typeof STOPS> => Object.hasOwn(STOPS, fault.kind);

function stop(world: World, { kind, instanceId }: FaultOf<keyof typeof STOPS>): void {
  const instance = truth(world.ec2.instances, instanceId);
  const reason = STOPS[kind];
  if (instance?.state === 'running') lifeCycle.stop(world, instance, { force: false, skipOs: false, reason });
}

function start(world: World, { instanceId }: { instanceId: string }): void {
  const instance = truth(world.ec2.instances, instanceId);
  if (instance?.state === 'stopped') lifeCycle.start(world, instance);
}

/** Evaluation, where there is one, may set the real state before the flap is over. */
function flap(world: World, { appliance, alarm: kind, seconds }: FaultOf<'alarm-flap'>): void {
  const alarm = [...world.cloudwatch.alarms.values()].find(({ name }) => name.endsWith(`-${appliance}-${kind}`));
  if (!alarm) throw new Error(`there is no ${kind} alarm of ${appliance} that could flap`);
  const { name: AlarmName, state: before } = alarm;
  const say = (StateValue: typeof before): void => {
    setAlarmState(world, { AlarmName, StateValue, StateReason: 'a simulated flap' });
  };
  say('INSUFFICIENT_DATA');
  world.clock.at(world.clock.nowMs() + seconds * 1000, () => {
    if (world.cloudwatch.alarms.get(AlarmName)?.state === 'INSUFFICIENT_DATA') say(before);
  });
}

function loseHost(world: World, { instanceId, recoversAfterSeconds }: FaultOf<'host-dead'>): void {
  strikeMachine(world, { instanceId, part: 'host' });
  if (recoversAfterSeconds !== undefined) recoverByItself(world, { instanceId, seconds: recoversAfterSeconds });
}

/** An instance that EC2 has recovered, or that runs on another host since a stop, is not booted a second time. */
function hostReturns(world: World, { instanceId }: FaultOf<'host-dead'>): void {
  if (!machineOf(world, instanceId).hostAlive) reviveMachine(world, { instanceId, part: 'host' });
}

function loseZone(world: World, fault: FaultOf<'zone-lost'>): void {
  powerWasLost(world, fault.zone);
  loseNamesIn(world, fault);
}

function zoneReturns(world: World, fault: FaultOf<'zone-lost'>): void {
  powerReturns(world, fault.zone);
  findNamesAgain(world, fault);
}

/** What people and their tools do once, and nobody takes back. */
function beginByPeople(world: World, fault: Fault): void {
  if (fault.kind === 'stop-protected') people.protectFromStop(world, { id: fault.instanceId, on: true });
  if (fault.kind === 'image-deregistered') people.deregister(world, fault);
  if (fault.kind === 'image-copied') people.copy(world, fault);
  if (fault.kind === 'tags-stripped') people.stripTags(world, fault);
  if (fault.kind === 'owned-by-another-stack') people.giveToAnotherStack(world, fault);
  if (fault.kind === 'route-aimed-elsewhere') people.aimRoute(world, fault);
  if (fault.kind === 'security-groups-deleted') people.deleteGroups(world, fault);
  if (fault.kind === 'subnets-deleted') people.deleteSubnets(world, fault);
  if (fault.kind === 'route-table-deleted') people.deleteRouteTable(world, fault);
  if (fault.kind === 'alarm-watches-another') people.watchAnother(world, fault);
  if (fault.kind === 'execution-stopped') people.stopExecutions(world, fault);
}

function isByStranger(fault: Fault): fault is StrangerFault {
  return STRANGER_KINDS.some((kind) => kind === fault.kind);
}

export function begin(world: World, fault: Fault): void {
  beginByPeople(world, fault);
  if (isByStranger(fault)) beginByStranger(world, fault);
  if (fault.kind === 'instance-dead') strikeMachine(world, { instanceId: fault.instanceId, part: 'os' });
  if (fault.kind === 'host-dead') loseHost(world, fault);
  if (fault.kind === 'ebs-hung') strikeMachine(world, { instanceId: fault.instanceId, part: 'volumes' });
  if (fault.kind === 'guest-reboot') rebootMachine(world, fault);
  if (fault.kind === 'guest-reboot' && fault.checks === 'fail') failChecksFor(world, fault);
  if (fault.kind === 'zone-lost') loseZone(world, fault);
  if (isStop(fault)) stop(world, fault);
  if (fault.kind === 'maintenance-announced') announce(world, fault);
  if (fault.kind === 'alarm-flap') flap(world, fault);
  if (fault.kind === 'snapshot-shared') shareSnapshots(world, fault.imageId);
  if (fault.kind === 'foreign-image-tagged-like-ours') shareForeignImage(world, fault.imageId);
}

export function end(world: World, fault: Fault): void {
  if (fault.kind === 'instance-dead') reviveMachine(world, { instanceId: fault.instanceId, part: 'os' });
  if (fault.kind === 'host-dead') hostReturns(world, fault);
  if (fault.kind === 'ebs-hung') reviveMachine(world, { instanceId: fault.instanceId, part: 'volumes' });
  if (fault.kind === 'stop-protected') people.protectFromStop(world, { id: fault.instanceId, on: false });
  if (fault.kind === 'zone-lost') zoneReturns(world, fault);
  if (isStop(fault)) start(world, fault);
  if (fault.kind === 'maintenance-announced') complete(world, fault);
  if (fault.kind === 'snapshot-shared') unshareSnapshots(world, fault.imageId);
  if (fault.kind === 'foreign-image-tagged-like-ours') unshareForeignImages(world);
}
