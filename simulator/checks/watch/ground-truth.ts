/** What is ours by the record of who asked for it: no tag, no name and no input of an execution counts. */
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { allTrue, truth } from '../../account/consistency.ts';
import { observe } from '../../account/observe.ts';
import type { World } from '../../account/world.ts';
import { isOurs } from './touched.ts';

export type GroundTruth = {
  /** Instances that held an address of ours when the scenario began, or that got it by hand since. */
  holders: Set<string>;
  /** The configured instances: they held the address at the beginning, or carried the configured name or id then. */
  configured: Set<string>;
};

const madeByUs = (record: { madeBy?: string | undefined } | undefined): boolean =>
  record?.madeBy !== undefined && isOurs(record.madeBy);

const holdersOf = (world: World, { appliances }: Configuration): string[] =>
  appliances.flatMap((appliance) => observe(world, appliance).address.instanceId ?? []);

export function beginning(world: World, configuration: Configuration): GroundTruth {
  const { instances } = world.ec2;
  const names = configuration.appliances.map(({ instance }) => instance);
  const configured = allTrue(instances).filter(({ id, tags }) => names.includes(id) || names.includes(tags.Name ?? ''));
  const holders = holdersOf(world, configuration);
  return {
    holders: new Set(holders),
    configured: new Set([...configured.map(({ id }) => id), ...holders]),
  };
}

/** An instance that got the address by hand may be replaced and fenced, and may get the traffic back. */
export function noteHolders(known: GroundTruth, world: World, configuration: Configuration): void {
  for (const id of holdersOf(world, configuration)) known.holders.add(id);
}

export const isLaunchedByUs = (world: World, id: string): boolean => madeByUs(truth(world.ec2.instances, id));

export const mayStop = (world: World, known: GroundTruth, id: string): boolean =>
  known.holders.has(id) || known.configured.has(id) || isLaunchedByUs(world, id);

/** Vouched for by a person, as their execution of the rotation machine says; the tag on the instance is no proof. */
const isVouched = ({ stepFunctions }: World, id: string): boolean =>
  stepFunctions.executions.some(
    ({ machineName, startedBy, input }) =>
      machineName.endsWith('-rotation') && startedBy !== 'stranger' && input.includes('vouch') && input.includes(id),
  );

/** Answering since it got the address puts a person's machine in the line; another team's machine is never adopted. */
export function mayAdopt(world: World, known: GroundTruth, id: string): boolean {
  if (known.configured.has(id) || isLaunchedByUs(world, id) || isVouched(world, id)) return true;
  return !isForeign(truth(world.ec2.instances, id));
}

/** Of another team, or planted by a stranger. */
export const isForeign = (record: { madeBy?: string | undefined } | undefined): boolean =>
  record?.madeBy === 'bystander' || record?.madeBy === 'stranger';

/** What was there before without a maker is ours: the images and snapshots of earlier nights. */
export const isOurImage = (record: { madeBy?: string | undefined }): boolean =>
  record.madeBy === undefined || madeByUs(record);
