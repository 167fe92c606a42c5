/** Faults of a rotation that only show beside the image or the fencing, or beside the day on which the file is read. */
import { z } from 'zod';
import { isFixed } from '../domain/images/naming.ts';
import { everRuns } from '../domain/images/schedule-gap.ts';
import type { Fault } from './faults.ts';
import { scheduleFault } from './schedule.ts';

/** What the file says about a rotation, as far as it makes sense; another check reports the rest. */
export const rotationGlance = z
  .looseObject({ schedule: z.string().optional().catch(undefined), prove: z.unknown().optional() })
  .optional()
  .catch(undefined);

type Written = { image: string | undefined; fencing: string | undefined; rotation: z.infer<typeof rotationGlance> };

/** A user must not believe that images are renewed when no takeover would ever use one of them. */
function beside({ image, rotation }: Written): Fault[] {
  if (!rotation || image === undefined || !isFixed({ image })) return [];
  const message = `image is ${image}, which every takeover uses and no rotation renews; write the Name of the images as image, or remove rotation`;
  return [{ path: [], message }];
}

/** A proof is a second running copy beside the active instance. */
function secondCopy({ fencing, rotation }: Written): Fault[] {
  const prove = rotation?.prove;
  if (fencing !== 'stop-first' || (prove !== 'weekly' && prove !== 'always')) return [];
  const message = `"${prove}" runs a second copy beside the active instance, which fencing: stop-first forbids; write never, or fencing: stop-last`;
  return [{ path: ['prove'], message }];
}

function neverComes({ rotation }: Written, now: string): Fault[] {
  const schedule = rotation?.schedule;
  if (
    schedule === undefined ||
    schedule.length > 256 ||
    scheduleFault(schedule) !== undefined ||
    everRuns(schedule, now)
  )
    return [];
  const message = `${JSON.stringify(schedule)} comes on no day of the next four years; write one such as cron(0 3 * * ? *)`;
  return [{ path: ['schedule'], message }];
}

export const rotationFaults = (written: Written, now: string): Fault[] => [
  ...beside(written),
  ...secondCopy(written),
  ...neverComes(written, now),
];
