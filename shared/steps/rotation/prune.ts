/** Lets images go one by one, and asks before each whether that is still right. */
import { deregister, readTaggedImages } from '../../aws/images.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import { familyOf, isGood, isOurs, type OwnImage, retentionImageOf } from '../../domain/own-image.ts';
import { type Retention, retention } from '../../domain/retention.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { ownerOf } from '../owner.ts';
import { deleteOrphans } from './delete-orphans.ts';
import type { Done, Pruned } from './facts.ts';
import type { RotationInput } from './input.ts';
import { mayChange } from './may-change.ts';
import { readUsedImageIds } from './used-images.ts';

export type Pruning = { input: RotationInput; appliance: Appliance; address: Address; accepted: boolean };

/** The rest is for the next night: the step has to end, and nothing is urgent about it. */
const DEREGISTERED_MAX = 20;

/** @throws TransientError when the images cannot be read. */
export async function prune(pruning: Pruning, deps: Deps, problems: string[]): Promise<Pruned> {
  const { input, appliance, address, accepted } = pruning;
  const images = await readTaggedImages(deps.clients, { key: TAG.appliance, value: appliance.name });
  const known = await markFailed(images, input.done, { appliance, deps, problems });
  const usedImageIds = await readUsedImageIds(appliance, address, deps);
  const answer = retention(questionOf(known, usedImageIds, { appliance, deps }));
  // After a night without a new image nothing is let go but what is of no use: an old one is better than none.
  const doomed = answer.prune.filter(({ because }) => accepted || ['failed', 'stale-candidate'].includes(because));
  const spared = answer.prune.filter((each) => !doomed.includes(each)).map(({ id }) => ({ id, because: [] }));
  const gone = await letGo(doomed, { known, appliance, deps, problems });
  const whose = whoseOf({ appliance, deps });
  const snapshots = answer.held ? undefined : await deleteOrphans({ known, whose, problems }, deps);
  return {
    deregistered: gone.deregistered,
    ...(snapshots && { snapshots }),
    kept: [...answer.keep, ...spared, ...gone.kept].map(({ id: imageId, because }) => ({ imageId, because })),
    ...(answer.held && { held: answer.held }),
  };
}

type Work = { appliance: Appliance; deps: Deps; problems: string[] };

const whoseOf = ({ appliance, deps }: Omit<Work, 'problems'>) => ({
  ...{ appliance: appliance.name, owner: ownerOf(deps), family: familyOf(appliance) },
});

function questionOf(images: OwnImage[], usedImageIds: string[] | 'unknown', work: Omit<Work, 'problems'>) {
  const { keep, maxAgeDays, timezone } = work.appliance.rotation;
  return {
    images: images.map((image) => retentionImageOf(image, whoseOf(work))),
    usedImageIds,
    takeoverRuns: false,
    ...{ keep, maxAgeDays, timezone },
    now: work.deps.clock.now().toISOString(),
  };
}

/** An image that EC2 could not make or will not launch, or that did not boot, is marked first: whoever looks at it knows why it goes. */
async function markFailed(images: OwnImage[], done: Done, { appliance, deps, problems }: Work): Promise<OwnImage[]> {
  const { state, proof, proven } = done;
  const made = state?.state !== 'failed' && state?.state !== 'timed-out';
  const failed = !made || proof?.outcome === 'refused' || proven?.outcome === 'failed';
  const image = images.find(({ id }) => id === done.image?.imageId);
  // One that is good was accepted by somebody, and only people take that back.
  if (!failed || !image || isGood(image) || !isOurs(image, whoseOf({ appliance, deps }))) return images;
  await writeTags(deps.clients, image.id, { [TAG.image]: 'failed' }).catch((cause) => problems.push(messageOf(cause)));
  const marked = { ...image, tags: { ...image.tags, [TAG.image]: 'failed' } };
  return images.map((each) => (each === image ? marked : each));
}

type Gone = { deregistered: string[]; kept: Retention['keep'] };

/** A takeover may begin at any moment; then nothing more is let go. */
async function letGo(doomed: Retention['prune'], work: Work & { known: OwnImage[] }): Promise<Gone> {
  const { known, appliance, deps, problems } = work;
  const gone: Gone = { deregistered: [], kept: [] };
  for (const { id } of doomed.slice(0, DEREGISTERED_MAX)) {
    try {
      await mayChange(appliance, deps);
      const image = known.find((each) => each.id === id) ?? { id, ebsSnapshotIds: [] };
      const { outcome, problems: left } = await deregister(deps.clients, image);
      problems.push(...left);
      if (outcome === 'protected') gone.kept.push({ id, because: ['protected'] });
      else gone.deregistered.push(id);
    } catch (cause) {
      problems.push(`${id} stays: ${messageOf(cause)}`);
      break;
    }
  }
  return gone;
}
