/** What must be so after a night in which nothing failed: an image of that night, no more than are wished for, no dregs. */
import { CANDIDATE_DAYS_MAX, NEWEST_KEPT_MIN } from '../../../../shared/domain/images/retention.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../account/consistency.ts';
import type { EbsSnapshotRecord, ImageRecord } from '../../../account/ec2/state.ts';
import { goodOnes, instancesOf, ownImages, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;

/** The newest proven ones, whether accepted or not. */
const PROVEN_KEPT_MAX = 2;

/** One that a person or a crash left without a mark is for people to look at; the run leaves none, so none is allowed. */
function tooMany(stage: Stage, images: ImageRecord[]): string[] {
  const { keep } = stage.appliance.rotation;
  const { nowMs } = stage.simulation.clock;
  const { holder, others } = instancesOf(stage);
  const used = new Set([holder, ...others].flatMap((each) => each?.imageId ?? []));
  const wished = keep.last + keep.daily + keep.weekly + keep.monthly + NEWEST_KEPT_MIN + PROVEN_KEPT_MAX;
  const young = images.filter(
    ({ tags, createdAtMs }) => tags[TAG.image] !== 'good' && nowMs() - createdAtMs < (CANDIDATE_DAYS_MAX + 1) * DAY_MS,
  );
  const bound = wished + used.size + young.length;
  return images.length > bound ? [`${images.length} images stand, and at most ${bound} are wished for`] : [];
}

/**
 * EC2 leaves snapshots behind with an image that fails, or that it only half deregisters. Ours are marked by the next quiet
 * night, because one night's images are read once, and gone two days later.
 */
function dregs(stage: Stage, images: ImageRecord[]): string[] {
  const {
    simulation: { world, clock },
    appliance,
  } = stage;
  const named = new Set(
    [...images, ...allTrue(world.ec2.images)].flatMap(({ mappings }) =>
      mappings.map(({ ebsSnapshotId }) => ebsSnapshotId),
    ),
  );
  const old = ({ id, tags, createdAtMs }: EbsSnapshotRecord): boolean =>
    tags[TAG.appliance] === appliance.name &&
    !named.has(id) &&
    clock.nowMs() - createdAtMs > 4 * DAY_MS &&
    !isMarkedOf(tags, clock.nowMs() - 3 * DAY_MS);
  const found = allTrue(world.ec2.ebsSnapshots).filter(old);
  const left = found.filter(({ id }) => stage.dregs.has(id));
  stage.dregs = new Set(found.map(({ id }) => id));
  return left.length > 0
    ? [`${left.length} EBS snapshots of images that are gone are left, such as ${left[0]?.id}`]
    : [];
}

const isMarkedOf = (tags: EbsSnapshotRecord['tags'], sinceMs: number): boolean =>
  Date.parse(tags[TAG.orphanedSince] ?? '') >= sinceMs;

function proofsLeft(stage: Stage): string[] {
  const proofs = instancesOf(stage).others.filter(
    ({ tags, state }) => tags[TAG.role] === 'proof' && !['terminated', 'shutting-down'].includes(state),
  );
  return proofs.map(({ id, state }) => `the proof ${id} is left, and is ${state}`);
}

/** `dueAtMs`: when the rotation of this night was started. */
export function livenessFaults(stage: Stage, dueAtMs: number): string[] {
  const images = ownImages(stage);
  const newest = goodOnes(stage).at(-1);
  const fresh = newest && newest.createdAtMs >= dueAtMs;
  return [
    ...(fresh
      ? []
      : [`the newest good image is ${newest ? `of ${new Date(newest.createdAtMs).toISOString()}` : 'none'}`]),
    ...tooMany(stage, images),
    ...dregs(stage, images),
    ...proofsLeft(stage),
  ].map((what) => `${new Date(stage.simulation.clock.nowMs()).toISOString()} L: after a quiet night ${what}`);
}
