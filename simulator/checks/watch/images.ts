/** S7 and S8: which images our functions pruned or called good, and the state around them at that moment. */
import type { Appliance, Configuration } from '../../../shared/domain/appliance.ts';
import { generationOf } from '../../../shared/domain/decision/generation.ts';
import { familyOf } from '../../../shared/domain/images/naming.ts';
import { isMarkedGood, standingOf, type Whose } from '../../../shared/domain/images/standing.ts';
import { type Image, type Instance, TAG } from '../../../shared/domain/snapshot.ts';
import { allTrue } from '../../account/consistency.ts';
import { isProtected } from '../../account/ec2/conditions.ts';
import { contentAtMs } from '../../account/ec2/copy-image.ts';
import { machineOf, runs } from '../../account/ec2/machines.ts';
import type { ImageRecord } from '../../account/ec2/state.ts';
import { activeFaults } from '../../account/faults/active.ts';
import { isClosed, isForged } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import { acceptedOutOfLine, acceptedWrongly, deregisteredWrongly, lastOfLineGone } from '../rules/image.ts';
import { watchMarks } from './image-marks.ts';
import { type Lines, watchLines } from './lines.ts';
import { standing, UNSEEN_MS } from './standing.ts';
import { isOurs } from './touched.ts';
import { truthOf } from './truth.ts';

const imageOf = (world: World, image: ImageRecord, whose: Whose): Image => ({
  id: image.id,
  name: image.name,
  state: image.state,
  createdAt: new Date(image.createdAtMs).toISOString(),
  takenAt: new Date(contentAtMs(image)).toISOString(),
  sourceInstanceId: image.sourceInstanceId,
  tags: image.tags,
  ...standingOf(image, whose),
  protected: isProtected(world, image.id),
  devices: image.mappings.map(({ device }) => device),
  ebsSnapshotIds: image.mappings.flatMap(({ ebsSnapshotId }) => ebsSnapshotId ?? []),
});

/** An image that EC2 does not list any more has been deregistered long before. */
const goes = (before: ImageRecord, now: ImageRecord | undefined): boolean =>
  before.state !== 'deregistered' && now?.state === 'deregistered';

const takeoverRuns = ({ stepFunctions, clock }: World, { name }: Appliance): boolean =>
  stepFunctions.executions.some(
    (execution) =>
      generationOf(execution.name, name) !== undefined &&
      !isForged(execution) &&
      !isClosed(execution) &&
      execution.startedAtMs < clock.nowMs() - UNSEEN_MS,
  );

/** `lost` and `down`: the zones without power, and the instances not running, for long enough to be seen. */
type Change = {
  world: World;
  by: string;
  before: ImageRecord[];
  now: ImageRecord[];
  lost: string[];
  down: string[];
  /** Our stack. What the address says of it may have been stripped, or be another's by now. */
  owner: string;
  lines: Lines;
  /** Images that were called good and lost that mark long before. */
  unmarked: Set<string>;
};

/** By EC2's own verdict, as it has stood for long enough. */
function isHealthy({ world, down, lost }: Change, holder: Instance | undefined): boolean {
  // The state of what runs in a zone without power cannot be known.
  if (!holder || down.includes(holder.id) || lost.includes(holder.zone)) return false;
  // It stops at this very moment, which no caller could know.
  if (holder.state !== 'running') return true;
  const machine = machineOf(world, holder.id);
  return runs(machine) || machine.impairedFromMs > world.clock.nowMs() - UNSEEN_MS;
}

function violationsOf(change: Change, configuration: Configuration): string[] {
  const before = new Map(change.before.map((record) => [record.id, record]));
  return change.now.flatMap((record) => {
    const was = before.get(record.id);
    return was === record ? [] : violationsOfOne(change, { was, record }, configuration);
  });
}

type Changed = { was: ImageRecord | undefined; record: ImageRecord };

function violationsOfOne(change: Change, { was, record }: Changed, configuration: Configuration): string[] {
  const { world, by, before, lost, owner, lines } = change;
  const gone = was !== undefined && goes(was, record);
  const good = isMarkedGood(record) && !(was && isMarkedGood(was));
  if (!gone && !good) return [];
  const changed = gone ? was : record;
  const appliance = configuration.appliances.find(({ name }) => name === changed.tags[TAG.appliance]);
  if (!appliance) return [`S7: ${by} changed ${changed.id}, which is of no appliance`];
  const whose = { appliance: appliance.name, owner };
  const image = imageOf(world, changed, whose);
  const { traffic, instances } = truthOf(world, appliance);
  const holder = instances.find(({ id }) => id === traffic.address.instanceId);
  if (good) {
    const { sourceInstanceId: madeOf } = record;
    const holderHealthy = isHealthy(change, holder);
    return [
      ...acceptedWrongly({ image, by, madeOf, holderId: holder?.id, holderHealthy }),
      ...acceptedOutOfLine({ id: image.id, by }, lines.sourceOf(madeOf)),
    ];
  }
  // What a stranger has tagged like ours must not stand in for one of ours.
  const images = before.filter(({ ownerId }) => ownerId === world.accountId).map((each) => imageOf(world, each, whose));
  const alive = instances.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
  const lined = (each: Image) => ({ ...each, line: lines.lineOf(each.sourceInstanceId ?? '') });
  const goodOnes = images.filter((each) => each.state === 'available' && each.standing === 'good').map(lined);
  const activeLine = holder && lines.lineOf(holder.id);
  const now = new Date(world.clock.nowMs()).toISOString();
  const { lineDays } = appliance.rotation;
  const ended =
    image.standing === 'good'
      ? lastOfLineGone({ image: lined(image), by }, { good: goodOnes, activeLine, lineDays, now })
      : [];
  const wrongly = deregisteredWrongly({
    ...{ image, by, images, takeoverRuns: takeoverRuns(world, appliance) },
    family: familyOf(appliance),
    // Beyond a maximum age only those that a takeover chooses among are safe.
    keptLast: appliance.rotation.maxAgeDays === undefined ? appliance.rotation.keep.last : 0,
    usedImageIds: alive.map(({ imageId }) => imageId),
    zoneLost: alive.some(({ zone }) => lost.includes(zone)),
    unmarked: change.unmarked.has(image.id),
  });
  return [...wrongly, ...ended];
}

/** After every change by one of our functions; what people do to their images is their own. */
export function watchImages(
  world: World,
  { configuration, owner }: { configuration: Configuration; owner: string },
  report: (violations: string[]) => void,
): void {
  const lines = watchLines(world, configuration);
  let last = allTrue(world.ec2.images);
  const standingLost = standing();
  const standingDown = standing();
  const unmarkedOf = watchMarks(last);
  world.onChange(({ by, atMs }) => {
    const lost = standingLost(
      activeFaults(world, 'zone-lost').map(({ zone }) => zone),
      atMs,
    );
    const stopped = allTrue(world.ec2.instances).filter(({ state }) => state !== 'running');
    const down = standingDown(
      stopped.map(({ id }) => id),
      atMs,
    );
    const now = allTrue(world.ec2.images);
    const before = last;
    last = now;
    const unmarked = unmarkedOf(now, atMs);
    if (isOurs(by)) report(violationsOf({ world, by, before, now, lost, down, owner, lines, unmarked }, configuration));
  });
}
