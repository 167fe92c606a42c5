/** What must hold at the end of a takeover and from one to the next. Each function names what is wrong with it. */
import { plusSeconds, secondsBetween } from './instants.ts';
import { couldNotBeSeen, type Deed, isUp, trafficDisagreements } from './invariants.ts';
import { type Instance, TAG, type Traffic } from './snapshot.ts';
import type { TakeoverPlan } from './takeover-plan.ts';
import { leadsToInstance, sameRoute, sameTarget } from './traffic.ts';
import type { AlarmKind } from './trigger.ts';

/** One takeover from its plan to its end. */
export type Story = {
  plan: TakeoverPlan;
  startedAt: string;
  endedAt?: string | undefined;
  /** When its last step began, which writes down and re-points: nobody looks at the traffic any more. */
  closingAt?: string | undefined;
  succeeded: boolean;
  answered: boolean;
  /** It says that it waited for the replacement until its boot limit, and in vain. */
  gaveUp: boolean;
  /** It says that it led the traffic back. */
  undone: boolean;
  deeds: Deed[];
  /** What it says that it could not write down or re-point. */
  problems: string[];
  /**
   * Whom it asked EC2 to terminate, for what is refused is left to people, whom the sweep tells; whom EC2 failed to
   * describe, as in a lost zone; and what came so late that its last look need not have shown it.
   */
  outOfReach: string[];
  /** What stood at its end, and every instance of the appliance then. */
  end: {
    traffic: Traffic;
    instances: Instance[];
    alarms: Partial<Record<AlarmKind, StandingAlarm>>;
    /** When somebody else last changed the traffic. */
    touchedAt?: string | undefined;
  };
};

/** `since` is when its state last changed, `touchedAt` when anybody but us last put it. */
export type StandingAlarm = {
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  since: string;
  instanceId?: string | undefined;
  touchedAt?: string | undefined;
};

const moves = ({ deeds }: Story): boolean =>
  deeds.some(({ kind }) => kind === 'move-address' || kind === 'write-route');

/** S2, S3, S4 and S12 at the end of a takeover; S6 over all of its launches. */
export function violationsAtEnd(story: Story): string[] {
  const { end } = story;
  const holder = end.instances.find(({ id }) => id === end.traffic.address.instanceId);
  const networkInterfaceId = holder?.networkInterfaceIds[0];
  const together =
    holder && networkInterfaceId
      ? trafficDisagreements(end.traffic, { instanceId: holder.id, networkInterfaceId })
      : [];
  const settled = (story.succeeded || (story.undone && !asFound(story))) && !touchedAtTheEnd(story);
  return [
    ...(settled ? together.map((what) => `S2: at the end ${what}`) : []),
    ...(settled && !holder ? ['S2: at the end nobody holds the address'] : []),
    ...mixedTooLong(story),
    ...tookTheLast(story),
    ...changedWithoutMoving(story),
    ...watchedNobody(story),
    ...launchedTwice(story),
    ...leftBeside(story),
    ...rolesUnknown(story),
  ];
}

/**
 * Led back to whatever stood there, which people or an earlier takeover may have left apart. A route that it never wrote
 * stands where others have put it meanwhile.
 */
const asFound = ({ plan, deeds, end }: Story): boolean =>
  plan.address.instanceId !== undefined &&
  end.traffic.address.instanceId === plan.address.instanceId &&
  plan.routes.every((found) => {
    const now = end.traffic.routes.find(sameRoute(found));
    const wrote = deeds.some((deed) => deed.kind === 'write-route' && sameRoute(found)(deed));
    return !wrote || (now !== undefined && sameTarget(now, found));
  });

const alive = (instances: Instance[]): Instance[] =>
  instances.filter(({ state }) => ['pending', 'running', 'stopping', 'stopped'].includes(state));

/** S3: a takeover never takes the last instance away that ran; what EC2 never brought out of pending is none. */
function tookTheLast({ plan, deeds, end }: Story): string[] {
  const took = deeds.some((deed) => deed.kind === 'stop' && isUp(deed.instances, deed.instanceId));
  return plan.fencing === 'stop-last' && took && alive(end.instances).length === 0
    ? ['S3: no instance is left that runs or could be started']
    : [];
}

