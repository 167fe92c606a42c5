/** What is broken in the simulated account now. Faults are data, so that a scenario file can name them. */

import type { World } from '../world.ts';
import { begin, end } from './all.ts';
import type { Fault } from './fault.ts';

export function switchOn(world: World, fault: Fault): void {
  world.faults.active.push({ fault, sinceMs: world.clock.nowMs(), hits: 0 });
  begin(world, fault);
  world.changed(`fault: ${fault.kind}`);
}

/** Ends every active fault that is described by the same values; without one there is nothing to end. */
export function switchOff(world: World, fault: Fault): void {
  const described = JSON.stringify(fault);
  const left = world.faults.active.filter((active) => JSON.stringify(active.fault) !== described);
  if (left.length === world.faults.active.length) return;
  world.faults.active = left;
  end(world, fault);
  world.changed(`fault over: ${fault.kind}`);
}
