/** Terminates what a takeover launched and does not use: stuck, dead at birth, or left by an attempt that failed. */
import { terminate } from '../../aws/launch.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Instance } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { carriesAny } from '../../domain/traffic/placed.ts';
import { readTraffic } from './read-traffic.ts';

/** What is stuck should not run one day unwatched; but it costs money at worst, and is no reason to stop here. */
export async function giveUp(instanceId: string, { clients, log }: Deps): Promise<boolean> {
  try {
    await terminate(clients, instanceId);
    return true;
  } catch (cause) {
    log({ level: 'warn', message: `left behind: ${messageOf(cause)}` });
    return false;
  }
}

/** An operator may be at work with one of them, so the traffic is read, and what cannot be read is no permission. */
export async function giveUpSuperfluous(superfluous: Instance[], plan: TakeoverPlan, deps: Deps): Promise<void> {
  const idle = await idleOf(superfluous, plan, deps);
  await Promise.all(idle.map(({ id }) => giveUp(id, deps)));
}

/** Those that neither the address nor a route leads to; none where that cannot be read. */
export async function idleOf(instances: Instance[], plan: TakeoverPlan, deps: Deps): Promise<Instance[]> {
  if (instances.length === 0) return [];
  try {
    const traffic = await readTraffic(plan, deps);
    return instances.filter((instance) => !carriesAny(traffic, instance));
  } catch (cause) {
    deps.log({ level: 'warn', message: `left behind, as who carries the traffic is unknown: ${messageOf(cause)}` });
    return [];
  }
}
