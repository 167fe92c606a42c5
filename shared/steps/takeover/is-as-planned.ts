/** Whether an instance that runs already is one that a plan would launch itself. */
import type { Ec2Instance } from '../../aws/read-instances.ts';
import type { Instance } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';

/** As EC2 describes it, and as we read it. */
export type Alive = { raw: Ec2Instance; instance: Instance };

/**
 * Only what this plan would launch itself: in one of its zones, of a type that it names for that zone, and from its newest
 * image. An older one would lose what was configured since. The token proves no type: it is made of the one that was launched.
 */
export const isAsPlanned = ({ zone, imageId, type }: Instance, { placements }: TakeoverPlan): boolean =>
  placements.some((placement) => placement.zone === zone && placement.instanceType === type) &&
  placements[0]?.imageId === imageId;
