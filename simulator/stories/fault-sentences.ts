/** A fault as a sentence for the timeline. */
import { type Cast, imageIn, zoneIn } from './cast-roles.ts';
import type { ScenarioFault } from './schema.ts';
import { BY_STRANGERS } from './stranger-sentences.ts';

type FaultOf<Kind extends ScenarioFault['kind']> = Extract<ScenarioFault, { kind: Kind }>;

type Sentences = { [Kind in ScenarioFault['kind']]: (fault: FaultOf<Kind>, cast: Cast) => string };

const zone = (which: 'active' | 'other' | undefined, cast: Cast): string => (which ? zoneIn(cast, which) : 'any zone');

const by = (caller: string | undefined): string => (caller ? ` by ${caller}` : '');

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Of what kind, and for which rule. */
const events = ({
  detailType,
  rule,
  times,
}: {
  detailType?: string | undefined;
  rule?: string | undefined;
  times: number;
}) =>
  `the next ${times === 1 ? 'event' : `${times} events`}${detailType ? ` "${detailType}"` : ''}${rule ? ` for the ${rule}` : ''}`;

const UNUSABLE = {
  'at-call': 'is unknown to the caller that wants to launch it',
  later: 'cannot be launched any more',
  'key-denied': 'is encrypted with a key that we may not use any more',
  'not-subscribed': 'is of a product whose subscription has ended',
};

const AIMS = {
  gateway: 'at a gateway',
  third: 'at a machine of their own',
  nothing: 'at a network interface that is gone',
};

const silencesOf = ({ silences = {} }: Extract<ScenarioFault, { kind: 'zone-lost' }>): string =>
  Object.entries(silences)
    .map(([name, seconds]) => `; for ${seconds} s DNS answers with a dead address of ${name}`)
    .join('');

const OF_MACHINES = {
  'instance-dead': (_, { active }) => `${active.id} stops answering: its operating system is dead`,
  'host-dead': ({ recoversAfterSeconds }, { active }) =>
    `${active.id} stops answering: the host below it is dead${recoversAfterSeconds === undefined ? '' : `, and EC2 is going to recover it after ${recoversAfterSeconds} s`}`,
  'ebs-hung': (_, { active }) => `${active.id} stops answering: its volumes hang`,
  'service-dead': (_, { active }) => `the service of ${active.id} stops answering; its operating system lives`,
  'guest-reboot': ({ seconds }, { active }) => `${active.id} reboots itself and is silent for ${seconds} s`,
  'stopped-by-ec2': (_, { active }) => `EC2 stops ${active.id}, because its hardware is to be retired`,
  'shut-down-in-guest': (_, { active }) => `a person shuts the operating system of ${active.id} down`,
  'maintenance-announced': ({ code, afterSeconds }, { active }) =>
    `EC2 announces ${code} of ${active.id} in ${Math.round(afterSeconds / 3600)} h`,
  'stopped-by-person': (_, { active }) => `a person stops ${active.id}`,
  'zone-lost': (fault, cast) =>
    `${zoneIn(cast, fault.zone)} loses its power, and ${cast.active.id} with it${silencesOf(fault)}`,
  'stop-protected': (_, { active }) => `a person protects ${active.id} from being stopped`,
  'hung-stop': (_, { active }) => `from now on ${active.id} hangs when it is asked to stop`,
} satisfies Partial<Sentences>;

const OF_LAUNCHES = {
  'no-capacity': (fault, cast) => {
    const type = fault.type === 'live' ? cast.active.type : (fault.type ?? 'any type');
    return `no capacity for ${type} in ${zone(fault.zone, cast)}`;
  },
  'stuck-pending': (fault, cast) =>
    `from now on EC2 accepts launches in ${zone(fault.zone, cast)} and never finishes them`,
  'launches-cut-off': () => 'what is launched from now on runs, and its network reaches nothing',
  'image-broken': ({ image, shows = 'later' }, cast) => `image ${imageIn(cast, image)} ${UNUSABLE[shows]}`,
  'image-never-answers': ({ image }, cast) => `image ${imageIn(cast, image)} boots, but its service never answers`,
} satisfies Partial<Sentences>;

