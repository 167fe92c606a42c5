/** For every reason to hold: whether operators are notified, and with which words. */
import type { HoldReason } from '../decision/hold-reason.ts';
import type { Severity } from './message.ts';

type HoldWords = { severity: Severity; headline: string; means: string; toDo: string };

/**
 * Not notified are holds that need no action: an execution at work, a healthy appliance, alarms of others. Complete,
 * because a reason that is missing here would never be reported.
 */
export const HOLDS: Record<HoldReason, HoldWords | 'not-notified'> = {
  'already-running': 'not-notified',
  settling: 'not-notified',
  stale: 'not-notified',
  'not-in-alarm': 'not-notified',
  healthy: 'not-notified',
  'not-our-alarm': 'not-notified',
  answers: {
    severity: 'warning',
    headline: 'not taken over, it answers',
    means:
      'A person asked for a failover of an appliance that answers. A failover replaces it at once, and sessions are cut.',
    toDo: 'Start a switchover. To replace it at once all the same, start the failover again with "force": true in its input.',
  },
  'unknown-appliance': {
    severity: 'warning',
    headline: 'not taken over, it is not configured',
    means: 'An alarm or a person names an appliance that appliances.yml does not have.',
    toDo: 'Correct the name. After a removal, delete the old alarm, or it asks again.',
  },
  'no-holder': {
    severity: 'critical',
    headline: 'not taken over, no instance has the address',
    means:
      'Without a holder, now or on record, it is unknown what to replace. No packets pass until you associate the address.',
    toDo: 'Attach the address to the appliance, or tag the address failover:active-instance with its instance id.',
  },
  'not-owner': {
    severity: 'warning',
    headline: 'not taken over, the address belongs to another stack',
    means: 'The tag failover:owner on the address names another stack, which is the one that protects it.',
    toDo: 'Find out which of the two is meant. To hand it over on purpose, take ownership explicitly.',
  },
  paused: {
    severity: 'warning',
    headline: 'not taken over, automatic takeovers are paused',
    means: 'Something called for a takeover, and a pause holds every automatic one.',
    toDo: 'Look whether it is down. Resume, or start by hand: a person overrides a pause.',
  },
  'address-moved': {
    severity: 'warning',
    headline: 'may have failed, its address was moved by hand',
    means: 'The address was given to another instance by hand, and that one is not adopted yet, so nothing is moved.',
    toDo: 'Look whether it answers. If it is down, give the address back, or start by hand.',
  },
  unconfirmed: {
    severity: 'warning',
    headline: 'may have failed, no second witness confirms it',
    means: 'One witness says that it failed, and no other one does, so nothing is moved.',
    toDo: 'Look for yourself. If it is down, start by hand.',
  },
  'probe-unproven': {
    severity: 'warning',
    headline: 'may have failed, its probe has no vote yet',
    means: 'It is silent, but its probe has never succeeded for five minutes: something may simply block it.',
    toDo: 'Check the appliance. If it is down, start a failover by hand. If it is up, fix the probe.',
  },
  rebooting: {
    severity: 'warning',
    headline: 'does not answer, and is given time to reboot',
    means: 'It does not answer, but EC2 says that it runs unimpaired, as it does during a firmware update.',
    toDo: 'Nothing: it is taken over when its grace is over. If you know that it is no reboot, start by hand.',
  },
  'stopped-by-person': {
    severity: 'warning',
    headline: 'stopped by a person, not taken over yet',
    means: 'A person stopped the instance, probably on purpose. After ten minutes it counts as failed.',
    toDo: 'Start the instance again, or start a takeover by hand. For longer work, pause the appliance.',
  },
  'address-detached': {
    severity: 'critical',
    headline: 'its address was taken away by hand',
    means:
      'The instance runs without its address, so no packets pass. The address may have been taken away on purpose.',
    toDo: 'Attach the address again, or start a takeover by hand.',
  },
  'needs-a-person': {
    severity: 'critical',
    headline: 'down, two replacements never answered',
    means: 'Replacements from two images in a row stayed silent. There is no automatic attempt for a day.',
    toDo: 'Find out why, with an older image if need be; then start by hand.',
  },
  'cooling-down': {
    severity: 'critical',
    headline: 'failed again too soon for an automatic takeover',
    means: 'The appliance failed again. The cooldown prevents it from moving from zone to zone again and again.',
    toDo: 'It is down now. Start by hand, or wait for the time above: then the next automatic takeover may begin.',
  },
  'retry-later': {
    severity: 'warning',
    headline: 'down, the takeover that failed is tried again later',
    means:
      'The last takeover failed, and the traffic is where it was before. Failover retries after 1, 2, 4 and 8 minutes, and then every 15 minutes.',
    toDo: 'Read the failure of the last takeover and fix its cause. To try at once, start by hand.',
  },
  'observe-only': {
    severity: 'critical',
    headline: 'would be taken over, but mode is observe',
    means: 'It would have been replaced. In mode observe nothing is changed automatically.',
    toDo: 'If it is down, start by hand. Set mode: auto when you trust the decisions.',
  },
};

/** `probe-unproven` of a planned move, which is about no failure. */
export const UNPROVEN_MOVE: HoldWords = {
  severity: 'warning',
  headline: 'not switched over, its probe has no vote yet',
  means: 'Nothing tells when a new instance serves, and its silence would prove nothing, so it would be rolled back.',
  toDo: 'Let the probe in, or wait for a rotation that proves an image. To move all the same, put "force": true into the input.',
};
