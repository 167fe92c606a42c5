/** What is broken in the simulated account now. Faults are data, so that a scenario file can name them. */
import type { AlarmKind } from '../shared/domain/trigger.ts';
import { begin, end } from './fault-effects.ts';
import type { World } from './world.ts';

/** `caller` limits a fault to one function, by its file name. */
export type OfAction = { action: string; caller?: string | undefined };

/** By its logical id in infra/events.yml; without, whatever rule is to have the event. */
type OfRule = { rule?: string | undefined; detailType?: string | undefined; times: number };

export type Fault =
  | { kind: 'instance-dead'; instanceId: string }
  | { kind: 'host-dead'; instanceId: string }
  /** A firmware update: the service is silent for `seconds`. EC2 sees nothing, unless its check of the instance fails. */
  | { kind: 'guest-reboot'; instanceId: string; seconds: number; checks?: 'pass' | 'fail' | undefined }
  /** The OS lives, EC2 sees a healthy instance, and its service is silent. */
  | { kind: 'service-dead'; instanceId: string }
  /** Once; over means that somebody starts it again. */
  | { kind: 'stopped-by-ec2' | 'stopped-by-person'; instanceId: string }
  /** `fail`: StopInstances there is answered with a 5xx; `hang` (the default): it never leaves `stopping`. */
  | { kind: 'zone-lost'; zone: string; stops?: 'hang' | 'fail' | undefined }
  | {
      kind: 'no-capacity';
      zone?: string | undefined;
      type?: string | undefined;
      shows?: 'at-call' | 'later' | undefined;
    }
  /** EC2 accepts a launch there and never brings it out of `pending`; whoever hangs stays so when the fault is over. */
  | { kind: 'stuck-pending'; zone?: string | undefined; type?: string | undefined }
  | { kind: 'hung-stop'; instanceId?: string | undefined }
  | { kind: 'image-broken'; imageId: string; shows?: 'at-call' | 'later' | undefined }
  | { kind: 'image-never-answers'; imageId: string }
  /** EC2 needs so long for each image that is asked for now. */
  | { kind: 'image-slow'; seconds: number }
  /** Whatever image is to be finished now fails instead. */
  | { kind: 'image-fails' }
  /** By EC2's deregistration protection. */
  | { kind: 'image-protected'; imageId: string }
  /** Somebody has registered another image from the EBS snapshots of this one. */
  | { kind: 'snapshot-shared'; imageId: string }
  /** Another account shares an image, and somebody of this one has given it the tags and the name of this image. */
  | { kind: 'foreign-image-tagged-like-ours'; imageId: string }
  /** EC2 has that type nowhere, or not in that zone; a lasting fact, where `no-capacity` is a passing one. */
  | { kind: 'type-not-offered'; type: string; zone?: string | undefined }
  /** UnauthorizedOperation, from the nth call on (1 is the next one), or only for requests that name the resource. */
  | ({ kind: 'deny'; fromCall?: number | undefined; resourceId?: string | undefined } & OfAction)
  | ({ kind: 'fail'; code: string; times: number; status?: number | undefined } & OfAction)
  /** Carried out, but the client sees a time-out. */
  | ({ kind: 'lose-answer'; times: number } & OfAction)
  | ({ kind: 'slow'; seconds: number } & OfAction)
  /** No change becomes visible before `seconds` have passed. */
  | { kind: 'stale-reads'; seconds: number }
  /** A share of the calls, of these actions or of all, is answered with the service's own word for "too many". */
  | { kind: 'throttled'; share: number; actions?: string[] | undefined }
  | ({ kind: 'event-lost' } & OfRule)
  | ({ kind: 'event-late'; bySeconds: number } & OfRule)
  | ({ kind: 'event-duplicated'; afterSeconds: number } & OfRule)
  /** Nobody is called by this rule any more, as if it were disabled or its function removed. */
  | { kind: 'schedule-stopped'; rule: string }
  /** Nothing that our probers, or those of one function, send arrives anywhere: the reference is silent too. */
  | { kind: 'prober-cut-off'; functionName?: string | undefined }
  /** A security group that lets nothing of ours in, from whichever function; whoever else asks is answered. */
  | { kind: 'probe-blocked' }
  /** A share of all probes is lost on its way. The reference is not: it must not excuse them. */
  | { kind: 'probe-lossy'; share: number }
  /** The alarm says INSUFFICIENT_DATA for so long. */
  | { kind: 'alarm-flap'; appliance: string; alarm: AlarmKind; seconds: number };

export type ActiveFault = { fault: Fault; hits: number };
export type Faults = { active: ActiveFault[] };

export const noFaults = (): Faults => ({ active: [] });

export function switchOn(world: World, fault: Fault): void {
  world.faults.active.push({ fault, hits: 0 });
  begin(world, fault);
  world.changed(`fault: ${fault.kind}`);
}

/** Ends every active fault that is described by the same values. */
export function switchOff(world: World, fault: Fault): void {
  const described = JSON.stringify(fault);
  world.faults.active = world.faults.active.filter((active) => JSON.stringify(active.fault) !== described);
  end(world, fault);
  world.changed(`fault over: ${fault.kind}`);
}
