/** The holder of the address, with the takeover that provably launched it: what its tags say of that decides nothing. */
import type { Deps } from '../../deps.ts';
import { launcherAmong } from '../../domain/decision/history.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { aheadLaunchOf } from '../provenance/ahead-launch.ts';
import type { History } from './read-history.ts';
import type { Holder } from './read-world.ts';

/**
 * What was launched early counts as launched by the first takeover that may use it: only a takeover tags it as a replacement.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function holdingOf(
  appliance: string,
  { holder, history: { past } }: { holder: Holder | undefined; history: History },
  deps: Deps,
): Promise<Instance | undefined> {
  if (holder?.reading.reading !== 'described') return undefined;
  const { instance } = holder.reading;
  const launchedBy =
    launcherAmong(past, instance, deps.deployment.stage) ??
    (await aheadLaunchOf(instance, appliance, deps))?.generation;
  return { ...instance, launchedBy };
}
