/**
 * What must hold after every change, in every run. Each function names what is wrong, and an empty list means that it
 * holds. The simulator asks all of them, and `VerifyTraffic` the one of S2 as well; `story-invariants.ts`,
 * `launch-invariants.ts` and `conduct-invariants.ts` have the rest.
 */

import { assertNever } from '../../../shared/domain/errors.ts';
import { secondsBetween } from '../../../shared/domain/instants.ts';
import { type Instance, TAG } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { foundParts, KINDS } from '../../../shared/domain/traffic/kinds.ts';
import type { Placed } from '../../../shared/domain/traffic/part.ts';
import { carriesAny, describePlaced, isAt, isWith, partName, samePart } from '../../../shared/domain/traffic/placed.ts';
import { isIdentity } from '../../../shared/domain/traffic/way-back.ts';
import type { Deed } from './deed.ts';
import { fromOlderGeneration } from './lock.ts';

export type Move = Extract<Deed, { kind: 'move' }>;

export const isMove = (deed: Deed): deed is Move => deed.kind === 'move';

/** Moves the address by which the appliance is known, and with it who is in service. */
export const movesHolder = (deed: Deed, plan: Pick<TakeoverPlan, 'address'>): boolean =>
  isMove(deed) && isIdentity(deed.part, plan);

export const nameOf = (deed: Deed | Pick<Move, 'kind' | 'part'>): string =>
  deed.kind === 'move' ? `move ${partName(deed.part)}` : deed.kind;

/**
 * EC2 knows no condition on a write and promises no reader the newest value, so a change cannot respect what another
 * caller does right before it. It must respect every value that is older than that.
 */
export const UNSEEN_SECONDS = 15;

/** Whether another caller changed the traffic so shortly before that no read could have seen it. */
export const couldNotBeSeen = ({ at, sentAt = at, touchedAt }: Pick<Deed, 'at' | 'sentAt' | 'touchedAt'>): boolean =>
  touchedAt !== undefined && secondsBetween({ from: touchedAt, to: sentAt }) < UNSEEN_SECONDS;

export const isUp = (instances: Instance[], id: string | undefined): boolean =>
  instances.some((instance) => instance.id === id && instance.state === 'running');

/**
 * A replacement that never became active may be terminated by the takeover that launched it, and by a later one, once
 * nothing leads to it: that is a termination, no fence. One that had some of the traffic is retired instead.
 */
function givesUpUnused(deed: Extract<Deed, { kind: 'stop' }>, { old, finish }: TakeoverPlan): boolean {
  const { instanceId, traffic, instances, generation } = deed;
  if (instanceId === old?.instanceId || finish?.passedOver?.includes(instanceId)) return false;
  const unused = instances.find(({ id }) => id === instanceId);
  if (!unused || !['replacement', 'ahead'].includes(unused.tags[TAG.role] ?? '')) return false;
  if (Number(unused.tags[TAG.generation]) > generation) return false;
  return !carriesAny(traffic.parts, unused) || couldNotBeSeen(deed);
}

/** S3: the old one is stopped only when a replacement runs and holds the address and every route. */
function stoppedTooEarly(deed: Deed, plan: TakeoverPlan): string[] {
  if (deed.kind !== 'stop' || plan.fencing === 'stop-first' || givesUpUnused(deed, plan) || couldNotBeSeen(deed))
    return [];
  const { address, parts } = deed.traffic;
  const holder = deed.instances.find(({ id }) => id === address.instanceId);
  const justDied = couldNotBeSeen({ ...deed, touchedAt: deed.holderDownAt });
  if (!holder || holder.id === deed.instanceId || (holder.state !== 'running' && !justDied)) {
    return [
      `S3: ${deed.instanceId} was stopped while ${holder ? `${holder.id} held the address` : 'the address had no holder'}`,
    ];
  }
  const elsewhere = parts.filter((part) => KINDS[part.kind].holder === 'one' && !isWith(part, holder));
  return elsewhere.map((part) => `S3: ${deed.instanceId} was stopped while ${describePlaced(part)}`);
}

/** S5: back to the old instance only while that is up. */
function undoneToTheDead(deed: Deed, { old }: TakeoverPlan): string[] {
  if (!old || !isMove(deed) || isUp(deed.instances, old.instanceId) || !isAt(deed.part, old)) return [];
  return [`S5: ${partName(deed.part)} was rolled back to ${old.instanceId}, which is not running`];
}

