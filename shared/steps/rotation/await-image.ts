/** One look at the image. The state machine waits between the looks: an image may take a day. */
import { readImage } from '../../aws/images.ts';
import type { Step } from '../../deps.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { IMAGE_SECONDS_MAX, imageWaitSeconds, YOUNG_SECONDS } from '../../domain/rotation.ts';
import type { ImageState } from './facts.ts';
import { parseWithImage, type WithImage } from './input.ts';

export const awaitImage: Step<WithImage, ImageState> = {
  parse: parseWithImage,
  async run({ image }, { clients, clock }) {
    const { imageId, askedAt } = image;
    const state = (await readImage(clients, imageId))?.state ?? 'not found';
    const now = clock.now().toISOString();
    const waitedSeconds = secondsBetween({ from: askedAt, to: now });
    const detail = `${imageId} is ${state} after ${Math.round(waitedSeconds)} s`;
    if (state === 'available') return { state, availableAt: now, waitSeconds: 0, detail };
    const pending = state === 'pending' || (state === 'not found' && waitedSeconds < YOUNG_SECONDS);
    if (!pending) return { state: 'failed', waitSeconds: 0, detail };
    if (waitedSeconds >= IMAGE_SECONDS_MAX) return { state: 'timed-out', waitSeconds: 0, detail };
    return { state: 'pending', waitSeconds: imageWaitSeconds(waitedSeconds), detail };
  },
};
