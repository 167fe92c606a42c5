/** What CloudWatch's alarms are worth as witnesses: each of them counts only while what it says is fresh. */

import { earliest, secondsBetween } from '../instants.ts';
import { PROBE_FRESH_SECONDS, type ProbePoint } from '../probing/probe-metric.ts';
import { isSeenBySweeps } from './assess.ts';
import { type AlarmWord, type Evidence, failedFrom } from './evidence.ts';
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
/** What the trigger itself says: from `since` on, and still at `at`. */
type Said = { since: string; at: string };
type Moment = { trigger: Trigger; now: string };

/** Clocks differ by a little. */
const CLOCKS_SECONDS = 5;

const unknown = (why: string): AlarmWord => ({ says: 'unknown', why });
const ageSeconds = (instant: string, now: string): number => secondsBetween({ from: instant, to: now });

function eventOf(kind: AlarmKind, { trigger, now }: Moment, secondsMax: number): AlarmEvent | undefined {
  if (trigger.by !== 'alarm' || trigger.kind !== kind) return undefined;
  return ageSeconds(trigger.since, now) <= secondsMax ? trigger : undefined;
}

/**
 * The prober's own row, or the alarm that was fed by it. A row that ends in the future was written by no clock of ours.
 */
function saidByProbes(moment: Moment): Said | undefined {
  const { trigger, now } = moment;
  if (trigger.by !== 'prober') {
    const event = eventOf('probe', moment, PROBE_FRESH_SECONDS);
    return event && { since: event.since, at: event.since };
  }
  const age = ageSeconds(trigger.at, now);
  return age <= PROBE_FRESH_SECONDS && age >= -CLOCKS_SECONDS ? { since: trigger.since, at: trigger.at } : undefined;
}

/** Since when it is in ALARM. The event speaks for an alarm that was read before it, or not at all. */
function alarmedSince(alarm: SeenAlarm | undefined, said: Said | undefined): string | undefined {
  if (alarm?.state === 'alarm') return alarm.since;
  const takenBack = alarm?.state === 'ok' && said && alarm.since > said.at;
  return takenBack ? undefined : said?.since;
}

/** One that watches another instance than the holder says nothing about it. */
export function statusCheckWord({ alarms }: Testimony, moment: Moment & { holderId: string | undefined }): AlarmWord {
  const fresh = eventOf('status-check', moment, EVENT_AGE_SECONDS_MAX);
  const event = fresh && fresh.instanceId === moment.holderId ? fresh : undefined;
  const seen = 'read' in alarms ? alarms.read.statusCheck : undefined;
  const alarm = seen?.instanceId === moment.holderId ? seen : undefined;
  const since = alarmedSince(alarm, event && { since: event.since, at: event.since });
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
  const said = saidByProbes(moment);
  const alarm = 'read' in alarms ? alarms.read.probe : undefined;
  const since = alarmedSince(alarm, said);
  // An alarm that has just gone off was fed a moment before; the points themselves may be unreadable, or read too late.
  const fed = said && { at: said.at, failed: true };
  const read = 'read' in points ? points.read[0] : undefined;
  const newest = fed && (!read || read.at < fed.at) ? fed : read;
  const fresh = newest !== undefined && ageSeconds(newest.at, moment.now) <= PROBE_FRESH_SECONDS;
  if (since && fresh && newest.failed) return { says: 'failing', since: earliest(since, failingSince(points)) };
  if ('unread' in alarms) return unknown(alarms.unread);
  if (!newest && 'unread' in points) return unknown(points.unread);
  if (!fresh) return unknown('the prober is silent');
  if (alarm?.state === 'ok' && !newest.failed) return { says: 'ok', since: alarm.since };
  return unknown(alarm ? `it is in state ${alarm.state}, and the newest probe ${answered(newest)}` : 'there is none');
}

const answered = ({ failed }: { failed: boolean }): string => (failed ? 'failed' : 'was answered');

/** The first of the failures that no answer has interrupted: a grace counts from there, and not from the alarm. */
function failingSince(points: Testimony['points']): string | undefined {
  if ('unread' in points) return undefined;
  const recovered = points.read.findIndex(({ failed }) => !failed);
  return points.read[(recovered === -1 ? points.read.length : recovered) - 1]?.at;
}

/** The earliest instant at which a trusted witness reported that it had failed; undefined when none did. */
export function failedSince(
  { alarms, silentSince }: Evidence,
  { trigger, rebootGraceSeconds, now }: Moment & { rebootGraceSeconds: number },
): string | undefined {
  return earliest(
    failedFrom(alarms.statusCheck),
    failedFrom(alarms.probe),
    silentSince && isSeenBySweeps(silentSince, { rebootGraceSeconds, now }) ? silentSince : undefined,
    trigger.by === 'instance-event' ? trigger.since : undefined,
  );
}
