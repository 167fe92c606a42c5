/** What breaks one thing in the simulated account, each with what puts it right again. */

import { allTrue, truth, write } from '../../../simulator/account/consistency.ts';
import type { Fault } from '../../../simulator/account/faults/fault.ts';
import type { Tags } from '../../../simulator/account/filters.ts';
import type { Table } from '../../../simulator/account/table.ts';
import type { World } from '../../../simulator/account/world.ts';
import type { Simulation } from '../../../simulator/stories/simulation.ts';
import { addressIn } from '../swept.ts';

/** Puts right what was broken. */
export type Repair = () => unknown;

export type Break = (simulation: Simulation, active: string) => Repair | Promise<Repair>;

type Record<Value> = { id: string; value: Value };

export function put<Value>(world: World, table: Table<Value>, { id, value }: Record<Value>): Repair {
  const before = truth(table, id);
  write(world, table, { id, value, lagMs: 0 });
  return () => (before === undefined ? table.delete(id) : write(world, table, { id, value: before, lagMs: 0 }));
}

export function change<Value extends { id: string }>(
  world: World,
  table: Table<Value>,
  changed: (value: Value) => Value,
): Repair {
  const repairs = allTrue(table).map((value) => put(world, table, { id: value.id, value: changed(value) }));
  return () => repairs.map((repair) => repair());
}

/** For what is no table of EC2's: the copy is what it is put back to. */
export function takeAway<Key, Value>(all: Map<Key, Value>): Repair {
  const before = [...all];
  all.clear();
  return () => before.map(([key, value]) => all.set(key, value));
}

export function tagAddress({ world }: Simulation, allocationId: string, tags: Tags): Repair {
  const value = truth(world.ec2.addresses, allocationId);
  if (!value) throw new Error(`there is no ${allocationId}`);
  return put(world, world.ec2.addresses, { id: allocationId, value: { ...value, tags: { ...value.tags, ...tags } } });
}

/** Of the only appliance. */
export const tagIts = (simulation: Simulation, tags: Tags): Repair =>
  tagAddress(simulation, addressIn(simulation).allocationId, tags);

export function fault({ inject, repair }: Simulation, wrong: Fault): Repair {
  inject(wrong);
  return () => repair(wrong);
}

/** The product puts it right itself, as the sentence promises. */
export const swept =
  ({ invoke }: Simulation): Repair =>
  () =>
    invoke('sweep', {});

export const agoIn = ({ clock }: Simulation, seconds: number): string =>
  new Date(clock.nowMs() - seconds * 1000).toISOString();
