/** The words of the page about decisions: for each reason to hold, whose request it holds, what it means, and what to do. */
import type { HoldReason } from '../../shared/domain/decision/hold-reason.ts';
import { SETTLE_SECONDS } from '../../shared/machines/time-outs.ts';

/** `automatic`: an alarm, an event or the sweep asked, and a start by hand is not held. `unforced`: only a start by hand is. */
export const HOLDS = {
  everyone: 'everyone',
  automatic: 'automatic',
  unforced: 'by hand, until forced',
  'automatic-and-unforced-switchover': 'automatic; a switchover by hand, until forced',
} as const;

type Reason = { holds: keyof typeof HOLDS; means: string; toDo: string };

/** In the order of the page: what holds everyone comes first. */
export const HOLD_REASONS: Record<HoldReason, Reason> = {
  'unknown-appliance': {
    holds: 'everyone',
    means: 'The input or the alarm names an appliance that `appliances.yml` does not have',
    toDo: 'Correct the name; the sentence lists the known names. After you remove an appliance, delete its old alarm',
  },
  'no-holder': {
    holds: 'everyone',
    means: 'The address is attached to nothing. No takeover, no status check alarm and no tag names its last holder',
    toDo: 'Attach it to the appliance, or tag the address `failover:active-instance`. The next sweep adopts the holder',
  },
  'not-owner': {
    holds: 'everyone',
    means: '`failover:owner` on the address names another stack',
    toDo: 'Find out which of the two stacks must protect it. To hand it over, change the tag',
  },
  'already-running': {
    holds: 'everyone',
    means: 'A takeover of this appliance runs, or waits to be redriven',
    toDo: 'Watch that execution. Stop it only if it cannot end',
  },
  settling: {
    holds: 'everyone',
    means: `A takeover ended less than ${SETTLE_SECONDS} seconds ago, and one of its requests may still reach EC2 late`,
    toDo: 'Wait until the time in the sentence, then start again',
  },
  'not-our-alarm': {
    holds: 'automatic',
    means:
      'The event is about an alarm of another stage, account or Region, or about an alarm that failover does not manage',
    toDo: 'Nothing, unless you sent the event by hand: then send one about an alarm of this stage',
  },
  'not-in-alarm': {
    holds: 'automatic',
    means: 'The alarm went to `OK` or `INSUFFICIENT_DATA`',
    toDo: 'Nothing',
  },
  stale: {
    holds: 'automatic',
    means:
      "The alarm or EC2's event is older than 15 minutes, or older than the end of the last takeover. Or it is about an instance that does not hold the address",
    toDo: 'Nothing. If the alarm still watches a former instance, the next sweep sets it to the active one',
  },
  paused: {
    holds: 'automatic',
    means: '`failover:paused-until` on the address is in the future, or is not a valid time',
    toDo: 'Remove the tag to resume, or start by hand',
  },
  'address-moved': {
    holds: 'automatic',
    means:
      "The address was given to another instance, which the sweep has not adopted yet. The probe has to prove itself anew for that instance. The tag `failover:active-instance` alone does not cause this hold: a takeover that moved the traffic to the holder, the status check alarm that watches the holder, or the holder's image outweighs the tag",
    toDo: 'Nothing, if the change was intended. If the instance is down, give the address back, or start by hand',
  },
  healthy: {
    holds: 'automatic',
    means: 'The appliance answers',
    toDo: 'Nothing. If users report a failure, check the network behind the appliance. You can still start a switchover',
  },
  answers: {
    holds: 'unforced',
    means:
      'A start by hand asked for a `failover` of an appliance that answers, without `"force": true` in the input. EC2 does not report it as impaired',
    toDo: 'Start a `switchover`, which stops the old instance only after the new one has answered. To replace it at once, add `"force": true`',
  },
  unconfirmed: {
    holds: 'automatic',
    means: 'One witness reports a failure, and no second one confirms it. Or the prober itself is cut off',
    toDo: 'Check the appliance directly. If it is down, start by hand',
  },
  'probe-unproven': {
    holds: 'automatic-and-unforced-switchover',
    means:
      'The appliance does not answer. But since adoption, or since its probe was changed, the probe has not yet succeeded for five minutes. A closed port may be the cause. Also a `switchover` while no boot was measured: nothing could show when the new instance serves',
    toDo: 'Allow the port of the probe in the security group of the appliance, or probe another port or `host`. If the appliance is down, start by hand. For a switchover: the same, or start a rotation that proves an image, or add `"force": true`',
  },
  rebooting: {
    holds: 'automatic',
    means:
      'The appliance does not answer, but its host is healthy. Its `rebootGraceSeconds`, or the time announced for a [nightly reboot](images.md#what-an-image-holds), are not over',
    toDo: 'Wait until the time in the sentence. If it is not a reboot, start by hand',
  },
  'stopped-by-person': {
    holds: 'automatic',
    means: 'A person or a program stopped the instance through EC2 less than ten minutes ago',
    toDo: 'Start it again, or start a takeover by hand. After ten minutes it counts as failed',
  },
  'address-detached': {
    holds: 'automatic',
    means: 'The instance runs, but the address was detached from it by hand',
    toDo: 'Attach the address again, or start a takeover by hand',
  },
  'needs-a-person': {
    holds: 'automatic',
    means: 'Replacements from two images in a row never answered. Automatic takeovers are held for a day',
    toDo: 'Find out why, with an older image if necessary, then start by hand',
  },
  'cooling-down': {
    holds: 'automatic',
    means: 'The last takeover moved traffic and was not undone, and its `cooldownMinutes` are not over',
    toDo: 'If the new instance has also failed, start by hand',
  },
  'retry-later': {
    holds: 'automatic',
    means:
      'The last takeovers failed before they had moved everything, or were undone. The next attempt waits 1, 2, 4, 8, then 15 minutes',
    toDo: 'Read the failure of the last takeover and fix its cause. To try at once, start by hand',
  },
  'observe-only': {
    holds: 'automatic',
    means: '`mode: observe`: in `mode: auto` a takeover would have begun',
    toDo: 'If the decision was right, start by hand. Set `mode: auto` when you trust it',
  },
};
