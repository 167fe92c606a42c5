/** Puts together what was read about one appliance, as evidence to weigh and as a summary for later readers. */
import type { Appliance } from '../../domain/appliance.ts';
import type { Assessment } from '../../domain/decision/assess.ts';
import { type AlarmWord, type Evidence, failedFrom } from '../../domain/decision/evidence.ts';
import { neverAnswered, type PastTakeover, stoppedItsOld } from '../../domain/decision/history.ts';
import { excusedUntil } from '../../domain/decision/reboot.ts';
import type { Trigger } from '../../domain/decision/trigger.ts';
import { probeWord, statusCheckWord, type Testimony } from '../../domain/decision/witnesses.ts';
import { earliest, plusSeconds, toInstant } from '../../domain/instants.ts';
import { probationOf } from '../../domain/probing/probation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import type { Look } from './look.ts';
import type { History } from './read-history.ts';
import type { Holder } from './read-world.ts';

export type Gathered = {
  trigger: Trigger;
  appliance: Appliance;
  address: Address;
  holder: Holder | undefined;
  probe: Look;
  testimony: Testimony;
  history: History;
  now: string;
};

export function evidenceOf(gathered: Gathered): Evidence {
  const { bootLimitSeconds } = gathered.appliance;
  const { trigger, appliance, address, holder, probe, testimony, history, now } = gathered;
  const [last] = history.past;
  const silentSince = address.tags[TAG.silentSince];
  const holding = holder?.reading.reading === 'described' ? holder.reading.instance : undefined;
  const alarms = 'read' in testimony.alarms ? testimony.alarms.read : undefined;
  const proven = probationOf({ appliance, address, alarms }, now).stands === 'proven';
  const words = {
    statusCheck: statusCheckWord(testimony, { trigger, now, holderId: holder?.instanceId }),
    probe: probeWord(testimony, { trigger, now, proven }),
  };
  const firstFailed = earliest(failedFrom(words.statusCheck), failedFrom(words.probe));
  return {
    instance: holder?.reading ?? { reading: 'absent' },
    addressHeld: address.instanceId !== undefined,
    ...(holder?.status ?? { status: 'unknown' }),
    probe: probe.verdict,
    ...(probe.reference !== undefined && { reference: probe.reference }),
    probeProven: proven,
    alarms: words,
    silentSince: silentSince && toInstant(silentSince),
    rebootingUntil: excusedUntil(address, { bootLimitSeconds, now, silentSince: firstFailed }),
    stoppedByGeneration: last && holding && stoppedItsOld(last, holding) ? last.generation : undefined,
    neverAnswered: last && last.record?.to === holder?.instanceId && waitedInVain(last, appliance, now),
  };
}

/** Only for as long as a cooldown: an appliance that answered later, and reboots a month after, is not meant. */
function waitedInVain(past: PastTakeover, { cooldownMinutes }: Appliance, now: string): boolean {
  const until = plusSeconds(past.stoppedAt ?? past.startedAt, cooldownMinutes * 60);
  return neverAnswered(past) && until > now;
}

/** What was seen, so that a later reader can understand the decision. */
export type Observed = {
  instance: string;
  status: string;
  probe: string;
  /** Where the appliance did not answer: the reference that did, or why none did. */
  reference?: string;
  health: string;
  alarms: { statusCheck: string; probe: string };
};

export function observed({ instance, status, probe, reference, alarms }: Evidence, { health }: Assessment): Observed {
  return {
    instance: instance.reading === 'described' ? instance.instance.state : instance.reading,
    status,
    probe,
    ...(reference !== undefined && { reference }),
    health,
    alarms: { statusCheck: inWords(alarms.statusCheck), probe: inWords(alarms.probe) },
  };
}

function inWords({ says, since, why }: AlarmWord): string {
  if (since) return `${says} since ${since}`;
  return why ? `${says}: ${why}` : says;
}
