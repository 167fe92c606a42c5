/** Why a standby of tier `stopped` runs, where it is ours that it does. */
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { SWEPT_SECONDS } from '../../domain/decision/early-launch.ts';
import type { RunsAs } from '../../domain/decision/standby-state.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { type Instance, isStopped, TAG } from '../../domain/snapshot.ts';
import { earlyStartOf } from '../provenance/early-start.ts';
import { isUnsettled } from '../provenance/standby-origin.ts';

/**
 * Undefined where it does not run, or where a person or a takeover started it.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function runsAs(
  standby: Instance,
  { name: appliance, standby: { tier } }: Appliance,
  deps: Deps,
): Promise<RunsAs | undefined> {
  if (tier !== 'stopped' || isStopped(standby.state)) return undefined;
  if (await isUnsettled(standby, { appliance, by: standby.tags[TAG.by] }, deps)) return 'unsettled';
  if ((await earlyStartOf(standby, appliance, deps)) === undefined) return undefined;
  const now = deps.clock.now().toISOString();
  const seconds = secondsBetween({ from: standby.launchedAt ?? now, to: now });
  return seconds < SWEPT_SECONDS ? 'early' : 'left';
}
