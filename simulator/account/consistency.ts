/**
 * What a read sees. EC2 promises no read-your-writes, so every change becomes visible a seeded while after it was
 * made; until then reads show the value before it, or nothing for a resource that is new.
 */

import { READ_LAG } from '../durations.ts';
import { between } from '../random.ts';
import { dryRunPassed } from './aws-error.ts';
import type { Cell, Table } from './table.ts';
import type { World } from './world.ts';

/** One draw per change, so that what one action did appears at once in every kind of read. */
export function drawLagMs(world: World): number {
  let draw = world.random();
  const { lagFactor } = world.ec2.settings.consistency;
  const staleFloorMs = world.faults.active.reduce(
    (floor, { fault }) => (fault.kind === 'stale-reads' ? Math.max(floor, fault.seconds * 1000) : floor),
    0,
  );
  const row = READ_LAG.find(({ share }) => {
    draw -= share;
    return draw < 0;
  });
  return Math.max(staleFloorMs, between(world.random, (row ?? READ_LAG[0]).lagMs) * lagFactor);
}

/** A dry run ends where the first change would be made: every check of the action is behind it. */
export function endDryRun({ underWay }: World): void {
  if (underWay?.dryRun) throw dryRunPassed();
}

/** Changes the truth now and the view later. Never before an earlier change of the same resource: reads are monotone. */
export function write<Value>(
  world: World,
  table: Table<Value>,
  { id, value, lagMs }: { id: string; value: Value | undefined; lagMs: number },
): void {
  endDryRun(world);
  const nowMs = world.clock.nowMs();
  const cell = table.get(id) ?? { truth: undefined, past: [] };
  const pending = cell.past.filter(({ shownUntilMs }) => shownUntilMs > nowMs);
  const shownUntilMs = Math.max(nowMs + lagMs, pending.at(-1)?.shownUntilMs ?? 0);
  if (shownUntilMs > nowMs) pending.push({ value: cell.truth, shownUntilMs });
  table.set(id, { truth: value, past: pending });
}

function shown<Value>(world: World, cell: Cell<Value>): Value | undefined {
  if (cell.past.length === 0) return cell.truth;
  const nowMs = world.clock.nowMs();
  const old = cell.past.find(({ shownUntilMs }) => nowMs < shownUntilMs);
  if (!old) return cell.truth;
  return world.ec2.settings.consistency.flickers && world.random() < 0.5 ? cell.truth : old.value;
}

export const truth = <Value>(table: Table<Value>, id: string): Value | undefined => table.get(id)?.truth;

export function allTrue<Value>(table: Table<Value>): Value[] {
  return [...table.values()].flatMap(({ truth }) => (truth === undefined ? [] : [truth]));
}

export function visible<Value>(world: World, table: Table<Value>, id: string): Value | undefined {
  const cell = table.get(id);
  return cell && shown(world, cell);
}

export function allVisible<Value>(world: World, table: Table<Value>): Value[] {
  return [...table.values()].flatMap((cell) => {
    const value = shown(world, cell);
    return value === undefined ? [] : [value];
  });
}
