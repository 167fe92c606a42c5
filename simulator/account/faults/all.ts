/** Every kind of fault: the compiler names one that is declared in `fault.ts` and has no file, or a file without its kind. */
import { z } from 'zod';
import type { World } from '../world.ts';
import type { Fault } from './fault.ts';
import type { FaultFile } from './fault-file.ts';
import { OF_CALLS } from './of-calls.ts';
import { OF_IMAGES } from './of-images.ts';
import { OF_LAUNCHES } from './of-launches.ts';
import { OF_MACHINES } from './of-machines.ts';
import { OF_PEOPLE } from './of-people.ts';
import { OF_PLANTS } from './of-plants.ts';
import { OF_STRANGERS } from './of-strangers.ts';
import { OF_TRIGGERS } from './of-triggers.ts';
import type { Cast } from './roles.ts';

/** What the kinds of a file have in common. */
export type FaultGroup = 'machines' | 'launches' | 'images' | 'people' | 'calls' | 'triggers' | 'strangers';

const GROUPS: Record<FaultGroup, object> = {
  machines: OF_MACHINES,
  launches: OF_LAUNCHES,
  images: OF_IMAGES,
  people: OF_PEOPLE,
  calls: OF_CALLS,
  triggers: OF_TRIGGERS,
  strangers: { ...OF_STRANGERS, ...OF_PLANTS },
};

export const isOfGroup = (group: FaultGroup, kind: Fault['kind']): boolean => Object.hasOwn(GROUPS[group], kind);

type Files = { [Kind in Fault['kind']]: FaultFile<Kind> };

const FAULTS = {
  ...{
    ...OF_MACHINES,
    ...OF_LAUNCHES,
    ...OF_IMAGES,
    ...OF_PEOPLE,
    ...OF_CALLS,
    ...OF_TRIGGERS,
    ...OF_STRANGERS,
    ...OF_PLANTS,
  },
} satisfies Files;

/** As a scenario names it: with roles where the fault has ids. */
export type ScenarioFault = { [Kind in Fault['kind']]: z.infer<(typeof FAULTS)[Kind]['schema']> }[Fault['kind']];

const [first, ...others] = Object.values(FAULTS).map(({ schema }) => schema);
if (!first) throw new Error('there is no fault');

export const fault = z.discriminatedUnion('kind', [first, ...others]);

/** The published schema has the faults once, under this name. */
z.globalRegistry.add(fault, { id: 'fault', description: 'What goes wrong. docs/reference/faults.md has every fault.' });

const fileOf = (kind: Fault['kind']): FaultFile => FAULTS[kind];

/** The fault with ids in it. */
export function castFault(cast: Cast, said: ScenarioFault): Fault {
  return fileOf(said.kind).cast?.(said as never, cast) ?? (said as Fault);
}

/** For the timeline. */
export const faultSentence = (cast: Cast, said: ScenarioFault): string =>
  fileOf(said.kind).sentence(said as never, cast);

export const repairSentence = (cast: Cast, said: ScenarioFault): string =>
  fileOf(said.kind).repaired?.(said as never, cast) ?? `over: ${faultSentence(cast, said)}`;

export const begin = (world: World, it: Fault): void => fileOf(it.kind).begin?.(world, it as never);

export const end = (world: World, it: Fault): void => fileOf(it.kind).end?.(world, it as never);

/** How many calls or events it lets pass; undefined for a fault that strikes at once. */
export const waits = (it: Fault): number | undefined => fileOf(it.kind).waits?.(it as never);
