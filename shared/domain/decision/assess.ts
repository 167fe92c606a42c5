/**
 * What the evidence adds up to: healthy, failed, or suspect. Two independent witnesses make a failure, except after a stop or a
 * termination that EC2 reports. Unknown never counts as one.
 */

import { earliest, plusSeconds, secondsBetween } from '../instants.ts';
import type { Instance } from '../snapshot.ts';
import { type AlarmWord, type Evidence, failedFrom, isImpaired } from './evidence.ts';
import { graceFrom } from './grace.ts';
import { announcedWords } from './reboot.ts';

export type SuspectReason = 'unconfirmed' | 'probe-unproven' | 'rebooting' | 'stopped-by-person' | 'address-detached';

export type Assessment =
  | { health: 'healthy'; detail: string }
  | {
      health: 'suspect';
      because: SuspectReason;
      detail: string;
      /** For the reboot that a rotation has announced. */
      announced?: true;
    }
  | { health: 'failed'; witnesses: string[] };

type Policy = { rebootGraceSeconds: number; bootLimitSeconds: number; now: string };

/** A person who stops an instance usually means it; after this long it is an outage all the same. */
const STOPPED_BY_PERSON_SECONDS = 600;

/**
 * The sweep runs every minute: a silence of 45 s was seen by an earlier one, too. A time that is much older than the grace is
 * probably out of date.
 */
const SWEEPS_SILENCE_SECONDS = { min: 45, maxBeyondGrace: 300 };

const suspect = (because: SuspectReason, detail: string): Assessment => ({ health: 'suspect', because, detail });
const failed = (...witnesses: string[]): Assessment => ({ health: 'failed', witnesses });

export function assess(evidence: Evidence, policy: Policy): Assessment {
  const { instance, addressHeld } = evidence;
  if (instance.reading !== 'described') {
    if (!addressHeld) return failed('the address is attached to nothing', `its last holder is ${instance.reading}`);
    return assessAnswer(evidence, policy);
  }
  const { id, state } = instance.instance;
  switch (state) {
    case 'terminated':
    case 'shutting-down':
      return failed(`EC2 says that ${id} is ${state}`);
    case 'stopped':
    case 'stopping':
      return assessStop(instance.instance, evidence, policy.now);
    case 'pending':
      return suspect('unconfirmed', `${id} is still pending`);
    case 'running':
      if (!addressHeld) return suspect('address-detached', `${id} runs, but the address was taken from it by hand`);
      return assessAnswer(evidence, policy);
  }
}

function assessStop(
  { id, state, stateReason, stateSince }: Instance,
  { stoppedByGeneration: generation, alarms, probeProven }: Evidence,
  now: string,
): Assessment {
  if (generation !== undefined)
    return failed(`generation ${generation} stopped ${id}, and failed before it was replaced`);
  if (stateReason !== 'Client.UserInitiatedShutdown') {
    return failed(`EC2 says that ${id} is ${state} (${stateReason ?? 'no reason given'})`);
  }
  // EC2 does not always give the time of a stop. An alarm gives it then: not a tag, and not a probe that was never proven.
  const silentSince = earliest(probeProven ? failedFrom(alarms.probe) : undefined, failedFrom(alarms.statusCheck));
  const since = stateSince || silentSince;
  const when = stateSince ? ` at ${stateSince}` : '';
  const until = since && plusSeconds(since, STOPPED_BY_PERSON_SECONDS);
  if (!until || until > now) return suspect('stopped-by-person', `${id} was stopped by a person${when}`);
  const silent = stateSince ? '' : `, is silent since ${since}`;
  return failed(`${id} was stopped by a person${when}${silent} and not started again`);
}

/** For an appliance that should be answering: the direct probe comes first, because an answer outweighs every alarm. */
function assessAnswer(evidence: Evidence, policy: Policy): Assessment {
  const { probe, status, alarms } = evidence;
  switch (probe) {
    case 'answering':
      if (isImpaired(status)) return suspect('unconfirmed', 'EC2 says impaired, but the appliance answers');
      return { health: 'healthy', detail: 'the appliance answers' };
    case 'unknown':
      if (isImpaired(status) && alarms.probe.says === 'failing') {
        return unlessRebooting(evidence, policy, failed('EC2 status impaired', naming('failed probes', alarms.probe)));
      }
      return suspect('unconfirmed', 'this prober is cut off, so silence says nothing');
    case 'failing':
      return evidence.probeProven ? assessSilence(evidence, policy) : assessUnproven(evidence, policy);
  }
}

const naming = (witness: string, { since }: AlarmWord): string => (since ? `${witness} since ${since}` : witness);

