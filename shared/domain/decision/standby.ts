/** Whether the instance that is kept ready is the first choice of a takeover. */

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
  answerSeconds: number;
};

/** Undefined where a new launch is as good, or better: in another zone than the old instance, and of the newest image. */
export function plannedStandby(
  { instance, groups: groupsNow, status }: Seen,
  { images: [newest], oldZone, past, answerSeconds }: Question,
): PlannedStandby | undefined {
  const { id: instanceId, state, zone, imageId, type: instanceType } = instance;
  const [networkInterfaceId, ...more] = instance.networkInterfaceIds;
  const by = keptBy(instance, past);
  if (state !== 'running' || status === 'impaired' || status === 'instance-impaired') return undefined;
  // What was configured since an older image is worth more than the time.
  if (zone === oldZone || newest?.id !== imageId || by === undefined) return undefined;
  if (networkInterfaceId === undefined || more.length > 0) return undefined;
  const groups = plannedBefore(instance, past)?.groups ?? groupsNow;
  return { instanceId, networkInterfaceId, imageId, zone, instanceType, by, groups, answerSeconds };
}

/** A takeover that died after it had tagged the standby as its replacement has its pointer in the plan. */
function keptBy(instance: Instance, past: PastTakeover[]): string | undefined {
  const { tags } = instance;
  if (tags[TAG.role] === 'standby') return tags[TAG.by];
  return tags[TAG.role] === 'replacement' ? plannedBefore(instance, past)?.by : undefined;
}

/** By the first takeover that found it, which a later one may find open and tagged as a replacement. */
const plannedBefore = ({ id }: Instance, past: PastTakeover[]): PlannedStandby | undefined =>
  past.findLast(({ plan }) => plan?.standby?.instanceId === id)?.plan?.standby;
