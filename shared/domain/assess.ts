/** What the evidence adds up to. Two independent witnesses make a failure; unknown never counts as one. */
import type { Evidence } from './evidence.ts';
import { plusSeconds } from './instants.ts';
import type { Instance } from './snapshot.ts';

export type SuspectReason = 'unconfirmed' | 'rebooting' | 'stopped-by-person' | 'address-detached';

export type Assessment =
  | { health: 'healthy'; detail: string }
  | { health: 'suspect'; because: SuspectReason; detail: string }
  | { health: 'failed'; witnesses: string[] };

/** A person who stops an instance usually means it; after this long it is an outage all the same. */
const STOPPED_BY_PERSON_SECONDS = 600;

const suspect = (because: SuspectReason, detail: string): Assessment => ({ health: 'suspect', because, detail });
const failed = (...witnesses: string[]): Assessment => ({ health: 'failed', witnesses });

export function assess(evidence: Evidence, policy: { rebootGraceSeconds: number; now: string }): Assessment {
  const { instance, addressHeld } = evidence;
  if (instance.reading !== 'described') {
    if (!addressHeld) return failed('the address is attached to nothing', `its last holder is ${instance.reading}`);
    return assessSilence(evidence, policy);
  }
  const { id, state } = instance.instance;
  switch (state) {
    case 'terminated':
    case 'shutting-down':
      return failed(`EC2 says that ${id} is ${state}`);
    case 'stopped':
    case 'stopping':
      return assessStop(instance.instance, policy.now);
    case 'pending':
      return suspect('unconfirmed', `${id} is still pending`);
    case 'running':
      if (!addressHeld) return suspect('address-detached', `${id} runs, but the address was taken from it by hand`);
      return assessSilence(evidence, policy);
  }
}

function assessStop({ id, state, stateReason, stateSince }: Instance, now: string): Assessment {
  if (stateReason !== 'Client.UserInitiatedShutdown') {
    return failed(`EC2 says that ${id} is ${state} (${stateReason ?? 'no reason given'})`);
  }
  const until = stateSince && plusSeconds(stateSince, STOPPED_BY_PERSON_SECONDS);
  if (until && until <= now) return failed(`${id} was stopped by a person at ${stateSince} and not started again`);
  return suspect('stopped-by-person', `${id} was stopped by a person${stateSince ? ` at ${stateSince}` : ''}`);
}

/** For an appliance that should be answering: the own probe, then whoever confirms its silence. */
function assessSilence(evidence: Evidence, policy: { rebootGraceSeconds: number; now: string }): Assessment {
  const { probe, status, alarm } = evidence;
  if (probe === 'answering') {
    if (status === 'impaired') return suspect('unconfirmed', 'EC2 says impaired, but the appliance answers');
    return { health: 'healthy', detail: 'the appliance answers' };
  }
  if (probe === 'unknown') {
    if (status === 'impaired' && alarm?.kind === 'probe') return failed('the probe alarm', 'EC2 status impaired');
    return suspect('unconfirmed', 'this prober is cut off, so silence says nothing');
  }
  if (status === 'impaired') return failed('EC2 status impaired', 'own probe');
  if (evidence.neverAnswered) return failed('the last takeover, which waited for it in vain', 'own probe');
  if (alarm?.kind === 'status-check') return failed('the status check alarm', 'own probe');
  if (!alarm) return suspect('unconfirmed', 'the appliance is silent, and nobody else says that it failed');

  // EC2 says running and unimpaired: it may be rebooting, as appliances do for a firmware update.
  const until = plusSeconds(alarm.since, policy.rebootGraceSeconds);
  if (status !== 'unknown' && until > policy.now)
    return suspect('rebooting', `silent since ${alarm.since}, excused until ${until}`);
  return failed('the probe alarm', 'own probe');
}
