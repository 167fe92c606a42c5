/** One look at the image. The state machine waits between the looks: an image may take a day. */
import { readAddress } from '../../aws/read-address.ts';
import { readImage } from '../../aws/read-images.ts';
import type { Deps, Step } from '../../deps.ts';
import { excusedUntil } from '../../domain/decision/reboot.ts';
import { IMAGE_SECONDS_MAX, imageWaitSeconds, YOUNG_SECONDS } from '../../domain/images/rotation.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { whoseOf } from '../world/owner.ts';
import type { ImageState } from './facts.ts';
import { applianceOf, parseWithImage, type WithImage } from './input.ts';
import { whyUnhealthy } from './why-unhealthy.ts';

export const awaitImage: Step<WithImage, ImageState> = {
  parse: parseWithImage,
  async run(input, deps) {
    const { imageId, askedAt } = input.image;
    const state = (await readImage(deps.clients, whoseOf(input.asked.appliance, deps), imageId))?.state;
    const now = deps.clock.now().toISOString();
    const waitedSeconds = secondsBetween({ from: askedAt, to: now });
    const detail = `${imageId} is ${state ?? 'not found'} after ${Math.round(waitedSeconds)} s`;
    const waitSeconds = imageWaitSeconds(waitedSeconds);
    if (state === 'available') {
      const starting = await whyStarting(input, deps);
      return starting === undefined
        ? { state, availableAt: now, waitSeconds: 0, detail }
        : { state: 'pending', waitSeconds, detail: `${detail}, and ${starting}` };
    }
    const pending = state === 'pending' || (state === undefined && waitedSeconds < YOUNG_SECONDS);
    if (!pending) return { state: 'failed', waitSeconds: 0, detail };
    if (waitedSeconds >= IMAGE_SECONDS_MAX) return { state: 'timed-out', waitSeconds: 0, detail };
    return { state: 'pending', waitSeconds, detail };
  },
};

/**
 * An image may be there sooner than the appliance that was rebooted for it, and is good only if that answers again. It is
 * given the time that it is excused for, and no longer.
 */
async function whyStarting(input: WithImage, deps: Deps): Promise<string | undefined> {
  const appliance = applianceOf(input, deps);
  const { active } = input.pass;
  if (!appliance.rotation.reboot) return undefined;
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const { bootLimitSeconds } = appliance;
  const until = excusedUntil(address, { bootLimitSeconds, now: deps.clock.now().toISOString() });
  if (until === undefined || address.instanceId !== active) return undefined;
  const unfit = await whyUnhealthy({ appliance, address, active }, deps);
  return unfit && `${unfit.why}, excused until ${until}`;
}
