/** The faults of instances and of zones. */
import { z } from 'zod';
import { seconds } from '../../limits.ts';
import { truth } from '../consistency.ts';
import * as lifeCycle from '../ec2/life-cycle.ts';
import { machineOf, rebootMachine } from '../ec2/machines.ts';
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
import type { World } from '../world.ts';
import { aFault, lasts, once } from './fault-file.ts';
import { protectFromStop } from './people.ts';
import { anyInstance, type Cast, instance, zone, zoneIn } from './roles.ts';

type OfInstance = { instanceId: string };

const theActive = <Name extends string>({ kind }: { kind: Name }, { active }: Cast) => ({
  ...{ kind, instanceId: active.id },
});

/** What of the machine is dead until it is over. */
const struck = (part: 'os' | 'volumes') => ({
  begin: (world: World, { instanceId }: OfInstance) => strikeMachine(world, { instanceId, part }),
  end: (world: World, { instanceId }: OfInstance) => reviveMachine(world, { instanceId, part }),
});

/** Once; over means that a person starts it again. */
const stoppedFor = (reason: (typeof lifeCycle.REASON)[keyof typeof lifeCycle.REASON]) => ({
  begin: (world: World, { instanceId }: OfInstance) => {
    const found = truth(world.ec2.instances, instanceId);
    if (found?.state !== 'running') return;
    const ends = reason === lifeCycle.REASON.inGuest && found.shutdownBehavior === 'terminate';
    if (ends) lifeCycle.terminate(world, found);
    else lifeCycle.stop(world, found, { force: false, skipOs: false, reason });
  },
  end: (world: World, { instanceId }: OfInstance) => {
    const found = truth(world.ec2.instances, instanceId);
    if (found?.state === 'stopped') lifeCycle.start(world, found);
  },
  repaired: (_: unknown, { active }: Cast) => `a person starts ${active.id} again`,
});

const silencesOf = (silences: Record<string, number> = {}): string =>
  Object.entries(silences)
    .map(([name, lasting]) => `; for ${lasting} s DNS answers with a dead address of ${name}`)
    .join('');

export const OF_MACHINES = {
  ...aFault('instance-dead', {
    says: { instance: anyInstance },
    ...{ cast: theActive, ...struck('os') },
    sentence: (_, { active }) => `${active.id} stops answering: its operating system is dead`,
  }),
  ...aFault('host-dead', {
    says: { instance: anyInstance, recoversAfterSeconds: seconds.optional() },
    cast: (said, { active }) => ({ ...said, instanceId: active.id }),
    sentence: ({ recoversAfterSeconds }, { active }) =>
      `${active.id} stops answering: the host below it is dead${recoversAfterSeconds === undefined ? '' : `, and EC2 is going to recover it after ${recoversAfterSeconds} s`}`,
    begin: (world, { instanceId, recoversAfterSeconds }) => {
      strikeMachine(world, { instanceId, part: 'host' });
      if (recoversAfterSeconds !== undefined) recoverByItself(world, { instanceId, seconds: recoversAfterSeconds });
    },
    // An instance that EC2 has recovered, or that runs on another host since a stop, is not booted a second time.
    end: (world, { instanceId }) => {
      if (!machineOf(world, instanceId).hostAlive) reviveMachine(world, { instanceId, part: 'host' });
    },
  }),
  ...aFault('ebs-hung', {
    says: { instance: anyInstance },
    ...{ cast: theActive, ...struck('volumes') },
    sentence: (_, { active }) => `${active.id} stops answering: its volumes hang`,
  }),
  ...aFault('guest-reboot', {
    says: { instance, seconds, checks: z.enum(['pass', 'fail']).optional() },
    cast: ({ instance: _, ...said }, { active }) => ({ ...said, instanceId: active.id }),
    sentence: ({ seconds: lasting }, { active }) => `${active.id} reboots itself and is silent for ${lasting} s`,
    begin: (world, fault) => {
      rebootMachine(world, fault);
      if (fault.checks === 'fail') failChecksFor(world, fault);
    },
  }),
  ...aFault('service-dead', {
    says: { instance: anyInstance },
    cast: theActive,
    sentence: (_, { active }) => `the service of ${active.id} stops answering; its operating system lives`,
  }),
  ...aFault('stopped-by-ec2', {
    says: { instance: anyInstance },
    ...{ cast: theActive, ...stoppedFor(lifeCycle.REASON.retired) },
    sentence: (_, { active }) => `EC2 stops ${active.id}, because its hardware is to be retired`,
  }),
  ...aFault('stopped-by-person', {
    says: { instance: anyInstance },
    ...{ cast: theActive, ...stoppedFor(lifeCycle.REASON.stopped) },
    sentence: (_, { active }) => `a person stops ${active.id}`,
  }),
  ...aFault('shut-down-in-guest', {
    says: { instance },
    ...{ cast: theActive, ...stoppedFor(lifeCycle.REASON.inGuest) },
    sentence: (_, { active }) => `a person shuts the operating system of ${active.id} down`,
  }),
  ...aFault('maintenance-announced', {
    says: {
      instance,
      code: z.enum(['instance-retirement', 'instance-stop', 'system-reboot', 'system-maintenance']),
      afterSeconds: seconds,
    },
    ...{ begin: announce, end: complete },
    cast: (said, { active }) => ({ ...said, instanceId: active.id }),
    sentence: ({ code, afterSeconds }, { active }) =>
      `EC2 announces ${code} of ${active.id} in ${Math.round(afterSeconds / 3600)} h`,
  }),
  ...aFault('zone-lost', {
    says: { zone, stops: z.enum(['hang', 'fail']).optional(), silences: z.record(z.string(), seconds).optional() },
    cast: (said, cast) => ({ ...said, zone: zoneIn(cast, said.zone) }),
    sentence: (said, cast) =>
      `${zoneIn(cast, said.zone)} loses its power, and ${cast.active.id} with it${silencesOf(said.silences)}`,
    repaired: (said, cast) => `the power returns to ${zoneIn(cast, said.zone)}`,
    begin: (world, fault) => {
      powerWasLost(world, fault.zone);
      loseNamesIn(world, fault);
    },
    end: (world, fault) => {
      powerReturns(world, fault.zone);
      findNamesAgain(world, fault);
    },
  }),
  ...aFault('stop-protected', {
    says: { instance: anyInstance },
    cast: theActive,
    sentence: (_, { active }) => `a person protects ${active.id} from being stopped`,
    begin: (world, { instanceId: id }) => protectFromStop(world, { id, on: true }),
    end: (world, { instanceId: id }) => protectFromStop(world, { id, on: false }),
  }),
  ...aFault('hung-stop', {
    says: { instance },
    cast: theActive,
    sentence: (_, { active }) => `from now on ${active.id} hangs when it is asked to stop`,
  }),
};

