/** Calls the image good: available, of the instance that is active and healthy now, and proven if that was asked. */
import { readImage } from '../../aws/read-images.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps, Step } from '../../deps.ts';
import { excusedUntil } from '../../domain/decision/reboot.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { writeAnswered } from '../../domain/images/service-proof.ts';
import { type Image, TAG } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import { whoseOf } from '../world/owner.ts';
import { endReboot } from './announce-reboot.ts';
import { type Accepted, launchedIn } from './facts.ts';
import { applianceOf, parseWithImage, type WithImage } from './input.ts';
import { refuseOutOfLine } from './line-of.ts';
import { mayChangeFor } from './may-change.ts';
import { whyUnhealthy } from './why-unhealthy.ts';

/** A takeover chooses by this mark, so it counts only once it can be read. */
const READ_BACK = { seconds: 10, everyMs: 500 };

/**
 * A takeover reads the images for itself and names one in its launch, so the launch template may follow later: the sweep
 * sees to that.
 */
export const acceptImage: Step<WithImage, Accepted> = {
  parse: parseWithImage,
  async run(input, deps) {
    const { imageId } = input.image;
    const appliance = applianceOf(input, deps);
    const { active } = input.pass;
    refuseUnproven(input);
    refuseUnfit(await readFresh(input, deps), active);
    const address = await mayChangeFor(active, appliance, deps);
    const unfit = await whyUnhealthy({ appliance, address, active }, deps);
    if (unfit?.sure) throw new RefusedError(`${imageId} is not accepted: ${unfit.why}`);
    if (unfit) throw new TransientError(unfit.why);
    await refuseOutOfLine({ appliance, address, instanceId: active }, deps);
    // The image is there and the appliance answers, so its reboot is behind it.
    const { bootLimitSeconds } = appliance;
    const now = deps.clock.now().toISOString();
    if (excusedUntil(address, { bootLimitSeconds, now }) !== undefined) await endReboot(address, deps);
    await writeTags(deps.clients, imageId, goodTags(input, deps));
    const good = await poll(deps.clock, READ_BACK, async () => {
      const read = await readImage(deps.clients, whoseOf(appliance.name, deps), imageId);
      return read?.standing === 'good' || undefined;
    });
    if (!good) throw new TransientError(`${imageId} was marked good, and is not seen so yet`);
    return { imageId, at: deps.clock.now().toISOString() };
  },
};

async function readFresh({ asked, image: { imageId } }: WithImage, deps: Deps): Promise<Image> {
  const image = await readImage(deps.clients, whoseOf(asked.appliance, deps), imageId);
  if (!image) throw new RefusedError(`${imageId} is gone`);
  return image;
}

/** One whose watch broke off is as inconclusive as one that says so itself. */
function refuseUnproven({ done, image }: WithImage): void {
  const watched = done.proven?.outcome ?? 'waiting';
  const proven = watched === 'waiting' && done.proofFailure ? 'inconclusive' : watched;
  const refused = done.proof?.outcome === 'refused' ? 'refused' : undefined;
  const unfit = launchedIn(done) && proven !== 'booted' && proven !== 'inconclusive' ? proven : refused;
  if (unfit) throw new RefusedError(`${image.imageId} is not accepted: its proof is ${unfit}`);
}

function refuseUnfit({ id, state, ours, standing, sourceInstanceId: madeOf }: Image, active: string): void {
  const refuse = (why: string): never => {
    throw new RefusedError(`${id} is not accepted: it ${why}`);
  };
  if (state !== 'available') refuse(`is ${state}`);
  if (!ours) refuse('is not ours');
  if (standing === 'failed') refuse('is marked as failed');
  if (madeOf !== active) refuse(`was made of ${madeOf ?? 'an unknown instance'}, and ${active} is active`);
}

function goodTags(input: WithImage, deps: Deps): Record<string, string> {
  const { proven } = input.done;
  if (!proven?.booted) return { [TAG.image]: 'good' };
  const { answeredAt } = proven;
  const { question, initializationRate } = launchedIn(input.done) ?? {};
  return {
    [TAG.image]: 'good',
    [TAG.launchSeconds]: String(proven.launchSeconds ?? 0),
    [TAG.bootedSeconds]: String(proven.seconds ?? 0),
    ...(initializationRate !== undefined && { [TAG.initializationRate]: String(initializationRate) }),
    [TAG.provenAt]: deps.clock.now().toISOString(),
    ...(answeredAt !== undefined && question && { [TAG.serviceAnswered]: writeAnswered(question, answeredAt) }),
  };
}
