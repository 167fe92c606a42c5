/** What must hold at the end of a takeover and from one to the next. Each function names what is wrong with it. */
import { plusSeconds, secondsBetween } from '../../../shared/domain/instants.ts';
import type { ProblemKind } from '../../../shared/domain/problem.ts';
import type { Instance } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { foundParts } from '../../../shared/domain/traffic/kinds.ts';
import type { Placed } from '../../../shared/domain/traffic/part.ts';
import { disagreements, samePart, sameSpot } from '../../../shared/domain/traffic/placed.ts';
import { couldNotBeSeen, isMove, isUp, movesHolder, nameOf } from './change.ts';
import type { Deed } from './deed.ts';
import { violationsOfLaunches } from './launch.ts';
import { moves, type Story, touchedAtTheEnd } from './takeover.ts';

/** S2, S3, S4, S6 and S12 at the end of a takeover. */
export function violationsAtEnd(story: Story): string[] {
  const { end } = story;
  const holder = end.instances.find(({ id }) => id === end.traffic.address.instanceId);
  const networkInterfaceId = holder?.networkInterfaceIds[0];
  const together =
    holder && networkInterfaceId ? disagreements(end.traffic.parts, { instanceId: holder.id, networkInterfaceId }) : [];
  const settled = (story.succeeded || (story.undone && !asFound(story))) && !touchedAtTheEnd(story);
  return [
    ...(settled ? together.map((what) => `S2: at the end ${what}`) : []),
    ...(settled && !holder ? ['S2: at the end the address has no holder'] : []),
    ...leftWithoutAWord(story),
    ...mixedTooLong(story),
    ...tookTheLast(story),
    ...watchedNone(story),
    ...violationsOfLaunches(story),
  ];
}

/** S2: a takeover that reports nothing at its replacement has not moved anything that is still moved: no takeover would finish it. */
function leftWithoutAWord(story: Story): string[] {
  if (story.succeeded || !story.unmoved || !isWhereItMovedIt(story) || touchedAtTheEnd(story)) return [];
  return [`S2: generation ${story.plan.generation} moved some of the traffic, and says that it moved none`];
}

/** Whether any part is where this takeover has moved it, and was not found there. */
function isWhereItMovedIt({ plan, deeds, end: { traffic } }: Story): boolean {
  return deeds.filter(isMove).some(({ part }) => {
    const now = traffic.parts.find(samePart(part));
    return sameSpot(part, now) && !isWhereFound(part, plan);
  });
}

/**
 * S2: a takeover that has reported the traffic at its old place moves none of it any more, because no takeover would
 * finish that. `wasBlind`: its last read had been refused, and it could not know.
 */
export function movedAfterItsEnd(deed: Deed, story: Story, wasBlind: (story: Story) => boolean): string[] {
  const { plan, undone, unmoved, endedAt } = story;
  if (!isMove(deed)) return [];
  if (!(undone || unmoved) || endedAt === undefined || deed.at <= endedAt || wasBlind(story)) return [];
  return [
    `S2: generation ${plan.generation} did ${nameOf(deed)} after it had ended and said that nothing was left of it`,
  ];
}

/**
 * Rolled back to where the plan found it, which people or an earlier takeover may have left apart. A part that it never
 * moved is where others have put it meanwhile.
 */