/** The witnesses that confirm the direct probe. */
function assessSilence(evidence: Evidence, policy: Policy): Assessment {
  const { status, alarms, neverAnswered, silentSince } = evidence;
  if (isImpaired(status)) return unlessRebooting(evidence, policy, failed('EC2 status impaired', 'direct probe'));
  if (neverAnswered) return failed('the last takeover, which waited for it in vain', 'direct probe');
  if (alarms.statusCheck.says === 'failing') {
    return unlessRebooting(
      evidence,
      policy,
      failed(naming('the status check alarm', alarms.statusCheck), 'direct probe'),
    );
  }
  if (alarms.probe.says === 'failing') {
    return unlessRebooting(evidence, policy, failed(naming('failed probes', alarms.probe), 'direct probe'));
  }
  if (status === 'unknown' && silentSince && isSeenBySweeps(silentSince, policy)) {
    return unlessRebooting(
      evidence,
      policy,
      failed(`the sweep, which has found it silent since ${silentSince}`, 'direct probe'),
    );
  }
  return suspect(
    'unconfirmed',
    `the appliance is silent, and no other witness says that it failed${explaining(evidence)}`,
  );
}

/**
 * An appliance that reboots, as it does for a firmware update, is silent while its host is well; then EC2's check of the
 * instance may fail as well. It is excused until the grace has passed since the first sign of it. A broken host is no
 * reboot; an EC2 that cannot be read says neither, because an error of its API is no verdict.
 */
function unlessRebooting(evidence: Evidence, policy: Policy, failure: Assessment): Assessment {
  const { status, impairedSince, silentSince, alarms } = evidence;
  const { rebootGraceSeconds, now } = policy;
  if (status === 'impaired') return failure;
  const announced = announcedReboot(evidence, policy);
  if (announced) return announced;
  const booting = bootingUntil(evidence, policy);
  if (booting && booting > now)
    return suspect('rebooting', `it was started a short while ago, and may boot until ${booting}`);
  const seen = status === 'unknown' && silentSince && isSeenBySweeps(silentSince, policy) ? silentSince : undefined;
  const signs = [failedFrom(alarms.probe), failedFrom(alarms.statusCheck), seen, impairedSince];
  const grace = graceFrom(signs, rebootGraceSeconds);
  if (!grace || grace.until <= now) return failure;
  return suspect('rebooting', `silent since ${grace.since}, excused until ${grace.until}`);
}

/** A rotation reboots it to take its image at rest, and has written so on the address before it asked. */
const announcedReboot = ({ rebootingUntil }: Evidence, { now }: Policy): Assessment | undefined =>
  rebootingUntil !== undefined && rebootingUntil > now
    ? { health: 'suspect', because: 'rebooting', detail: announcedWords(rebootingUntil), announced: true }
    : undefined;

/** It was started again: until its boot limit, a missing answer is no evidence while EC2's checks do not fail. */
function bootingUntil({ instance, status }: Evidence, { bootLimitSeconds }: Policy): string | undefined {
  if (instance.reading !== 'described' || isImpaired(status)) return undefined;
  const { launchedAt } = instance.instance;
  return launchedAt && plusSeconds(launchedAt, bootLimitSeconds);
}

/** Whether two sweeps in a row have seen this silence. The tag may be an old one. */
export function isSeenBySweeps(
  silentSince: string,
  { rebootGraceSeconds, now }: Pick<Policy, 'rebootGraceSeconds' | 'now'>,
): boolean {
  const age = secondsBetween({ from: silentSince, to: now });
  return age >= SWEEPS_SILENCE_SECONDS.min && age <= SWEEPS_SILENCE_SECONDS.maxBeyondGrace + rebootGraceSeconds;
}

/** Why the alarms are no witnesses, for people who wonder. */
function explaining({ alarms }: Evidence): string {
  const reasons = [
    alarms.statusCheck.why && `status check alarm: ${alarms.statusCheck.why}`,
    alarms.probe.why && `probe alarm: ${alarms.probe.why}`,
  ].filter(Boolean);
  return reasons.length > 0 ? ` (${reasons.join('; ')})` : '';
}

/**
 * What has never answered proves nothing by its silence. Then EC2 alone speaks, and only its status now together with
 * an alarm that has outlasted any reboot is believed.
 */
function assessUnproven(evidence: Evidence, policy: Policy): Assessment {
  const { status, alarms } = evidence;
  const { rebootGraceSeconds, now } = policy;
  const { says, since } = alarms.statusCheck;
  if (isImpaired(status) && says === 'failing' && since && plusSeconds(since, rebootGraceSeconds) <= now) {
    const failure = failed('EC2 status impaired', naming('the status check alarm', alarms.statusCheck));
    return (status === 'instance-impaired' && announcedReboot(evidence, policy)) || failure;
  }
  return suspect(
    'probe-unproven',
    'the appliance is silent, but its probe has not yet succeeded for five minutes, so that silence may be a closed door: let the probe in (security group), or start by hand if it is down',
  );
}