const active = 'active';

export const MACHINE_ENTRIES = [
  lasts('F1', 'The operating system dies', {
    shows: '`InstanceStatus` impaired after one or two minutes; the instance is `running`',
    holds: 'it is taken over',
    deeds: [{ fault: { kind: 'instance-dead', instance: active } }],
    scenarios: ['instance-dead', 'prober-finds-it', 'own-appliance-dies'],
  }),
  lasts('F2', 'The host dies', {
    shows: '`SystemStatus` impaired; EC2 may recover the instance automatically, under the same id',
    holds: 'one controller: what EC2 recovers after the move stays fenced',
    deeds: [{ fault: { kind: 'host-dead', instance: active, recoversAfterSeconds: 165 } }],
    scenarios: ['host-dead', 'host-recovered-by-ec2', 'host-recovered-before-the-takeover', 'host-lost-sophos'],
  }),
  lasts('F3', 'The volumes hang', {
    shows: '`AttachedEbsStatus` impaired; host and operating system pass their checks',
    holds: 'it is taken over',
    deeds: [{ fault: { kind: 'ebs-hung', instance: active } }],
    scenarios: ['volumes-hung'],
  }),
  lasts('F4', 'A zone loses its power', {
    shows: 'DescribeInstances fails for ids there and without ids; no metrics; a stop fails or hangs',
    holds: 'it goes on without what it cannot read',
    deeds: [
      { fault: { kind: 'zone-lost', zone: active, stops: 'hang' } },
      { fault: { kind: 'zone-lost', zone: active, stops: 'fail' } },
    ],
    scenarios: [
      ...['zone-lost', 'zone-lost-unattended', 'zone-lost-with-a-reference', 'zone-lost-with-two-references'],
      ...['zone-lost-with-every-reference', 'zone-lost-with-own-reference'],
    ],
  }),
  once('F5', 'The power returns', {
    shows: 'the retired instance is `running` again, without the address',
    holds: 'it is stopped again within minutes (S11), and there is no failback (S15)',
    deeds: [{ repair: { kind: 'zone-lost', zone: active, stops: 'hang' } }],
    scenarios: ['zombie-returns'],
  }),
  lasts('F24', 'Stop protection', {
    shows: '`OperationNotPermitted` from StopInstances; or a stop that never ends',
    holds: 'the service moves all the same, and operators are notified (L3)',
    deeds: [
      { fault: { kind: 'stop-protected', instance: active } },
      { fault: { kind: 'hung-stop', instance: active } },
    ],
    scenarios: ['stop-protected', 'hung-stop', 'stop-first-hangs'],
  }),
  once('F35', 'The appliance is terminated', {
    shows: 'the address is unattached, and its last holder gone',
    holds: 'it is taken over',
    deeds: [{ terminate: active }],
    scenarios: [
      ...['terminated', 'terminated-unattended', 'terminated-interface-stays', 'terminated-interface-stays-unheard'],
    ],
  }),
  once('F36', 'The appliance reboots itself', {
    shows: 'the probe fails for minutes; EC2 says running, unimpaired or impaired meanwhile',
    holds: 'the grace of its profile is waited for, and nothing is taken over',
    deeds: [
      { fault: { kind: 'guest-reboot', instance: active, seconds: 120 } },
      { fault: { kind: 'guest-reboot', instance: active, seconds: 170, checks: 'fail' } },
    ],
    scenarios: ['guest-reboot', 'firmware-reboot-sophos', 'reboot-while-status-unreadable'],
  }),
  lasts('F51', 'EC2 announces maintenance', {
    shows: '`Events` in DescribeInstanceStatus, weeks ahead',
    holds: 'operators are notified once, with the command for a switchover (R33)',
    deeds: [
      {
        fault: {
          kind: 'maintenance-announced',
          instance: 'active',
          code: 'instance-retirement',
          afterSeconds: 1_209_600,
        },
      },
      { fault: { kind: 'maintenance-announced', instance: 'active', code: 'system-reboot', afterSeconds: 600 } },
    ],
    scenarios: ['maintenance-announced', 'maintenance-completed'],
  }),
];
