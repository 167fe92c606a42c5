/** Whether the instance that is kept ready is the first choice of a takeover. */

import { type Image, type Instance, TAG } from '../snapshot.ts';
import type { PlannedStandby } from '../takeover/takeover-plan.ts';
import type { Ec2Status } from './evidence.ts';
import type { PastTakeover } from './history.ts';

type Seen = { instance: Instance; status: Ec2Status };

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
  { instance, status }: Seen,
  { images: [newest], oldZone, past, answerSeconds }: Question,
): PlannedStandby | undefined {
  const { id: instanceId, state, zone, imageId, type: instanceType } = instance;
  const [networkInterfaceId, ...more] = instance.networkInterfaceIds;
  const by = keptBy(instance, past);
  if (state !== 'running' || status === 'impaired' || status === 'instance-impaired') return undefined;
  // What was configured since an older image is worth more than the time.
  if (zone === oldZone || newest?.id !== imageId || by === undefined) return undefined;
  if (networkInterfaceId === undefined || more.length > 0) return undefined;
  return { instanceId, networkInterfaceId, imageId, zone, instanceType, by, answerSeconds };
}

/** A takeover that died after it had tagged the standby as its replacement has its pointer in the plan. */
function keptBy({ id, tags }: Instance, past: PastTakeover[]): string | undefined {
  if (tags[TAG.role] === 'standby') return tags[TAG.by];
  if (tags[TAG.role] !== 'replacement') return undefined;
  return past.find(({ plan }) => plan?.standby?.instanceId === id)?.plan?.standby?.by;
}
