/**
 * The least interval between two rotations of one appliance. Each takes an image, and may reboot the appliance for it; a few in
 * one hour would also push the images of earlier nights out. No schedule may run more often than once an hour.
 */
import { secondsBetween } from '../instants.ts';
import type { RotationRun } from './ledger.ts';

export const LEAST_SECONDS = 1_800;

/** As many as are read of those that ended within the interval. */
export const READ_MAX = 50;

type Asked = { appliance: string; imageName: string; now: string };

/** `more`: further ones ended within the interval, and were not read. */
type Recent = { runs: RotationRun[]; more: boolean };

/**
 * Why an image would come too soon after the last one; undefined when it would not. Only the record of an execution of ours
 * says that an image was asked for; a rotation that was held or refused asked for none. One that asked for the image of the
 * same name does not count: this rotation continues with it.
 */
export function whyTooSoon({ runs, more }: Recent, { appliance, imageName, now }: Asked): string | undefined {
  const asked = runs.filter((run) => {
    const name = imageNameIn(run, appliance);
    return name !== undefined && name !== imageName;
  });
  const last = asked
    .map(({ startedAt }) => startedAt)
    .sort()
    .at(-1);
  const force = 'to take one all the same, put "force": true into the input';
  if (last !== undefined) {
    const minutes = Math.round(secondsBetween({ from: last, to: now }) / 60);
    return `a rotation of ${appliance} took an image ${minutes} min ago, and the least interval is ${LEAST_SECONDS / 60} min; ${force}`;
  }
  if (!more) return undefined;
  return `more than ${READ_MAX} rotations ended within ${LEAST_SECONDS / 60} min, so whether one took an image of ${appliance} is unknown; ${force}`;
}

/** By the record of an execution that ended on its own: a caller that stops one chooses its cause. */
function imageNameIn({ status, output, cause }: RotationRun, appliance: string): string | undefined {
  const record = status === 'SUCCEEDED' ? output : status === 'FAILED' ? cause : undefined;
  const { appliance: of, image } = Object(record);
  const { name } = Object(image);
  return of === appliance && typeof name === 'string' ? name : undefined;
}
