/**
 * The rules of a planned move. Its old instance serves until the traffic moves, so that it is the way back: it is stopped
 * only after the new one has answered, and gets the traffic back when the new one stays silent.
 */

import type { MeasuredBoot } from '../takeover/measured-boot.ts';
import type { TakeoverPlan } from '../takeover/takeover-plan.ts';
import type { HoldReason } from './hold-reason.ts';
import type { Trigger } from './trigger.ts';

/** How long a new instance may be silent at the floating address before the traffic goes back. */
export const SILENCE_SECONDS_MAX = 60;

/** Under a licence that forbids two running copies the old one is stopped first, and there is no way back. */
export const keepsOld = ({ mode, fencing }: Pick<TakeoverPlan, 'mode' | 'fencing'>): boolean =>
  mode === 'switchover' && fencing === 'stop-last';

/** Two witnesses have called the old instance failed: nothing goes back to it. */
export const neverGoesBack = ({ mode, automatic }: Pick<TakeoverPlan, 'mode' | 'automatic'>): boolean =>
  automatic && mode === 'failover';

/**
 * How long the new one runs before the traffic moves to it: as long as its image was seen to need, within the boot limit.
 * What is to be finished may have some of the traffic already, and waits for nothing.
 */
export const bootSeconds = ({ mode, fencing, finish, measuredBoot, bootLimitSeconds }: TakeoverPlan): number =>
  keepsOld({ mode, fencing }) && !finish ? Math.min(measuredBoot?.seconds ?? 0, bootLimitSeconds) : 0;

/**
 * A planned move that went back leaves the appliance as it was, so that nothing delays an automatic takeover: the old one
 * may fail in the next minute.
 */
export const wentBack = (plan: TakeoverPlan | undefined, { undone }: { undone: boolean }): boolean =>
  plan !== undefined && keepsOld(plan) && undone;

/** A takeover that finishes a planned move moves as carefully; an operator who forces a failover does not want that. */
export const modeOf = (trigger: Trigger, finished: TakeoverPlan | undefined): TakeoverPlan['mode'] => {
  const forced = trigger.by === 'person' && trigger.mode === 'failover' && trigger.force === true;
  if (trigger.mode === 'switchover') return 'switchover';
  return finished?.mode === 'switchover' && !forced ? 'switchover' : 'failover';
};

type Known = {
  trigger: Trigger;
  fencing: TakeoverPlan['fencing'];
  /** Whether its probe has succeeded for five minutes. */
  probeProven: boolean;
  measuredBoot: MeasuredBoot | undefined;
};

/**
 * Nothing tells when the new one serves, and its silence would prove nothing: such a move would be rolled back however well
 * the new one is.
 */
export function holdUnproven(known: Known): { because: HoldReason; detail: string } | undefined {
  const { trigger, fencing, probeProven, measuredBoot } = known;
  if (trigger.by !== 'person' || trigger.mode !== 'switchover' || trigger.force === true) return undefined;
  if (!keepsOld({ mode: trigger.mode, fencing }) || probeProven || measuredBoot) return undefined;
  return {
    because: 'probe-unproven',
    detail:
      'the probe has not yet succeeded for five minutes, and no boot was measured, so that nothing tells when a new instance serves: let the probe in (security group), or wait for a rotation that proves an image, or put "force": true into the input',
  };
}
