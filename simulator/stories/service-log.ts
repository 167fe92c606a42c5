/** When the appliance could be used and when not: its address answers, and every route leads to the instance that answers. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { disagreements } from '../../shared/domain/traffic/placed.ts';
import { serves } from '../account/observe.ts';
import type { World } from '../account/world.ts';
import { truthOf } from '../checks/watch/truth.ts';

type Turn = { atMs: number; up: boolean };

export type ServiceLog = { turns: Turn[] };

export function isUp(world: World, appliance: Appliance): boolean {
  const { traffic } = truthOf(world, appliance);
  const { instanceId, networkInterfaceId, publicIp } = traffic.address;
  return serves(world, publicIp) && disagreements(traffic.parts, { instanceId, networkInterfaceId }).length === 0;
}

/** Looks after every change, and at the instants at which a booting machine begins to answer. */
export function keepServiceLog(world: World, appliance: Appliance): ServiceLog {
  const log: ServiceLog = { turns: [{ atMs: world.clock.nowMs(), up: isUp(world, appliance) }] };
  const expected = new Set<number>();
  const look = (): void => {
    const up = isUp(world, appliance);
    const nowMs = world.clock.nowMs();
    if (log.turns.at(-1)?.up !== up) log.turns.push({ atMs: nowMs, up });
    for (const { answersFromMs } of world.ec2.machines.values()) {
      if (!Number.isFinite(answersFromMs) || answersFromMs <= nowMs || expected.has(answersFromMs)) continue;
      expected.add(answersFromMs);
      world.clock.at(Math.ceil(answersFromMs), look);
    }
  };
  world.onChange(look);
  return log;
}

/** The seconds without service, from `fromMs` on; undefined while it is still missing. */
export function downSeconds({ turns }: ServiceLog, fromMs: number): number | undefined {
  let totalMs = 0;
  for (const [index, { atMs, up }] of turns.entries()) {
    const next = turns[index + 1];
    if (up) continue;
    if (!next) return undefined;
    if (next.atMs > fromMs) totalMs += next.atMs - Math.max(atMs, fromMs);
  }
  return totalMs / 1000;
}
