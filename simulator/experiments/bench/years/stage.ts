/** What everybody who works on a simulated year shares: the account, its chance, and what has been counted so far. */
import type { Appliance } from '../../../../shared/domain/appliance.ts';
import { standingOf } from '../../../../shared/domain/images/standing.ts';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../account/consistency.ts';
import type { ImageRecord } from '../../../account/ec2/state.ts';
import { truthOf } from '../../../checks/watch/truth.ts';
import type { Random } from '../../../random.ts';
import type { Simulation } from '../../../stories/simulation.ts';

/** How often each thing has happened, by what it belongs to. */
export type Tally = Record<string, Record<string, number>>;

export function count(tally: Tally, room: string, what: string, times = 1): void {
  const counts = tally[room] ?? {};
  tally[room] = { ...counts, [what]: (counts[what] ?? 0) + times };
}

/** What strikes when the rotation comes to a state of its machine. */
type Ambush = { state: string; strike: () => void };

export type Stage = {
  simulation: Simulation;
  appliance: Appliance;
  /** The year's own chance: what strikes when does not change with what the product draws. */
  random: Random;
  tally: Tally;
  ambushes: Ambush[];
  /** EBS snapshots without an image that the last judged night has left. */
  dregs: ReadonlySet<string>;
};

export const chance = ({ random }: Stage, share: number): boolean => random() < share;

export const oneOf = <Value>(random: Random, values: readonly Value[]): Value =>
  values[Math.floor(random() * values.length)] as Value;

export function laterBy({ simulation: { clock } }: Stage, seconds: number, act: () => void): void {
  clock.at(clock.nowMs() + Math.round(seconds * 1000), act);
}

export function instancesOf({ simulation, appliance }: Stage): { holder: Instance | undefined; others: Instance[] } {
  const { traffic, instances } = truthOf(simulation.world, appliance);
  const holder = instances.find(({ id }) => id === traffic.address.instanceId);
  return { holder, others: instances.filter((each) => each !== holder) };
}

/** The deployed stack's name, as it is written on everything that it makes. */
const ownerIn = ({ simulation: { deployment } }: Stage): string => `failover-${deployment.stage}`;

/** What this stack has made of the appliance and not pruned, oldest first; copies are a person's. */
export function ownImages(stage: Stage): ImageRecord[] {
  const { world } = stage.simulation;
  const whose = { appliance: stage.appliance.name, owner: ownerIn(stage) };
  return allTrue(world.ec2.images)
    .filter(
      (image) => image.ownerId === world.accountId && image.state !== 'deregistered' && standingOf(image, whose).ours,
    )
    .filter(({ contentAtMs: copied }) => copied === undefined)
    .sort((one, other) => one.createdAtMs - other.createdAtMs);
}

export const goodOnes = (stage: Stage): ImageRecord[] =>
  ownImages(stage).filter(({ state, tags }) => state === 'available' && tags[TAG.image] === 'good');

export const pendingOne = (stage: Stage): ImageRecord | undefined =>
  ownImages(stage).findLast(({ state }) => state === 'pending');
