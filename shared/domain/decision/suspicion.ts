/** Whether the sweep has a reason to ask the failover machine about an appliance. It decides nothing: that is `assess`. */

import { type Address, type InstanceState, TAG } from '../snapshot.ts';
import { activeBefore } from './active-instance.ts';
import { isImpaired, type StatusReading } from './evidence.ts';
import { graceFrom } from './grace.ts';

/** What one sweep knows of an appliance without a direct probe. */
export type Sighting = {
  address: Address;
  /** Of the present or last holder of the address; undefined when no holder is known. */
  machine:
    | ({ reading: 'described'; state: InstanceState } & StatusReading)
    | { reading: 'absent' }
    | { reading: 'unreadable'; why: string; throttled: boolean }
    | undefined;
  /** Since when which alarm about this instance or this appliance is in ALARM. */
  statusAlarmSince?: string | undefined;
  probeAlarmSince?: string | undefined;
  /** A rotation reboots it, and its silence is excused until then. */
  rebootingUntil?: string | undefined;
  /** Only a probe that has proven itself says anything. */
  probeProven: boolean;
};

/** The vote of a probe that proved itself at another instance says little about the one that holds the address now. */
export const isVoteOfAnother = (address: Address, watched: string | undefined, suspicion: Suspicion): boolean =>
  suspicion.suspects === 'silence' && suspicion.probeAlone === true && activeBefore(address, watched) !== undefined;

export type Suspicion =
  | { suspects: 'nothing' }
  /** EC2 itself says that it is gone. */
  | { suspects: 'loss'; why: string }
  /**
   * A witness reports that it does not answer; worth a failover from `from` on, if it still does not answer then.
   * `mute`: EC2 reports nothing, so that the direct probe may have to be enough in the end. `probeAlone`: EC2 reports
   * that it runs unimpaired.
   */
  | { suspects: 'silence'; why: string; from: string; mute?: true; probeAlone?: true }
  /** EC2 says nothing about it: then our own eyes have to do, twice. */
  | { suspects: 'darkness'; why: string };

export const holderOf = ({ instanceId, tags }: Address): string | undefined => instanceId ?? tags[TAG.activeInstance];

export function suspect(sighting: Sighting, policy: Policy): Suspicion {
  const { address, machine } = sighting;
  const holder = holderOf(address);
  // An instance that was never adopted may be stopped on purpose, and could not be carried over.
  const adopted = address.tags[TAG.activeInstance] !== undefined;
  if (!machine || !holder || !adopted) return { suspects: 'nothing' };
  if (!address.instanceId) {
    return address.networkInterfaceId
      ? { suspects: 'nothing' }
      : { suspects: 'loss', why: `the address is attached to nothing; ${holder} held it last` };
  }
  if (machine.reading === 'described') return suspectDescribed(sighting, { ...machine, holder }, policy);
  // What EC2 does not say, an alarm may have said; where it only answers too many questions, silence proves nothing.
  const alarmed = suspectAlarmed(sighting, { holder, impairedSince: undefined }, policy);
  const throttled = machine.reading === 'unreadable' && machine.throttled;
  if (alarmed) return throttled ? alarmed : { ...alarmed, mute: true };
  if (machine.reading === 'absent') return darkness(`EC2 does not know ${holder}, which holds the address`);
  return throttled ? { suspects: 'nothing' } : darkness(`EC2 does not answer for ${holder}: ${machine.why}`);
}

type Policy = { rebootGraceSeconds: number; now: string };

const darkness = (why: string): Suspicion => ({ suspects: 'darkness', why });

function suspectDescribed(
  sighting: Sighting,
  { holder, state, status, impairedSince }: { holder: string; state: InstanceState } & StatusReading,
  policy: Policy,
): Suspicion {
  if (state === 'pending') return { suspects: 'nothing' };
  if (state !== 'running') return { suspects: 'loss', why: `EC2 says that ${holder} is ${state}` };
  if (isImpaired(status)) {
    const from = status === 'impaired' ? policy.now : excusedUntil(sighting, impairedSince, policy);
    return { suspects: 'silence', why: `EC2 says that ${holder} is impaired`, from };
  }
  const alarmed = suspectAlarmed(sighting, { holder, impairedSince }, policy);
  if (alarmed && status === 'unknown') return { ...alarmed, mute: true };
  if (alarmed) return sighting.statusAlarmSince === undefined ? { ...alarmed, probeAlone: true } : alarmed;
  return status === 'unknown' ? darkness(`there is no status of ${holder}`) : { suspects: 'nothing' };
}

function suspectAlarmed(
  sighting: Sighting,
  { holder, impairedSince }: { holder: string; impairedSince: string | undefined },
  policy: Policy,
): Extract<Suspicion, { suspects: 'silence' }> | undefined {
  const { statusAlarmSince, probeAlarmSince, probeProven } = sighting;
  const from = excusedUntil(sighting, impairedSince, policy);
  if (statusAlarmSince) return { suspects: 'silence', why: `the status check alarm of ${holder} is in ALARM`, from };
  if (!probeAlarmSince || !probeProven) return undefined;
  return { suspects: 'silence', why: `the probe alarm is in ALARM since ${probeAlarmSince}`, from };
}

/** The same grace as the failover machine's, so that it is not asked in vain: a reboot fails EC2's check of the instance too. */
function excusedUntil(
  { statusAlarmSince, probeAlarmSince, probeProven, rebootingUntil }: Sighting,
  impairedSince: string | undefined,
  { rebootGraceSeconds, now }: Policy,
): string {
  const signs = [impairedSince, statusAlarmSince, probeProven ? probeAlarmSince : undefined];
  const excuses = [graceFrom(signs, rebootGraceSeconds)?.until ?? now, rebootingUntil ?? now];
  return excuses.sort().at(-1) ?? now;
}
