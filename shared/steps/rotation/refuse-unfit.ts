/** Asked again where the gate's answer may be out of date: whether the active instance is still fit to be copied. */
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { excusedUntil } from '../../domain/decision/reboot.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import type { Address } from '../../domain/snapshot.ts';
import { whyUnhealthy } from './why-unhealthy.ts';

type Candidate = { appliance: Appliance; address: Address; active: string };

/**
 * @throws RefusedError when it is not.
 * @throws TransientError when it is unknown, or while it is excused because a rotation reboots it.
 */
export async function refuseUnfit(candidate: Candidate, deps: Deps): Promise<void> {
  const unfit = await whyUnhealthy(candidate, deps);
  if (!unfit) return;
  const { bootLimitSeconds } = candidate.appliance;
  const excused = excusedUntil(candidate.address, { bootLimitSeconds, now: deps.clock.now().toISOString() });
  if (unfit.sure && excused === undefined) throw new RefusedError(`no image is taken: ${unfit.why}`);
  throw new TransientError(excused === undefined ? unfit.why : `${unfit.why}; rebooted, and excused until ${excused}`);
}