/**
 * What somebody did within the last seconds before it closed, or since, belongs to the sweep, which reports it; and so
 * does what somebody did to a traffic that was led back, of which only late attempts of ours are looked for.
 */
const touchedAtTheEnd = ({ end, undone, deeds, closingAt, endedAt, startedAt }: Story): boolean => {
  const at = (undone ? deeds.at(-1)?.at : closingAt) ?? endedAt ?? startedAt;
  return couldNotBeSeen({ at, touchedAt: end.touchedAt });
};

/** As long as MoveTraffic is repeated: 24 attempts of 35 s, with up to 10 s between two. */
const MIXED_SECONDS_MAX = 24 * 45;

/** S2: in flight the address and the routes are apart in one window, from the first move to the last, and not for long. */
function mixedTooLong({ succeeded, deeds }: Story): string[] {
  const moved = deeds.filter(({ kind }) => kind === 'move-address' || kind === 'write-route').map(({ at }) => at);
  const [from, to] = [moved[0], moved.at(-1)];
  if (!succeeded || from === undefined || to === undefined) return [];
  const seconds = secondsBetween({ from, to });
  return seconds > MIXED_SECONDS_MAX ? [`S2: address and routes were apart for ${seconds} s`] : [];
}

const ROLES = ['active', 'replacement', 'retired', 'proof', 'reaped'];

/** S6: what a takeover launched is always one of the things that it may be. */
function rolesUnknown({ end }: Story): string[] {
  return end.instances
    .filter(({ tags }) => tags[TAG.generation] !== undefined && !ROLES.includes(tags[TAG.role] ?? ''))
    .map(({ id, tags }) => `S6: ${id} of generation ${tags[TAG.generation]} is ${tags[TAG.role] ?? 'nothing'}`);
}

/** Launched by some takeover, alive, and nobody uses it: nothing leads to it, and nothing led to it from the beginning. */
const unusedAtTheEnd = ({ plan, end, outOfReach }: Story): Instance[] =>
  end.instances.filter(
    (instance) =>
      instance.tags[TAG.role] === 'replacement' &&
      (instance.state === 'pending' || instance.state === 'running') &&
      instance.id !== end.traffic.address.instanceId &&
      // What an earlier takeover has led traffic to is none, though nobody could write that down yet.
      instance.id !== plan.address.instanceId &&
      !end.traffic.routes.some((route) => leadsToInstance(route, instance)) &&
      !outOfReach.includes(instance.id),
  );

/** S4: a takeover that failed before its first move leaves the traffic as it was and at most one instance behind. */
function changedWithoutMoving(story: Story): string[] {
  if (story.succeeded || moves(story)) return [];
  const { plan, end } = story;
  const unused = unusedAtTheEnd(story);
  const holder = end.traffic.address.instanceId;
  // A machine that no takeover launched got the address from people, and nobody fights them.
  const launched = end.instances.some(({ id, tags }) => id === holder && tags[TAG.generation] !== undefined);
  return [
    ...(launched && holder !== plan.address.instanceId
      ? [`S4: nothing was moved, yet ${holder} holds the address`]
      : []),
    ...(unused.length > 1 ? [`S4: ${unused.length} leftovers: ${unused.map(({ id }) => id).join(', ')}`] : []),
  ];
}

/** S6: after success nothing that was launched for the appliance is left running beside the active one. */
function leftBeside(story: Story): string[] {
  if (!story.succeeded || touchedAtTheEnd(story)) return [];
  return unusedAtTheEnd(story).map(({ id }) => `S6: ${id} runs beside the active one, and nobody uses it`);
}

/**
 * S12: after success both alarms watch the new instance. A state from before the move is about the old one, and would
 * keep the next failure from being a change of state. What it says itself that it left is the sweep's work.
 */
