/** How what was there before the story gets its id, its Name and its place in a table. */
import { write } from '../../consistency.ts';
import type { Tags } from '../../filters.ts';
import type { Table } from '../../table.ts';
import type { World } from '../../world.ts';
import { newId } from '../ids.ts';

/** What was there before the story began has been visible for long. */
export function settle<Value extends { id: string }>(world: World, table: Table<Value>, value: Value): Value {
  write(world, table, { id: value.id, value, lagMs: 0 });
  return value;
}

/** An id is taken as it is; a name becomes the Name tag of something new. */
export function named(
  world: World,
  { wanted, prefix }: { wanted: string; prefix: string },
): { id: string; tags: Tags } {
  if (wanted.startsWith(`${prefix}-`)) return { id: wanted, tags: {} };
  return { id: newId(world, prefix), tags: { Name: wanted } };
}