/** S13: nothing is done that the frozen plan does not name. */
function beyondThePlan(deed: Deed, plan: TakeoverPlan): string[] {
  const beyond = (what: string): string[] => [`S13: ${deed.by} did ${what}, which is not in the plan`];
  switch (deed.kind) {
    case 'launch': {
      const { imageId, type, zone } = deed.instance;
      const named = plan.placements.some(
        (place) => place.imageId === imageId && place.zone === zone && place.instanceType === type,
      );
      return named ? [] : beyond(`launch ${type} in ${zone} from ${imageId}`);
    }
    case 'move':
      return foundParts(plan).some(samePart(deed.part)) ? [] : beyond(nameOf(deed));
    case 'stop':
      return deed.instanceId === plan.old?.instanceId || givesUpUnused(deed, plan)
        ? []
        : beyond(`stop ${deed.instanceId}`);
    default:
      return assertNever(deed);
  }
}

/** S16: nothing is taken from an instance or a target that is not of the appliance. What nothing is behind is free. */
function tookWhatIsNotOurs(deed: Deed, plan: TakeoverPlan): string[] {
  if (!isMove(deed) || couldNotBeSeen(deed) || KINDS[deed.part.kind].holder !== 'one') return [];
  const was = deed.traffic.parts.find(samePart(deed.part));
  if (!was || was.position.at === 'nowhere' || was.position.blackhole) return [];
  const holder = deed.instances.find((instance) => isWith(was, instance));
  const isFree = !holder && was.position.at === 'interface' && was.position.instanceId === undefined;
  return isFree || (holder && belongs(holder, plan))
    ? []
    : [`S16: ${deed.by} took ${describePlaced(was)}, which is not ours`];
}

/** To the appliance: the instances that the plan names, and those that a takeover has launched or retired; not any other holder of the address. */
const belongs = ({ id, tags }: Instance, { appliance, address, old, finish }: TakeoverPlan): boolean =>
  [address.instanceId, old?.instanceId, finish?.instanceId, ...(finish?.passedOver ?? [])].includes(id) ||
  tags[TAG.appliance] === appliance;

/** S16: no address of another owner is touched, nor any other part of its traffic. */
function tookAnothersAddress(deed: Deed, plan: TakeoverPlan): string[] {
  if (!isMove(deed) || couldNotBeSeen(deed)) return [];
  const owner = deed.traffic.address.tags[TAG.owner];
  return owner === undefined || owner === plan.owner
    ? []
    : [`S16: ${deed.by} did ${nameOf(deed)} for an address of ${owner}, and works for ${plan.owner}`];
}

/** S15: what was retired by a takeover never gets the address back automatically; any other part there is S2's. */
function failedBack(deed: Deed, plan: TakeoverPlan): string[] {
  if (!movesHolder(deed, plan) || !isMove(deed)) return [];
  const { part, instances } = deed;
  const to = instances.find((instance) => isWith(part, instance));
  return to?.tags[TAG.role] === 'retired' && to.id !== plan.old?.instanceId
    ? [`S15: the address was given back to ${to.id}, which is retired`]
    : [];
}

/** S9: while paused, no automatic takeover begins to move the traffic. */
function movedWhilePaused(deed: Deed, plan: TakeoverPlan): string[] {
  if (!plan.automatic || !isMove(deed)) return [];
  const { address, parts } = deed.traffic;
  const pausedUntil = address.tags[TAG.pausedUntil];
  // A part of a move is worse than either end of it: what began in time goes on.
  const begun =
    address.instanceId !== plan.address.instanceId ||
    parts.some((part) => hasMoved(part, deed, plan)) ||
    couldNotBeSeen(deed);
  return pausedUntil && !begun && pausedUntil > deed.at ? [`S9: traffic moved while paused until ${pausedUntil}`] : [];
}

/** Whether a part is at a replacement, and was not when the plan was made. */
function hasMoved(part: Placed, { instances }: Deed, plan: TakeoverPlan): boolean {
  const found = foundParts(plan).find(samePart(part));
  const replacements = instances.filter(
    ({ id, tags }) => id !== plan.old?.instanceId && tags[TAG.generation] !== undefined,
  );
  return replacements.some((each) => isWith(part, each) && !(found && isWith(found, each)));
}

/** Everything that one deed of a takeover must keep to. */
export const violationsOf = (deed: Deed, plan: TakeoverPlan): string[] => [
  ...fromOlderGeneration(deed, `did ${nameOf(deed)}`),
  ...stoppedTooEarly(deed, plan),
  ...undoneToTheDead(deed, plan),
  ...beyondThePlan(deed, plan),
  ...tookWhatIsNotOurs(deed, plan),
  ...tookAnothersAddress(deed, plan),
  ...failedBack(deed, plan),
  ...movedWhilePaused(deed, plan),
];
