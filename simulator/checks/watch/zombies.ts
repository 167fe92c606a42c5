/** S11: a retired instance that runs all the same, for as long as a sweep could have stopped it. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { generationOf } from '../../../shared/domain/decision/generation.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { truth } from '../../account/consistency.ts';
import { isSpent } from '../../account/faults/active.ts';
import type { ActiveFault, Fault } from '../../account/faults/fault.ts';
import { isClosed, isForged } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import { unfencedTooLong, ZOMBIE_SECONDS_MAX } from '../rules/conduct.ts';
import { truthOf } from './truth.ts';

/** What keeps a sweep from its work, for as long as it lasts. */
const HINDRANCES: Fault['kind'][] = [
  ...(['zone-lost', 'throttled', 'stale-reads', 'stop-protected', 'hung-stop', 'schedule-stopped'] as const),
  ...(['deny', 'slow', 'owned-by-another-stack'] as const),
];

const hinders = (active: ActiveFault): boolean =>
  HINDRANCES.includes(active.fault.kind) ||
  (['fail', 'lose-answer', 'lose-request'].includes(active.fault.kind) && !isSpent(active));

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

/** A takeover at work is let finish first, what AWS refuses to everybody no sweep can do, and none comes while all rests. */
export function isHindered(world: World, appliance: Appliance): boolean {
  const { faults, cloudwatch, clock } = world;
  return (
    cloudwatch.evaluation.restUntilMs > clock.nowMs() ||
    faults.active.some(hinders) ||
    takeoverRunsSince(world, appliance) !== undefined
  );
}

/** Since when a takeover of ours is at work. */
export function takeoverRunsSince({ stepFunctions }: World, { name }: Appliance): string | undefined {
  const running = stepFunctions.executions.find(
    (each) => generationOf(each.name, name) !== undefined && !isForged(each) && !isClosed(each),
  );
  return running && instant(running.startedAtMs);
}

/** EC2 stops no Spot Instance of a one-time request, for any caller. */
function zombiesOf(world: World, appliance: Appliance): string[] {
  const { traffic, instances } = truthOf(world, appliance);
  return instances
    .filter(({ id, state }) => state === 'running' && id !== traffic.address.instanceId)
    .filter(({ id, tags }) => tags[TAG.role] === 'retired' && !truth(world.ec2.instances, id)?.spot)
    .map(({ id }) => id);
}

/** Where schedules run; elsewhere no sweep starts. */
export function watchZombies(world: World, appliance: Appliance, report: (found: string[]) => void): void {
  const { clock } = world;
  const sinceMs = new Map<string, number>();
  const look = (): void => {
    const zombies = isHindered(world, appliance) ? [] : zombiesOf(world, appliance);
    for (const id of sinceMs.keys()) if (!zombies.includes(id)) sinceMs.delete(id);
    for (const id of zombies) {
      const since = sinceMs.get(id);
      if (since !== undefined) report(unfencedTooLong(id, { since: instant(since), now: instant(clock.nowMs()) }));
      else {
        sinceMs.set(id, clock.nowMs());
        clock.at(clock.nowMs() + ZOMBIE_SECONDS_MAX * 1000 + 1000, look);
      }
    }
  };
  if (appliance.mode === 'auto') world.onChange(look);
}
