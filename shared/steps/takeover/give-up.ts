/** Terminates what a takeover launched and does not use: stuck, dead at birth, or left by an attempt that failed. */
import { terminate } from '../../aws/launch.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import { type Instance, TAG, type Traffic } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';
import { leadsToInstance } from '../../domain/traffic.ts';
import { readTraffic } from './read-traffic.ts';

/** What is stuck should not run one day unwatched; but it costs money at worst, and is no reason to stop here. */
export async function giveUp(instanceId: string, { clients, log }: Deps): Promise<void> {
  try {
    await terminate(clients, instanceId);
  } catch (cause) {
    log({ level: 'warn', message: `left behind: ${messageOf(cause)}` });
  }
}

/** Nobody else is at work with one of this generation; with one of an earlier a person may be, so the traffic is asked. */
export async function giveUpSuperfluous(superfluous: Instance[], plan: TakeoverPlan, deps: Deps): Promise<void> {
  const isOwn = ({ tags }: Instance): boolean => tags[TAG.generation] === String(plan.generation);
  const idle = await idleOf(
    superfluous.filter((instance) => !isOwn(instance)),
    plan,
    deps,
  );
  await Promise.all([...superfluous.filter(isOwn), ...idle].map(({ id }) => giveUp(id, deps)));
}

async function idleOf(earlier: Instance[], plan: TakeoverPlan, deps: Deps): Promise<Instance[]> {
  if (earlier.length === 0) return [];
  try {
    const traffic = await readTraffic(plan, deps);
    return earlier.filter((instance) => !carriesAny(traffic, instance));
  } catch (cause) {
    deps.log({ level: 'warn', message: `left behind, as who carries the traffic is unknown: ${messageOf(cause)}` });
    return [];
  }
}

const carriesAny = ({ address, routes }: Traffic, instance: Instance): boolean =>
  address.instanceId === instance.id || routes.some((route) => leadsToInstance(route, instance));
