/**
 * Switchover only: waits until both EC2 status checks of the replacement pass and it has run for as long as its image was
 * seen to need, while watching the old one. If that one fails meanwhile, its traffic has nothing left to wait for and moves
 * at once.
 */
import { readInstance, readStatus } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { isImpaired } from '../../domain/decision/evidence.ts';
import { bootSeconds } from '../../domain/decision/planned-move.ts';
import { RefusedError } from '../../domain/errors.ts';
import { plusSeconds, secondsBetween } from '../../domain/instants.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { poll } from '../pace/poll.ts';
import { look } from '../world/look.ts';
import type { Healthy } from './facts.ts';
import { parseWithReplacement, type WithReplacement } from './input.ts';

const WAIT = { seconds: 40, everyMs: 5_000 };

/** Status checks run every minute; an instance that has not passed both after so long never will. */
const HEALTHY_SECONDS_MAX = 900;

export const awaitHealthy: Step<WithReplacement, Healthy> = {
  parse: parseWithReplacement,
  async run({ plan, replacement }, deps) {
    const bootedAt = plusSeconds(replacement.runningAt, bootSeconds(plan));
    const now = (): string => deps.clock.now().toISOString();
    const detail = await poll(deps.clock, WAIT, async () => {
      const [status, oldFailed] = await Promise.all([
        readStatus(deps.clients, replacement.instanceId),
        whyOldFailed(plan, deps),
      ]);
      const healthy = status !== 'throttled' && status.status === 'ok';
      if (healthy && now() >= bootedAt) return 'both status checks pass';
      return oldFailed && `the old one failed meanwhile: ${oldFailed}`;
    });
    if (detail) return { healthy: true, at: now(), detail };
    const waitedSeconds = secondsBetween({ from: replacement.runningAt, to: now() });
    if (waitedSeconds > HEALTHY_SECONDS_MAX && now() >= bootedAt) {
      throw new RefusedError(
        `${replacement.instanceId} has not passed its status checks in ${Math.round(waitedSeconds)} s`,
      );
    }
    const measured = now() < bootedAt ? ` of the ${bootSeconds(plan)} s that a boot was measured to take` : '';
    return { healthy: false, at: now(), detail: `waited ${Math.round(waitedSeconds)} s${measured}` };
  },
};

/** Undefined while it may still be serving; what cannot be read says nothing. */
async function whyOldFailed({ old, probe }: TakeoverPlan, deps: Deps): Promise<string | undefined> {
  if (!old) return 'there is none';
  const [reading, status] = await Promise.all([
    readInstance(deps.clients, old.instanceId),
    readStatus(deps.clients, old.instanceId),
  ]);
  if (reading.reading === 'absent') return `${old.instanceId} is gone`;
  if (reading.reading === 'described' && reading.instance.state !== 'running')
    return `${old.instanceId} is ${reading.instance.state}`;
  if (status === 'throttled' || !isImpaired(status.status)) return undefined;
  return (await look(probe, deps)).verdict === 'failing' ? `${old.instanceId} is impaired and silent` : undefined;
}
