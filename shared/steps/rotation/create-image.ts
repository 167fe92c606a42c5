/** Takes the image. Its name is given once, so that a repetition finds what an earlier attempt has made. */
import { createImage as create, readImage, readImageNamed } from '../../aws/images.ts';
import type { Deps, Step } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { candidateTags, familyOf, isOurs, type OwnImage, snapshotTags } from '../../domain/own-image.ts';
import { TAG } from '../../domain/snapshot.ts';
import { ownerOf } from '../owner.ts';
import { poll } from '../poll.ts';
import type { Taken } from './facts.ts';
import { applianceOf, parseWithPass, type WithPass } from './input.ts';
import { mayChangeFor } from './may-change.ts';

/** As long as a young image may not be found; the answer does not depend on it, the next look would wait anyway. */
const VISIBLE = { seconds: 10, everyMs: 1_000 };

export const createImage: Step<WithPass, Taken> = {
  parse: parseWithPass,
  async run(input, deps) {
    const { active, imageName: name } = input.pass;
    const appliance = applianceOf(input, deps);
    await mayChangeFor(active, appliance, deps);
    const made = { appliance: appliance.name, owner: ownerOf(deps), family: familyOf(appliance), createdFrom: active };
    const askedAt = deps.clock.now().toISOString();
    const answer = await create(deps.clients, {
      instanceId: active,
      name,
      reboot: appliance.rotation.reboot,
      imageTags: candidateTags(made),
      snapshotTags: snapshotTags(made),
    });
    if (answer === 'name-taken') return goOnWith(await findNamed(name, deps), { appliance, active }, deps);
    await poll(deps.clock, VISIBLE, () => readImage(deps.clients, answer.imageId));
    return { imageId: answer.imageId, name, askedAt };
  },
};

/** @throws TransientError when the image that has the name is not visible yet. */
async function findNamed(name: string, { clients, clock }: Deps): Promise<OwnImage> {
  const found = await poll(clock, VISIBLE, () => readImageNamed(clients, name));
  if (!found) throw new TransientError(`an image is named ${name}, and is not visible yet`);
  return found;
}

/** @throws RefusedError when it is not what this rotation would have made. */
function goOnWith(image: OwnImage, { appliance, active }: { appliance: Appliance; active: string }, deps: Deps): Taken {
  const { id, name, state, createdAt, tags } = image;
  const refuse = (why: string): never => {
    throw new RefusedError(`the name ${name} is taken by ${id}, which ${why}`);
  };
  if (!isOurs(image, { appliance: appliance.name, owner: ownerOf(deps) })) refuse('is not ours');
  if (tags[TAG.createdFrom] !== active) refuse(`was made of ${tags[TAG.createdFrom] ?? 'nobody knows what'}`);
  if (!['pending', 'available'].includes(state)) refuse(`is ${state}`);
  return { imageId: id, name, askedAt: createdAt };
}
