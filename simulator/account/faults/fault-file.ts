/** All about one kind of fault: what a scenario says of it, how it reads in the timeline, and what it does to the account. */
import { z } from 'zod';
import type { World } from '../world.ts';
import type { FaultOf } from './active.ts';
import type { Fault } from './fault.ts';
import type { Cast } from './roles.ts';

type Kind = Fault['kind'];

/** `Said`: with roles where the fault has ids. */
type About<Name extends Kind, Said> = {
  sentence(said: Said, cast: Cast): string;
  /** How its end reads, where that is more than the end of it. */
  repaired?(said: Said, cast: Cast): string;
  begin?(world: World, fault: FaultOf<Name>): void;
  end?(world: World, fault: FaultOf<Name>): void;
  /** Of one that waits for calls or events: how many it lets pass before it strikes. A scenario fails if it never strikes. */
  waits?(fault: FaultOf<Name>): number;
} & (Said extends FaultOf<Name>
  ? { cast?(said: Said, cast: Cast): FaultOf<Name> }
  : { cast(said: Said, cast: Cast): FaultOf<Name> });

export type FaultFile<Name extends Kind = Kind> = {
  schema: z.ZodType<{ kind: Name }>;
  sentence(said: never, cast: Cast): string;
  repaired?(said: never, cast: Cast): string;
  begin?(world: World, fault: never): void;
  end?(world: World, fault: never): void;
  waits?(fault: never): number;
  cast?(said: never, cast: Cast): FaultOf<Name>;
};

const schemaOf = <Name extends Kind, Fields extends z.ZodRawShape>(kind: Name, says: Fields) =>
  z.strictObject({ kind: z.literal(kind) }).extend(says);

type SchemaOf<Name extends Kind, Fields extends z.ZodRawShape> = ReturnType<typeof schemaOf<Name, Fields>>;

/** The file of one kind, under its name. `says`: what a scenario may say besides the kind. */
export function aFault<Name extends Kind, Fields extends z.ZodRawShape>(
  kind: Name,
  { says, ...about }: { says: Fields } & About<NoInfer<Name>, z.infer<SchemaOf<NoInfer<Name>, Fields>>>,
) {
  const file = { schema: schemaOf(kind, says), ...about };
  return { [kind]: file } as Record<Name, typeof file>;
}

/** An entry of the catalogue; `stories/catalogue/entry.ts` has the types of its deeds. */
type Entry<Deeds> = { shows: string; holds: string; deeds: Deeds; scenarios: string[] };
type AnyDeed = Readonly<Record<string, unknown>>;

/** It happens and is over. */
export const once = <const Deeds extends readonly AnyDeed[]>(id: string, name: string, entry: Entry<Deeds>) => ({
  ...{ id, name, kind: 'once' as const },
  ...entry,
});

/** Until it is repaired. */
export const lasts = <const Deeds extends readonly AnyDeed[]>(id: string, name: string, entry: Entry<Deeds>) => ({
  ...{ id, name, kind: 'lasts' as const },
  ...entry,
});
