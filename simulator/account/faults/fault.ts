/** What can be broken in the simulated account, as data, so that a scenario file can name it. */

import type { EventCode } from '@aws-sdk/client-ec2';
import type { AlarmKind } from '../../../shared/domain/decision/trigger.ts';
import type { ImageRecord } from '../ec2/state.ts';
import type { StrangerFault } from '../strangers/fault.ts';

/** `action` may be `*`, any call; `caller` limits a fault to one function, by its file name. */
export type OfAction = { action: string; caller?: string | undefined };

/** The first `skip` calls that it is about pass untouched. */
type SoManyCalls = { times: number; skip?: number | undefined };

type OfRoute = { routeTableId: string; destination: string };

/**
 * How a broken image shows: refused at the call as unknown, or as one whose subscription has ended; accepted and then
 * terminated for a missing EBS snapshot, or because its key may not be used any more.
 */
export type ImageBreakage = 'at-call' | 'not-subscribed' | 'later' | 'key-denied';

/** By its logical id in infra/events.yml; without, any rule that is to have the event. */
type OfRule = { rule?: string | undefined; detailType?: string | undefined; times: number };

export type Fault =
  | { kind: 'instance-dead'; instanceId: string }
  /** With automatic recovery EC2 has it back on another host after so long, booted anew under its own id. */
  | { kind: 'host-dead'; instanceId: string; recoversAfterSeconds?: number | undefined }
  /** Its volumes hang: silent, while the OS and the host answer; only the check of the attached volumes fails. */
  | { kind: 'ebs-hung'; instanceId: string }
  /** A firmware update: the service is silent for `seconds`. EC2 sees nothing, unless its check of the instance fails. */
  | { kind: 'guest-reboot'; instanceId: string; seconds: number; checks?: 'pass' | 'fail' | undefined }
  /** The OS lives, EC2 sees a healthy instance, and its service is silent. */
  | { kind: 'service-dead'; instanceId: string }
  /** Once; over means that it is started again by hand. */
  | { kind: 'stopped-by-ec2'; instanceId: string }
  | { kind: 'stopped-by-person'; instanceId: string }
  /** Once: a person logs in and shuts the operating system down; over: it is started again by hand. */
  | { kind: 'shut-down-in-guest'; instanceId: string }
  /** EC2 announces what it is going to do after so long; over: it is done, and shown as such. */
  | { kind: 'maintenance-announced'; instanceId: string; code: EventCode; afterSeconds: number }
  /** A service control policy requires a tag on what is launched, or keeps everybody from setting it. */
  | { kind: 'tag-policy'; key: string; says: 'required' | 'denied' }
  /**
   * `fail`: StopInstances there is answered with a 5xx; `hang` (the default): it never leaves `stopping`.
   * `silences`: references by host or first label, and for how many seconds DNS still answers with a dead address; drawn
   * where it is absent (`names.ts`).
   */
  | {
      kind: 'zone-lost';
      zone: string;
      stops?: 'hang' | 'fail' | undefined;
      silences?: Record<string, number> | undefined;
    }
  | {
      kind: 'no-capacity';
      zone?: string | undefined;
      type?: string | undefined;
      shows?: 'at-call' | 'later' | undefined;
    }
  /** EC2 accepts a launch there and never brings it out of `pending`; an instance that hangs stays so when the fault is over. */
  | { kind: 'stuck-pending'; zone?: string | undefined; type?: string | undefined }
  | { kind: 'hung-stop'; instanceId?: string | undefined }
  /** What is launched meanwhile runs, and EC2 calls it healthy, but its network reaches nothing before this is over. */
  | { kind: 'launches-cut-off' }
  /** By EC2's stop protection: StopInstances is not permitted to anybody. */
  | { kind: 'stop-protected'; instanceId: string }
  | { kind: 'image-broken'; imageId: string; shows?: ImageBreakage | undefined }
  /** Once: it is deregistered by hand. */
  | { kind: 'image-deregistered'; imageId: string }
  /**
   * Once: a person copies it, which gives the copy a new date. `tags`: with the tags of the original (CopyImageTags), or
   * with only its Name. `from`: by way of another Region, so that the original is unknown here.
   */
  | {
      kind: 'image-copied';
      /** Of those that are there at that moment: its place by the age of the content, 0 the newest; copies do not count. */
      image: string | number;
      tags: 'all' | 'name-only';
      from?: 'another-region' | undefined;
      family: string;
    }
  | { kind: 'image-never-answers'; imageId: string }
  /** EC2 needs so long for each image that is asked for now. */
  | { kind: 'image-slow'; seconds: number }
  /** Each image that is to be finished now fails instead. */
  | { kind: 'image-fails' }
  /** By EC2's deregistration protection. */
  | { kind: 'image-protected'; imageId: string }
  /** A person has registered another image from the EBS snapshots of this one. */
  | { kind: 'snapshot-shared'; imageId: string }
  /** Another account shares an image, and a person of this one has given it the tags and the name of this image. */
  | { kind: 'foreign-image-tagged-like-ours'; imageId: string }
  /** EC2 has that type nowhere, or not in that zone; a lasting fact, where `no-capacity` is a passing one. */
  | { kind: 'type-not-offered'; type: string; zone?: string | undefined }
  /** Every image lacks ENA, or has this architecture or boot mode. */
  | ({ kind: 'images-unfit' } & Pick<ImageRecord, 'enaSupport' | 'architecture' | 'bootMode'>)
  /** The key pair, or the instance profile, that the blueprint names was deleted by hand. */
  | { kind: 'launch-part-gone'; part: 'key-pair' | 'instance-profile' }
  /** Once: a person deletes every security group that no interface uses, after giving each interface another one where `replaced`. */
  | { kind: 'security-groups-deleted'; replaced?: true | undefined }
  | { kind: 'subnets-deleted'; zone: string }
  /** UnauthorizedOperation, from the nth call on (1 is the next one), or only for requests that name the resource. */
  | ({ kind: 'deny'; fromCall?: number | undefined; resourceId?: string | undefined } & OfAction)
  /** Without `message`, EC2's own sentence where the simulator knows it. */
  | ({ kind: 'fail'; code: string; status?: number | undefined; message?: string | undefined } & SoManyCalls & OfAction)
  /** Carried out, but the client sees a time-out. */
  | ({ kind: 'lose-answer' } & SoManyCalls & OfAction)
  /** Never arrives; the client sees the same time-out. */
  | ({ kind: 'lose-request' } & SoManyCalls & OfAction)
  /** Longer than the client waits: it gives up, and the request is carried out all the same, late. */
  | ({ kind: 'slow'; seconds: number } & OfAction)
  /** Once: a tool that tags resources removes every tag of ours. */
  | { kind: 'tags-stripped'; resourceId: string }
  /** Once: the stack of another stage takes the address for its own. */
  | { kind: 'owned-by-another-stack'; resourceId: string }
  /** Once: at a gateway, at a third machine's network interface, at one that is gone, or at that of an instance. */
  | ({ kind: 'route-aimed-elsewhere'; at: 'gateway' | 'third' | 'nothing' | 'instance'; instanceId: string } & OfRoute)
  /** Once: the whole table goes, with every route in it. */
  | { kind: 'route-table-deleted'; routeTableId: string }
  /** Once: the status-check alarm of an appliance is set by hand to an instance that is not active. */
  | { kind: 'alarm-watches-another'; appliance: string; instanceId: string }
  /** Once: every running execution of this machine is stopped by hand. */
  | { kind: 'execution-stopped'; machine: 'failover' | 'takeover' | 'prepare' | 'rotation' }
  /** No change becomes visible before `seconds` have passed. */
  | { kind: 'stale-reads'; seconds: number }
  /** AssociateAddress sees an instance as pending for so long after reads say that it runs. */
  | { kind: 'writes-lag'; seconds: number }
  /** A share of the calls, of these actions or of all, is answered with the service's own word for "too many". */
  | { kind: 'throttled'; share: number; actions?: string[] | undefined }
  | ({ kind: 'event-lost' } & OfRule)
  | ({ kind: 'event-late'; bySeconds: number } & OfRule)
  | ({ kind: 'event-duplicated'; afterSeconds: number } & OfRule)
  /** This rule calls no target any more, as if it were disabled or its function removed. */
  | { kind: 'schedule-stopped'; rule: string }
  /** Nothing that our probers, or those of one function, send arrives anywhere: the references do not answer either. */
  | { kind: 'prober-cut-off'; functionName?: string | undefined }
  /** A security group that lets nothing of ours in, from any function; other sources are answered. */
  | { kind: 'probe-blocked' }
  /** A share of all probes is lost on its way. A reference is not: it must not excuse them. `evenly`: a half is every second of an invocation. */
  | { kind: 'probe-lossy'; share: number; evenly?: boolean | undefined }
  /** The alarm says INSUFFICIENT_DATA for so long. */
  | { kind: 'alarm-flap'; appliance: string; alarm: AlarmKind; seconds: number }
  | StrangerFault;

export type ActiveFault = { fault: Fault; sinceMs: number; hits: number };

export type Faults = { active: ActiveFault[] };

export const noFaults = (): Faults => ({ active: [] });
