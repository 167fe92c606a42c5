/** Terminates what a takeover launched and does not use: stuck, dead at birth, or left by an attempt that failed. */
import { terminate } from '../../aws/launch.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Instance, Traffic } from '../../domain/snapshot.ts';
import { leadsToInstance } from '../../domain/traffic.ts';
import { replacementIdIn } from './facts.ts';
import { findUnused } from './find-leftover.ts';
import type { TakeoverInput } from './input.ts';
import { readTraffic } from './read-traffic.ts';

/** What is stuck should not run one day unwatched; but it costs money at worst, and is no reason to stop here. */
export async function giveUp(instanceId: string, { clients, log }: Deps): Promise<void> {
  try {
    await terminate(clients, instanceId);
  } catch (cause) {
    log({ level: 'warn', message: `left behind: ${messageOf(cause)}` });
  }
}

/**
 * At the end of a takeover, when whatever its launches have come to has had time to show: two appliances that take
 * themselves for one would fight. A person may be at work with one of them, so the traffic is asked. `holds` is whether
 * the replacement of this takeover holds the address.
 */
export async function giveUpUnused({ plan, done }: TakeoverInput, holds: boolean, deps: Deps): Promise<void> {
  try {
    const unused = await findUnused(plan, { own: replacementIdIn(done), holds }, deps);
    if (unused.length === 0) return;
    const traffic = await readTraffic(plan, deps);
    await Promise.all(unused.filter((each) => !carriesAny(traffic, each)).map(({ id }) => giveUp(id, deps)));
  } catch (cause) {
    deps.log({ level: 'warn', message: `left behind, as who carries the traffic is unknown: ${messageOf(cause)}` });
  }
}

const carriesAny = ({ address, routes }: Traffic, instance: Instance): boolean =>
  address.instanceId === instance.id || routes.some((route) => leadsToInstance(route, instance));
