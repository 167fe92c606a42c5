/** Takes the image. Its name is given once, so that a repetition finds what an earlier attempt has made. */
import { createImage as create } from '../../aws/images.ts';
import { readImage, readImageNamed } from '../../aws/read-images.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { candidateTags, familyOf, snapshotTags } from '../../domain/images/naming.ts';
import type { Whose } from '../../domain/images/standing.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { carriedTags } from '../../domain/own-tags.ts';
import type { Image } from '../../domain/snapshot.ts';
import { poll } from '../pace/poll.ts';
import { whoseOf } from '../world/owner.ts';
import { announceReboot } from './announce-reboot.ts';
import type { Taken } from './facts.ts';
import { applianceOf, parseWithPass, type WithPass } from './input.ts';
import { refuseOutOfLine } from './line-of.ts';
import { mayChangeFor } from './may-change.ts';
import { refuseUnfit } from './refuse-unfit.ts';

/** As long as a young image may not be found; the answer does not depend on it, the next look would wait anyway. */
const VISIBLE = { seconds: 10, everyMs: 1_000 };

/** A gate's word about its health is as old as that, and no older, when EC2 is asked. */
const HEALTHY_SECONDS_MAX = 60;

export const createImage: Step<WithPass, Taken> = {
  parse: parseWithPass,
  async run(input, deps) {
    const { active, imageName: name } = input.pass;
    const appliance = applianceOf(input, deps);
    const { reboot } = appliance.rotation;
    const whose = whoseOf(appliance.name, deps);
    const address = await mayChangeFor(active, appliance, deps);
    const late = isLate(input, deps);
    // An attempt whose answer was lost has rebooted the appliance already: that is no second image, and no bad health.
    const earlier = late || reboot ? await readImageNamed(deps.clients, whose, name) : undefined;
    if (earlier) return goOnWith(earlier, active);
    await refuseOutOfLine({ appliance, address, instanceId: active }, deps);
    if (late) await refuseUnfit({ appliance, address, active }, deps);
    const made = { ...whose, family: familyOf(appliance), createdFrom: active, by: input.executionId };
    const tags = { imageTags: candidateTags(made), snapshotTags: snapshotTags(made) };
    const ownTags = await ownTagsOf(active, appliance, deps);
    const ask = () => create(deps.clients, { instanceId: active, name, reboot, ...tags, ownTags });
    const askedAt = deps.clock.now().toISOString();
    const answer = await (reboot ? announceReboot({ appliance, address }, ask, deps) : ask());
    if (answer === 'name-taken') return goOnWith(await findNamed(name, whose, deps), active);
    await poll(deps.clock, VISIBLE, () => readImage(deps.clients, whose, answer.imageId));
    return { imageId: answer.imageId, name, askedAt };
  },
};

/** Those that a replacement would carry as well. */
async function ownTagsOf(active: string, { tags: configured }: Appliance, { clients }: Deps) {
  const reading = await readInstance(clients, active);
  if (reading.reading === 'unreadable') throw new TransientError(`${active} is unreadable (${reading.why})`);
  const live = reading.reading === 'described' ? reading.instance.tags : {};
  return carriedTags({ live, configured, inMetadata: false }).tags;
}

/** Whether the gate looked too long ago; one of an older deployment does not say when it did. */
function isLate({ pass }: WithPass, { clock }: Deps): boolean {
  const { healthyAt } = pass;
  const now = clock.now().toISOString();
  return healthyAt === undefined || secondsBetween({ from: healthyAt, to: now }) > HEALTHY_SECONDS_MAX;
}

/** @throws TransientError when the image that has the name is not visible yet. */
async function findNamed(name: string, whose: Whose, { clients, clock }: Deps): Promise<Image> {
  const found = await poll(clock, VISIBLE, () => readImageNamed(clients, whose, name));
  if (!found) throw new TransientError(`an image is named ${name}, and is not visible yet`);
  return found;
}

/** @throws RefusedError when it is not what this rotation would have made. */
function goOnWith({ id, name, ours, state, createdAt, sourceInstanceId }: Image, active: string): Taken {
  const refuse = (why: string): never => {
    throw new RefusedError(`the name ${name} is taken by ${id}, which ${why}`);
  };
  if (!ours) refuse('is not ours');
  if (sourceInstanceId !== active) refuse(`was made of ${sourceInstanceId ?? 'an unknown instance'}, not of ${active}`);
  if (!['pending', 'available'].includes(state)) refuse(`is ${state}`);
  return { imageId: id, name, askedAt: createdAt };
}
