/** The whole plan, frozen before anything is changed: pure, from what was read and decided. */

import type { KeptBlueprint } from '../../aws/blueprint.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { avoidedZones } from '../../domain/decision/avoided-zones.ts';
import type { Decision } from '../../domain/decision/decide.ts';
import type { PastTakeover } from '../../domain/decision/history.ts';
import { modeOf } from '../../domain/decision/planned-move.ts';
import { plannedStandby } from '../../domain/decision/standby.ts';
import { isAutomatic, type Trigger } from '../../domain/decision/trigger.ts';
import { RefusedError } from '../../domain/errors.ts';
import { withoutAvoided } from '../../domain/images/image.ts';
import { triedBefore } from '../../domain/messages/retried.ts';
import type { Address, Image } from '../../domain/snapshot.ts';
import { initializationOf } from '../../domain/takeover/initialization.ts';
import { measuredBoot } from '../../domain/takeover/measured-boot.ts';
import { placementsOf } from '../../domain/takeover/placement.ts';
import type { OldInstance, TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { foundParts, type Planned } from '../../domain/traffic/kinds.ts';
import { carries, describePlaced, mayBeMoved, type Ours } from '../../domain/traffic/placed.ts';
import { probeTarget } from '../world/probe-target.ts';
import type { SeenStandby } from '../world/read-standby.ts';
import type { Holder, Surroundings } from '../world/read-world.ts';
import type { Start } from './input.ts';

export type Frozen = {
  appliance: Appliance;
  address: Address;
  surroundings: Surroundings;
  kept: KeptBlueprint;
  holder: Holder | undefined;
  decision: Extract<Decision, { act: 'take-over' }>;
  generation: number;
  /** Newest first. */
  past: PastTakeover[];
  trigger: Trigger;
  start: Start;
  owner: string;
  /** Since when it is known to have failed; undefined when only an operator says so. */
  failedAt: string | undefined;
  standby?: SeenStandby | undefined;
  now: string;
};

/** @throws RefusedError when there is nowhere to launch, or a part of the traffic belongs to others. */
export function freezePlan(frozen: Frozen): TakeoverPlan {
  const { appliance, address, surroundings, kept, decision, generation, trigger, start, owner, now } = frozen;
  const old = oldInstance(frozen);
  const images = withoutAvoided(surroundings.images, decision.avoidImageIds);
  const tried = triedBefore(frozen.past, { automatic: isAutomatic(trigger), now });
  const { volumeInitialization: rate } = appliance;
  refuseForeign({ address, routes: surroundings.routes }, ours(frozen, old));
  return {
    appliance: appliance.name,
    generation,
    mode: modeOf(trigger, decision.finish?.takeover.plan),
    automatic: isAutomatic(trigger),
    requestedBy: trigger.requestedBy,
    because: decision.detail,
    failedAt: decision.finish?.takeover.plan?.failedAt ?? frozen.failedAt ?? start.startedAt,
    startedAt: start.startedAt,
    decidedAt: now,
    startedBy: start.executionId,
    old,
    tried,
    finish: finishOf(frozen, old),
    address: {
      allocationId: address.allocationId,
      publicIp: address.publicIp,
      associationId: address.associationId,
      instanceId: address.instanceId,
    },
    routes: surroundings.routes,
    placements: placesFor(frozen, { images, oldZone: old?.zone }),
    standby: standbyOf(frozen, { images, oldZone: old?.zone }),
    measuredBoot: measuredBoot(surroundings.images),
    imagesTakenAt: Object.fromEntries(
      images.flatMap(({ id, takenAt }) => (takenAt === undefined ? [] : [[id, takenAt]])),
    ),
    blueprint: kept.blueprint,
    volumeInitialization: initializationOf(rate, { images, tried: tried !== undefined }),
    instanceName: nameOf(frozen),
    owner,
    fencing: appliance.fencing,
    probe: probeTarget(appliance, address),
    bootLimitSeconds: appliance.bootLimitSeconds,
  };
}

type Choice = { images: Image[]; oldZone: string | undefined };

function placesFor(frozen: Frozen, { images, oldZone }: Choice): TakeoverPlan['placements'] {
  const { appliance, address, surroundings, kept, now } = frozen;
  return placementsOf({
    ...{ images, oldZone, subnets: surroundings.subnets },
    instanceTypes: [...new Set([kept.instanceType, ...appliance.instanceTypes])].filter(Boolean),
    notInOldZone: hasZoneFailed(frozen) || isLeft(oldZone, frozen),
    homeZone: appliance.homeZone,
    avoidZones: avoidedZones(address, now),
    borderGroup: address.borderGroup,
  });
}

/** Of a boot that no proof has measured. */
const UNMEASURED_SECONDS = 120;

/** A takeover that is finished keeps its replacement. A planned move is to the full size, and not to a smaller one. */
function standbyOf(
  { standby, decision, past, trigger, appliance }: Frozen,
  { images, oldZone }: Choice,
): TakeoverPlan['standby'] {
  const { tier, instanceType, answerSeconds } = appliance.standby;
  const isBridge = instanceType !== undefined && trigger.mode === 'switchover';
  if (!standby || decision.finish || isBridge) return undefined;
  const boot = measuredBoot(images);
  const startedSeconds = boot?.startedSeconds ?? boot?.seconds ?? UNMEASURED_SECONDS;
  return plannedStandby(standby, { images, oldZone, past, tier, answerSeconds, startedSeconds });
}

function refuseForeign(planned: Planned, ours: Ours): void {
  const foreign = foundParts(planned).filter((part) => carries(part) && !mayBeMoved(part, ours));
  if (foreign.length > 0) {
    const what = foreign.map(describePlaced).join(', ');
    throw new RefusedError(`aimed at something that is not this appliance: ${what}`);
  }
}

/**
 * EC2 does not answer for the old instance as in a zone outage, or calls its host or a volume impaired. A takeover that is
 * finished keeps the choice of the first one.
 */
function hasZoneFailed({ holder, decision }: Frozen): boolean {
  const before = decision.finish?.takeover.plan;
  if (before?.old?.zone) return !before.placements.some(({ zone }) => zone === before.old?.zone);
  return holder?.reading.reading === 'unreadable' || holder?.status.status === 'impaired';
}

/** A planned move out of an avoided zone does not end there. */
const isLeft = (zone: string | undefined, { trigger, address, now }: Frozen): boolean =>
  trigger.mode === 'switchover' && zone !== undefined && avoidedZones(address, now).includes(zone);

/** For a partially applied takeover, the instance that it took the traffic from; otherwise the holder. */
function oldInstance(frozen: Frozen): OldInstance | undefined {
  const { decision, holder, address } = frozen;
  if (decision.finish?.takeover.plan) return decision.finish.takeover.plan.old;
  if (!holder || !isKnown(holder, frozen)) return undefined;
  const { instanceId, zone } = holder;
  const spot = holder.reading.reading === 'described' && holder.reading.instance.spot;
  const networkInterfaceId = address.freeInterfaceId ?? holder.networkInterfaceId;
  return { instanceId, networkInterfaceId, zone, ...(spot && { spot }) };
}

/**
 * An address that is attached to nothing has only a tag to say who held it, and that may name any machine of the account.
 * What is stopped at the end has to be known otherwise: by an earlier takeover, or by EC2's record of our images.
 */
function isKnown({ instanceId, reading }: Holder, { address, past, surroundings }: Frozen): boolean {
  const gone =
    reading.reading === 'absent' || (reading.reading === 'described' && reading.instance.state === 'terminated');
  if (address.instanceId === instanceId || gone) return true;
  const takenOver = past.flatMap(({ plan, record }) => [plan?.old?.instanceId, record?.from, record?.to]);
  return [...takenOver, ...surroundings.images.map(({ sourceInstanceId }) => sourceInstanceId)].includes(instanceId);
}

function finishOf({ decision: { finish }, address }: Frozen, old: OldInstance | undefined): TakeoverPlan['finish'] {
  if (!finish) return undefined;
  const { instanceId, takeover } = finish;
  const { plan, record, generation, stoppedAt, startedAt } = takeover;
  const before = plan?.finish;
  const had = [...(before?.passedOver ?? []), record?.to, plan?.address.instanceId, instanceId, address.instanceId];
  return {
    ...{ instanceId, generation, since: before?.since ?? stoppedAt ?? startedAt },
    passedOver: [...new Set(had)].flatMap((id) => (id === undefined || id === old?.instanceId ? [] : [id])),
  };
}

function ours({ surroundings, holder, address }: Frozen, old: OldInstance | undefined): Ours {
  const interfaces = holder?.reading.reading === 'described' ? holder.reading.instance.networkInterfaceIds : [];
  const known = (ids: (string | undefined)[]): string[] => ids.flatMap((id) => id ?? []);
  return {
    instanceIds: known([
      ...(surroundings.ourInstanceIds ?? []),
      holder?.instanceId,
      address.instanceId,
      old?.instanceId,
    ]),
    networkInterfaceIds: known([...interfaces, address.networkInterfaceId, old?.networkInterfaceId]),
  };
}

function nameOf({ appliance, holder }: Frozen): string {
  const worn = holder?.reading.reading === 'described' ? holder.reading.instance.tags.Name : undefined;
  return worn ?? (appliance.instance.startsWith('i-') ? appliance.name : appliance.instance);
}
