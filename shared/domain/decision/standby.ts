/** Whether the instance that is kept ready is the first choice of a takeover. */

import type { Standby } from '../appliance.ts';
import { type Image, type Instance, TAG } from '../snapshot.ts';
import type { PlannedStandby } from '../takeover/takeover-plan.ts';
import type { Ec2Status } from './evidence.ts';
import type { PastTakeover } from './history.ts';

type Seen = { instance: Instance; groups: string[]; status: Ec2Status };

type Question = {
  /** The good images that a new launch would use, in their order. */
  images: Image[];
  oldZone: string | undefined;
  /** Newest first. */
  past: PastTakeover[];
  tier: Standby['tier'];
  answerSeconds: number;
  /** How long a standby that is started is expected to boot. */
  startedSeconds: number;
};

/** Undefined where a new launch is as good, or better: in another zone than the old instance, and of the newest image. */
export function plannedStandby(
  { instance, groups: groupsNow, status }: Seen,
  { images: [newest], oldZone, past, tier, answerSeconds: afterBoot, startedSeconds }: Question,
): PlannedStandby | undefined {
  const { id: instanceId, state, zone, imageId, type: instanceType } = instance;
  const [networkInterfaceId, ...more] = instance.networkInterfaceIds;
  const by = keptBy(instance, past);
  if (!mayBeUsed(state, tier) || status === 'impaired' || status === 'instance-impaired') return undefined;
  // What was configured since an older image is worth more than the time.
  if (zone === oldZone || newest?.id !== imageId || by === undefined) return undefined;
  if (networkInterfaceId === undefined || more.length > 0) return undefined;
  const groups = plannedBefore(instance, past)?.groups ?? groupsNow;
  // One that runs by now was started a moment ago, by an early start or by an attempt before.
  const answerSeconds = afterBoot + (tier === 'stopped' ? startedSeconds : 0);
  const stopped = tier === 'stopped' && { stopped: true as const };
  return { instanceId, networkInterfaceId, imageId, zone, instanceType, by, groups, ...stopped, answerSeconds };
}

/** Whether it is still the one that the plan has read, with the network interface and the image that it had. */
export const isAsRead = (
  { id, networkInterfaceIds: [networkInterfaceId], zone, imageId }: Instance,
  planned: PlannedStandby,
): boolean =>
  id === planned.instanceId &&
  networkInterfaceId === planned.networkInterfaceId &&
  zone === planned.zone &&
  imageId === planned.imageId;

const mayBeUsed = (state: string, tier: Standby['tier']): boolean =>
  state === 'running' || (tier === 'stopped' && (state === 'stopped' || state === 'pending'));

/** A takeover that died after it had tagged the standby as its replacement has its pointer in the plan. */
function keptBy(instance: Instance, past: PastTakeover[]): string | undefined {
  const { tags } = instance;
  if (tags[TAG.role] === 'standby') return tags[TAG.by];
  return tags[TAG.role] === 'replacement' ? plannedBefore(instance, past)?.by : undefined;
}

/** By the first takeover that found it, which a later one may find open and tagged as a replacement. */
const plannedBefore = ({ id }: Instance, past: PastTakeover[]): PlannedStandby | undefined =>
  past.findLast(({ plan }) => plan?.standby?.instanceId === id)?.plan?.standby;
