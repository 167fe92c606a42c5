/** What CloudWatch's alarms are worth as witnesses: each of them counts only while what it says is fresh. */

import { secondsBetween } from '../instants.ts';
import { PROBE_FRESH_SECONDS, type ProbePoint } from '../probing/probe-metric.ts';
import { isSeenBySweeps } from './assess.ts';
import type { AlarmWord, Evidence } from './evidence.ts';
import { type AlarmKind, EVENT_AGE_SECONDS_MAX, type Trigger } from './trigger.ts';

export type SeenAlarm = {
  state: 'ok' | 'alarm' | 'insufficient-data';
  /** When it went into that state. */
  since: string;
  /** The instance that it watches; a probe alarm watches the appliance instead. */
  instanceId?: string | undefined;
  /** When it was last put: since then at least it watches that instance. */
  configuredAt?: string | undefined;
  /** What the description of a probe alarm says of the probe's probation (`probation.ts`). */
  probation?: string | undefined;
  /** Its definition is the one that we would write, no matter which caller wrote it. */
  asWanted: boolean;
};

export type SeenAlarms = { statusCheck?: SeenAlarm | undefined; probe?: SeenAlarm | undefined };

/** What was read, or why it could not be. */
export type Reading<Answer> = { read: Answer } | { unread: string };

/** `points` are the prober's, newest first. */
export type Testimony = { alarms: Reading<SeenAlarms>; points: Reading<ProbePoint[]> };

type AlarmEvent = Extract<Trigger, { by: 'alarm' }>;
type Moment = { trigger: Trigger; now: string };

const unknown = (why: string): AlarmWord => ({ says: 'unknown', why });
const ageSeconds = (instant: string, now: string): number => secondsBetween({ from: instant, to: now });

function eventOf(kind: AlarmKind, { trigger, now }: Moment, secondsMax: number): AlarmEvent | undefined {
  if (trigger.by !== 'alarm' || trigger.kind !== kind) return undefined;
  return ageSeconds(trigger.since, now) <= secondsMax ? trigger : undefined;
}

/** Since when it is in ALARM. The event speaks for an alarm that was read before it, or not at all. */
function alarmedSince(alarm: SeenAlarm | undefined, event: AlarmEvent | undefined): string | undefined {
  if (alarm?.state === 'alarm') return alarm.since;
  const takenBack = alarm?.state === 'ok' && event && alarm.since > event.since;
  return takenBack ? undefined : event?.since;
}

/** One that watches another instance than the holder says nothing about it. */
export function statusCheckWord({ alarms }: Testimony, moment: Moment & { holderId: string | undefined }): AlarmWord {
  const fresh = eventOf('status-check', moment, EVENT_AGE_SECONDS_MAX);
  const event = fresh && fresh.instanceId === moment.holderId ? fresh : undefined;
  const seen = 'read' in alarms ? alarms.read.statusCheck : undefined;
  const alarm = seen?.instanceId === moment.holderId ? seen : undefined;
  const since = alarmedSince(alarm, event);
  if (since) return { says: 'failing', since };
  if ('unread' in alarms) return unknown(alarms.unread);
  if (alarm) return alarm.state === 'ok' ? { says: 'ok', since: alarm.since } : unknown('it has no data');
  return unknown(seen ? `it watches ${seen.instanceId ?? 'no instance'}` : 'there is none');
}

/**
 * Its state stays as it was when the prober falls silent, so it is believed only together with a fresh data point that
 * says the same.
 */
export function probeWord({ alarms, points }: Testimony, moment: Moment & { proven: boolean }): AlarmWord {
  if (!moment.proven) return unknown('the probe has not proven itself');
  const event = eventOf('probe', moment, PROBE_FRESH_SECONDS);
  const alarm = 'read' in alarms ? alarms.read.probe : undefined;
  const since = alarmedSince(alarm, event);
  // An alarm that has just gone off was fed a moment before; the points themselves may be unreadable, or read too late.
  const fed = event && { at: event.since, failed: true };
  const read = 'read' in points ? points.read[0] : undefined;
  const newest = fed && (!read || read.at < fed.at) ? fed : read;
  const fresh = newest !== undefined && ageSeconds(newest.at, moment.now) <= PROBE_FRESH_SECONDS;
  if (since && fresh && newest.failed) return { says: 'failing', since };
  if ('unread' in alarms) return unknown(alarms.unread);
  if (!newest && 'unread' in points) return unknown(points.unread);
  if (!fresh) return unknown('the prober is silent');
  if (alarm?.state === 'ok' && !newest.failed) return { says: 'ok', since: alarm.since };
  return unknown(alarm ? `it is in state ${alarm.state}, and the newest probe ${answered(newest)}` : 'there is none');
}

const answered = ({ failed }: { failed: boolean }): string => (failed ? 'failed' : 'was answered');

/** The first of the failures that no answer has interrupted. */
function failingSince(points: ProbePoint[]): string | undefined {
  const recovered = points.findIndex(({ failed }) => !failed);
  return points[(recovered === -1 ? points.length : recovered) - 1]?.at;
}

/** The earliest instant at which a trusted witness reported that it had failed; undefined when none did. */
export function failedSince(
  { alarms, silentSince }: Evidence,
  { trigger, points, rebootGraceSeconds, now }: Moment & Pick<Testimony, 'points'> & { rebootGraceSeconds: number },
): string | undefined {
  const believed = (word: AlarmWord): string | undefined => (word.says === 'failing' ? word.since : undefined);
  const said = [
    believed(alarms.statusCheck),
    believed(alarms.probe),
    believed(alarms.probe) && 'read' in points ? failingSince(points.read) : undefined,
    silentSince && isSeenBySweeps(silentSince, { rebootGraceSeconds, now }) ? silentSince : undefined,
    trigger.by === 'instance-event' ? trigger.since : undefined,
  ];
  return said.filter((instant) => instant !== undefined).sort()[0];
}