const OF_IMAGES = {
  'image-slow': ({ seconds }) => `EC2 needs ${seconds} s for each image from now on`,
  'image-fails': () => 'images that EC2 is making fail',
  'image-deregistered': ({ image }, cast) => `a person deregisters image ${imageIn(cast, image)}`,
  'image-copied': ({ image, tags, from }, cast) =>
    `a person copies ${typeof image === 'number' ? `the image at place ${image}` : imageIn(cast, image)}${from ? ' by way of another Region' : ''}, with ${tags === 'all' ? 'all its tags' : 'its Name'}`,
  'image-protected': ({ image }, cast) => `a person protects image ${imageIn(cast, image)} from deregistration`,
  'snapshot-shared': ({ image }, cast) =>
    `a person registers another image from the EBS snapshots of ${imageIn(cast, image)}`,
  'foreign-image-tagged-like-ours': ({ image }, cast) =>
    `another account shares an image that is named and tagged like ${imageIn(cast, image)}, and newer`,
  'images-unfit': ({ enaSupport, architecture, bootMode }) =>
    `every image is ${[enaSupport === false ? 'without ENA' : undefined, architecture, bootMode].filter(Boolean).join(', ')}`,
  'tag-policy': ({ key, says }) =>
    `a service control policy ${says === 'required' ? `denies launches without the tag ${key}` : `denies the tag ${key} to everybody`}`,
  'launch-part-gone': ({ part }) => `a person deletes the ${part.replace('-', ' ')} of the appliance`,
  'security-groups-deleted': ({ replaced }) =>
    replaced
      ? 'a person gives every interface another security group, and deletes those that no interface uses'
      : 'a person deletes every security group that no interface uses',
  'subnets-deleted': (fault, cast) => `a person deletes the subnets of ${zoneIn(cast, fault.zone)}`,
  'type-not-offered': (fault, cast) => {
    const type = fault.type === 'live' ? cast.active.type : fault.type;
    return `EC2 does not have ${type} in ${zone(fault.zone, cast)}`;
  },
} satisfies Partial<Sentences>;

const OF_CALLS = {
  'stale-reads': ({ seconds }) => `EC2 shows every change ${seconds} s late`,
  'writes-lag': ({ seconds }) => `EC2 refuses an address as pending until ${seconds} s after reads say running`,
  'lose-request': ({ action, times }) => `${action} is not going to arrive, ${times} times`,
  deny: ({ action, caller, fromCall }) =>
    `${action}${by(caller)} is no longer permitted${fromCall ? ` from call ${fromCall} on` : ''}`,
  fail: ({ action, code, times }) => `${action} is going to be answered with ${code}, ${times} times`,
  slow: ({ action, caller, seconds }) => `${action}${by(caller)} takes ${seconds} s longer from now on`,
  'lose-answer': ({ action, times }) => `${action} is going to be carried out, and its answer lost, ${times} times`,
  throttled: ({ actions, share }) => `AWS throttles ${percent(share)} of ${actions?.join(', ') ?? 'all calls'}`,
} satisfies Partial<Sentences>;

const OF_PEOPLE = {
  'tags-stripped': (_, { allocationId }) => `infrastructure as code takes every tag of ours off ${allocationId}`,
  'owned-by-another-stack': (_, { allocationId }) => `a second stack takes ${allocationId} for its own`,
  'route-aimed-elsewhere': ({ at }, { routes, active }) =>
    `a person aims ${routes[0]?.destination} in ${routes[0]?.routeTableId} ${at === 'instance' ? `at ${active.id}` : AIMS[at]}`,
  'route-table-deleted': (_, { routes }) => `a person deletes ${routes[0]?.routeTableId}`,
  'alarm-watches-another': (_, { active }) => `a person sets the status-check alarm to ${active.id}`,
  'execution-stopped': ({ machine }) => `a person stops every execution of the ${machine} machine`,
} satisfies Partial<Sentences>;

const OF_OUR_OWN = {
  'event-lost': (fault) => `EventBridge is going to lose ${events(fault)}`,
  'event-late': (fault) => `${events(fault)} is going to arrive ${fault.bySeconds} s late`,
  'event-duplicated': (fault) => `${events(fault)} is going to arrive again after ${fault.afterSeconds} s`,
  'schedule-stopped': ({ rule }) => `the ${rule} does not fire any more`,
  'prober-cut-off': ({ functionName }) => `${functionName ?? 'our probers'} can reach nothing, not even a reference`,
  'probe-blocked': () => 'a security group lets no probe of ours in; clients are served',
  'probe-lossy': ({ share }) => `${percent(share)} of our probes are lost on their way`,
  'alarm-flap': ({ alarm, seconds }) => `the ${alarm} alarm has no data for ${seconds} s`,
} satisfies Partial<Sentences>;

const SENTENCES: Sentences = {
  ...{ ...OF_MACHINES, ...OF_LAUNCHES, ...OF_IMAGES },
  ...{ ...OF_CALLS, ...OF_PEOPLE, ...OF_OUR_OWN, ...BY_STRANGERS },
};

export function faultSentence(cast: Cast, fault: ScenarioFault): string {
  const say: (fault: never, cast: Cast) => string = SENTENCES[fault.kind];
  return say(fault as never, cast);
}

/** How it is over, where that is more than the end of it. */
export function repairSentence(cast: Cast, fault: ScenarioFault): string {
  switch (fault.kind) {
    case 'stopped-by-ec2':
    case 'stopped-by-person':
    case 'shut-down-in-guest':
      return `a person starts ${cast.active.id} again`;
    case 'zone-lost':
      return `the power returns to ${zoneIn(cast, fault.zone)}`;
    default:
      return `over: ${faultSentence(cast, fault)}`;
  }
}