const asFound = ({ plan, deeds, end }: Story): boolean =>
  plan.address.instanceId !== undefined &&
  end.traffic.address.instanceId === plan.address.instanceId &&
  foundParts(plan).every((found) => {
    const moved = deeds.filter(isMove).some(({ part }) => samePart(found)(part));
    return !moved || sameSpot(found, end.traffic.parts.find(samePart(found)));
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

/** How often the state machine asks for the move, the first time included. */
export const MOVE_ATTEMPTS = 25;

/** As long as MoveTraffic is repeated: attempts of 35 s, with up to 10 s between two. */
const MIXED_SECONDS_MAX = (MOVE_ATTEMPTS - 1) * 45;

/** S2: in flight the address and the routes are apart in one window, from the first move to the last, and not for long. */
function mixedTooLong({ succeeded, deeds }: Story): string[] {
  const moved = deeds.filter(isMove).map(({ at }) => at);
  const [from, to] = [moved[0], moved.at(-1)];
  if (!succeeded || from === undefined || to === undefined) return [];
  const seconds = secondsBetween({ from, to });
  return seconds > MIXED_SECONDS_MAX ? [`S2: address and routes were apart for ${seconds} s`] : [];
}

/** Whether a problem is about the alarms, or kept the takeover from setting them. */
const HINDERS_ALARMS: Record<ProblemKind, boolean> = {
  'stop-refused': false,
  'stop-unseen': false,
  'stop-withheld': false,
  'standby-not-back': false,
  'route-table-gone': false,
  'launched-without': false,
  planted: false,
  'not-tagged': false,
  'address-unread': true,
  'may-not-write': true,
  'alarm-not-set': true,
};

/**
 * S12: after success both alarms watch the new instance. A state from before the move is about the old one, and would
 * keep the next failure from being a change of state. What it says itself that it left is the sweep's work.
 */
function watchedNone(story: Story): string[] {
  const { plan, succeeded, problems, startedAt, endedAt, deeds, end } = story;
  if (!succeeded || problems.some(({ kind }) => HINDERS_ALARMS[kind]) || touchedAtTheEnd(story)) return [];
  const { instanceId: active } = end.traffic.address;
  const movedAt = deeds.findLast((deed) => movesHolder(deed, plan))?.at ?? startedAt;
  return (['status-check', 'probe'] as const).flatMap((kind) => {
    const alarm = end.alarms[kind];
    if (!alarm) return [`S12: there is no ${kind} alarm`];
    const { state, since, instanceId, touchedAt } = alarm;
    if (couldNotBeSeen({ at: endedAt ?? startedAt, touchedAt })) return [];
    const misdirected = kind === 'status-check' && active !== undefined && instanceId !== active;
    return [
      ...(misdirected ? [`S12: the ${kind} alarm watches ${instanceId}, and ${active} is active`] : []),
      ...(state !== 'INSUFFICIENT_DATA' && since < movedAt
        ? [`S12: the ${kind} alarm is in ${state} from before`]
        : []),
    ];
  });
}

/** S10: an alarm about an instance that does not hold the address starts nothing. */
export function actedOnStaleEvent(story: Story, alarmedInstanceId: string | undefined): string[] {
  const { plan } = story;
  const about = alarmedInstanceId;
  if (about === undefined || plan.finish || about === (plan.address.instanceId ?? plan.old?.instanceId)) return [];
  return [`S10: generation ${plan.generation} acted on an alarm about ${about}`];
}

/**
 * S14: one automatic takeover that moved traffic per cooldown; one more when its replacement never answered. A takeover
 * that was undone leaves the traffic where it was, and is not counted.
 */
export function tooManyMoves(stories: Story[], cooldownMinutes: number): string[] {
  // A takeover that finishes another one moves the traffic to the same replacement: the two are one.
  const movers = stories.filter((story) => moves(story) && !story.undone);
  const finished = new Set(movers.map(({ plan }) => plan.finish?.generation));
  const moved = movers
    .filter(({ plan }) => !finished.has(plan.generation))
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return moved.flatMap((story, at) => {
    const before = moved[at - 1];
    if (!before || !story.plan.automatic || story.plan.finish) return [];
    if (isExcused(cameTo(before, stories)) && !neverAnsweredTwice(moved, at)) return [];
    const until = plusSeconds(before.endedAt ?? before.startedAt, cooldownMinutes * 60);
    return story.startedAt < until
      ? [`S14: generation ${story.plan.generation} moved traffic again before ${until}`]
      : [];
  });
}

/**
 * One more is let move the traffic when the replacement never answered; and where the address of one that died without a
 * word stands where it was found, for nothing else could tell that it had moved.
 */
function isExcused({ answered, undone, gaveUp, deeds, plan }: Story): boolean {
  if (answered || undone) return false;
  const last = deeds.filter(isMove).findLast((deed) => movesHolder(deed, plan));
  return gaveUp || last === undefined || isWhereFound(last.part, plan);
}

const isWhereFound = (part: Placed, plan: TakeoverPlan): boolean =>
  sameSpot(part, foundParts(plan).find(samePart(part)));

/** What became of a move in the end: the takeover that finished it says so. */
const cameTo = (story: Story, stories: Story[]): Story =>
  stories.findLast(({ plan }) => plan.finish?.generation === story.plan.generation) ?? story;

/** Two in a row are a person's, for a day; what was silent months ago has been seen to since. */
function neverAnsweredTwice(moved: Story[], at: number): boolean {
  const [last, before] = [moved[at - 1], moved[at - 2]];
  // One that ended early, because the address was taken away by hand, has not shown that its replacement does not
  // answer.
  if (!last?.gaveUp || !before?.gaveUp) return false;
  return secondsBetween({ from: before.endedAt ?? before.startedAt, to: last.startedAt }) < 86_400;
}
