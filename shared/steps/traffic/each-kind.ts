/** The tables of `kinds.ts`, applied to parts of any kind. */
import type { Deps } from '../../deps.ts';
import type { CheckQuestion } from '../../domain/takeover/dry-run.ts';
import type { Part, PartKind, Placed, Receiver } from '../../domain/traffic/part.ts';
import type { Attempt } from '../dry-runs/dry-runs.ts';
import type { Attempts, Read, Seen, Write } from './kind.ts';

type Reads<Kind extends PartKind> = { [K in Kind]: Read<K> };
type Writes<Kind extends PartKind> = { [K in Kind]: Write<K> };

type Wanted = Seen & { parts: Part[] };

/** Every part of one kind. */
export function readKind<Kind extends PartKind>(
  reads: Reads<Kind>,
  kind: Kind,
  { parts, ...seen }: Wanted,
  deps: Deps,
): Promise<Placed<Kind>[]> {
  const read: Read<Kind> = reads[kind];
  return read(parts.filter((part) => part.kind === kind) as Part<Kind>[], seen, deps);
}

/** Every part of these kinds, side by side and in the order of the table. */
export async function readParts<Kind extends PartKind>(
  reads: Reads<Kind>,
  wanted: Wanted,
  deps: Deps,
): Promise<Placed<Kind>[]> {
  const kinds = Object.keys(reads) as Kind[];
  return (await Promise.all(kinds.map((kind) => readKind(reads, kind, wanted, deps)))).flat();
}

/** `part` is where it was read before, and `at` when its write was answered. */
export type MovedPart = { part: Placed; to: Receiver; at: string };

/** One move, to the new receiver or back to the old one. */
export async function movePart<Kind extends PartKind>(
  writes: Writes<Kind>,
  { part, to }: Omit<MovedPart, 'at'>,
  deps: Deps,
): Promise<MovedPart> {
  const write: Write<Kind> = writes[part.kind as Kind];
  await write(part as Placed<Kind>, to, deps);
  return { part, to, at: deps.clock.now().toISOString() };
}

/** Reads first: they can do no harm, and nothing is tried on what cannot be read. */
export function attemptsFor(table: Partial<Record<PartKind, Attempts>>, question: CheckQuestion): Attempt[] {
  const all = Object.values(table).flatMap((attempts) => attempts(question));
  const isLook = (attempt: Attempt): boolean => 'look' in attempt;
  return [...all.filter(isLook), ...all.filter((attempt) => !isLook(attempt))];
}