function watchedNobody(story: Story): string[] {
  const { succeeded, problems, startedAt, endedAt, deeds, end } = story;
  if (!succeeded || problems.length > 0 || touchedAtTheEnd(story)) return [];
  const { instanceId: active } = end.traffic.address;
  const movedAt = deeds.findLast(({ kind }) => kind === 'move-address')?.at ?? startedAt;
  return (['status-check', 'probe'] as const).flatMap((kind) => {
    const alarm = end.alarms[kind];
    if (!alarm) return [`S12: there is no ${kind} alarm`];
    const { state, since, instanceId, touchedAt } = alarm;
    if (couldNotBeSeen({ at: endedAt ?? startedAt, touchedAt })) return [];
    const astray = kind === 'status-check' && active !== undefined && instanceId !== active;
    return [
      ...(astray ? [`S12: the ${kind} alarm watches ${instanceId}, and ${active} is active`] : []),
      ...(state !== 'INSUFFICIENT_DATA' && since < movedAt
        ? [`S12: the ${kind} alarm is in ${state} from before`]
        : []),
    ];
  });
}

/** S6: one replacement for each placement and attempt, which is what a client token stands for. */
function launchedTwice({ deeds }: Story): string[] {
  const launches = deeds.flatMap((deed) => (deed.kind === 'launch' ? [deed] : []));
  return launches.flatMap((launch, at) => {
    const earlier = launches.slice(0, at);
    const { id } = launch.instance;
    return [
      ...(earlier.some(({ clientToken }) => clientToken === launch.clientToken)
        ? [`S6: ${id} was launched with a token that had launched already`]
        : []),
      ...earlier
        .filter(({ instance }) => samePlace(instance, launch.instance) && livesBeside(instance, launch))
        .map(({ instance }) => `S6: ${id} was launched in the same place as ${instance.id}, which was alive`),
    ];
  });
}

const samePlace = (one: Instance, other: Instance): boolean =>
  one.zone === other.zone && one.type === other.type && one.imageId === other.imageId;

const livesBeside = ({ id }: Instance, { instances }: Deed): boolean =>
  instances.some((instance) => instance.id === id && (instance.state === 'pending' || instance.state === 'running'));

/** S10: an alarm about an instance that does not hold the address starts nothing. */
export function actedOnStaleEvent(story: Story, alarmedInstanceId: string | undefined): string[] {
  const { plan } = story;
  const about = alarmedInstanceId;
  if (about === undefined || plan.finish || about === (plan.address.instanceId ?? plan.old?.instanceId)) return [];
  return [`S10: generation ${plan.generation} acted on an alarm about ${about}`];
}

/** S14: one automatic takeover that moved traffic per cooldown; one more when its replacement never answered. */
export function tooManyMoves(stories: Story[], cooldownMinutes: number): string[] {
  // Whoever finishes another takeover moves the traffic to the same replacement: the two are one.
  const movers = stories.filter((story) => moves(story));
  const finished = new Set(movers.map(({ plan }) => plan.finish?.generation));
  const moved = movers
    .filter(({ plan }) => !finished.has(plan.generation))
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return moved.flatMap((story, at) => {
    const before = moved[at - 1];
    if (!before || !story.plan.automatic || story.plan.finish) return [];
    if (!before.answered && !before.undone && !neverAnsweredTwice(moved, at)) return [];
    const until = plusSeconds(before.endedAt ?? before.startedAt, cooldownMinutes * 60);
    return story.startedAt < until
      ? [`S14: generation ${story.plan.generation} moved traffic again before ${until}`]
      : [];
  });
}

/** Two in a row are a person's, for a day; what was silent months ago has been seen to since. */
function neverAnsweredTwice(moved: Story[], at: number): boolean {
  const [last, before] = [moved[at - 1], moved[at - 2]];
  // One that ended early, because somebody took the address away, has not shown that its replacement is silent.
  if (!last?.gaveUp || !before?.gaveUp) return false;
  return secondsBetween({ from: before.endedAt ?? before.startedAt, to: last.startedAt }) < 86_400;
}
