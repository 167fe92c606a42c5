/** Whether an appliance gives a reason to ask the `failover` machine, and asking it. */
import type { SeenAlarms } from '../../aws/alarms.ts';
import type { Deps } from '../../deps.ts';
import { excusedUntil } from '../../domain/decision/reboot.ts';
import { holderOf, isVoteOfAnother, type Suspicion, suspect } from '../../domain/decision/suspicion.ts';
import { plusSeconds } from '../../domain/instants.ts';
import { FIRST_REMINDER_SECONDS, isReminderDue } from '../../domain/messages/insistence.ts';
import { probationOf } from '../../domain/probing/probation.ts';
import { raise, start } from './raise.ts';
import { asWatched } from './read-all.ts';
import { alarmsOf, type Work } from './work.ts';

type Calm = {
  /** There was nothing to ask the `failover` machine about. */
  healthy: boolean;
  /** The holder may be adopted: it is healthy, or only silent, not adopted yet, and its probe may be blocked. */
  adoptable: boolean;
};

export async function raiseIfNeeded(
  { appliance, address, round, last, swept, memory, now }: Work,
  deps: Deps,
): Promise<Calm> {
  const alarms = alarmsOf(round, appliance);
  const probeProven = probationOf({ appliance, address, alarms }, now).stands === 'proven';
  const suspicion = suspicionOf({ appliance, address, round, alarms, probeProven }, deps);
  const unfinished = last.stands === 'partly-applied';
  const quiet = suspicion.suspects === 'nothing' && !unfinished;
  memory.silence = quiet ? undefined : (memory.silence ?? { since: now });
  const remind = memory.silence !== undefined && isReminderDue(memory.silence, now);
  const raised = unfinished
    ? await start({ appliance, remind }, `the takeover of generation ${last.generation} is partially applied`, deps)
    : await raise({ appliance, address, suspicion, probeProven, remind }, deps);
  const { started, why } = raised;
  if (started && remind && memory.silence) memory.silence.remindedAt = now;
  Object.assign(swept, started && { started }, why && { why });
  const finished = !unfinished || last.atOld === true;
  const healthy = finished && (suspicion.suspects === 'nothing' || raised.seen === 'answering');
  const watched = alarms?.statusCheck?.instanceId;
  return { healthy, adoptable: healthy || (finished && isVoteOfAnother(address, watched, suspicion)) };
}

type Watched = Pick<Work, 'appliance' | 'address' | 'round'> & { alarms: SeenAlarms | undefined; probeProven: boolean };

function suspicionOf({ appliance, address: found, round, alarms, probeProven }: Watched, deps: Deps): Suspicion {
  const { statusCheck, probe } = alarms ?? {};
  const address = asWatched(found, alarms);
  const holder = holderOf(address);
  const { rebootGraceSeconds, bootLimitSeconds } = appliance;
  const now = deps.clock.now().toISOString();
  const aboutHolder = statusCheck?.state === 'alarm' && statusCheck.instanceId === holder;
  const statusAlarmSince = aboutHolder ? statusCheck.since : undefined;
  const probeAlarmSince = probe?.state === 'alarm' ? probe.since : undefined;
  const [silentSince] = [statusAlarmSince, probeProven ? probeAlarmSince : undefined].flatMap((at) => at ?? []).sort();
  const excused = excusedUntil(address, { bootLimitSeconds, now, silentSince });
  return suspect(
    {
      address,
      machine: holder === undefined ? undefined : round.everything.machines.get(holder),
      ...{ statusAlarmSince, probeAlarmSince, probeProven },
      rebootingUntil: excused && earliest(excused, silentSince && plusSeconds(silentSince, FIRST_REMINDER_SECONDS)),
    },
    { rebootGraceSeconds, now },
  );
}

/** A silence that lasts so long is asked about although a reboot was announced: operators are notified of what holds it. */
const earliest = (one: string, other: string | undefined): string => (other !== undefined && other < one ? other : one);
