/** Whether to take over now. Every answer explains itself: "no" is the one that people question. */
import type { Appliance } from './appliance.ts';
import type { Assessment, SuspectReason } from './assess.ts';
import { assertNever } from './errors.ts';
import type { NextGeneration } from './generation.ts';
import { broughtThere, diedUnclosed, movedTraffic, neverAnswered, type PastTakeover } from './history.ts';
import { plusSeconds, secondsBetween } from './instants.ts';
import { type Address, type Instance, TAG } from './snapshot.ts';
import { EVENT_AGE_SECONDS_MAX, isAutomatic, type Trigger } from './trigger.ts';

/** Closed, because alarms, metrics and tests match on it. The sentence beside it is for people. */
export type HoldReason =
  | 'unknown-appliance'
  | 'not-our-alarm'
  | 'not-in-alarm'
  | 'stale'
  | 'no-holder'
  | 'not-owner'
  | 'malformed-generation'
  | 'already-running'
  | 'settling'
  | 'paused'
  | 'healthy'
  | SuspectReason
  | 'needs-a-person'
  | 'cooling-down'
  | 'retry-later'
  | 'observe-only';

export type Decision =
  | { act: 'hold'; because: HoldReason; detail: string }
  | { act: 'take-over'; detail: string; avoidImageIds: string[]; finish?: PastTakeover };

export type Question = {
  trigger: Trigger;
  appliance: Pick<Appliance, 'mode' | 'cooldownMinutes'>;
  address: Address;
  /** The instance that holds the address, when EC2 describes it. */
  holder: Instance | undefined;
  assessment: Assessment;
  next: Exclude<NextGeneration, { next: 'look' }>;
  /** Newest first. */
  past: PastTakeover[];
  now: string;
};

export const hold = (because: HoldReason, detail: string): Decision & { act: 'hold' } => ({
  act: 'hold',
  because,
  detail,
});

/** How long two silent replacements wait for a person. Whoever answers after all may fail again, a year later. */
const PERSON_SECONDS = 86_400;

/** Minutes until a takeover that failed before it moved anything is tried again, by how many failed in a row. */
const RETRY_MINUTES = [1, 2, 4, 8, 15];

export function decide(question: Question): Decision {
  const { trigger, next, past } = question;
  if (next.next === 'hold') return holdForLock(next);

  const unfinished = past[0] && diedUnclosed(past[0]) && broughtThere(past[0], question.holder) ? past[0] : undefined;
  if (unfinished) return holdUnfinished(question) ?? finishing(unfinished);
  if (isAutomatic(trigger)) {
    const held = holdForAutomatic(question);
    if (held) return held;
  }
  const avoidImageIds = imagesThatNeverAnswered(past);
  return { act: 'take-over', detail: because(question), avoidImageIds };
}

/** What stands half-way is finished whoever asks, and whatever its health: only people's own words hold it. */
function finishing(unfinished: PastTakeover): Decision {
  const detail = `finishing generation ${unfinished.generation}, which died`;
  return { act: 'take-over', detail, avoidImageIds: [], finish: unfinished };
}

function holdUnfinished({ trigger, address, appliance, now }: Question): Decision | undefined {
  if (!isAutomatic(trigger)) return undefined;
  const paused = holdForPause(address, now);
  if (paused) return paused;
  return appliance.mode === 'observe' ? hold('observe-only', 'mode is observe; a takeover stands half-way') : undefined;
}

function because({ trigger, assessment }: Question): string {
  if (trigger.by === 'person') return `asked for by ${trigger.requestedBy}: ${trigger.reason}`;
  if (assessment.health === 'failed') return `failed according to: ${assessment.witnesses.join('; ')}`;
  return trigger.reason;
}

export function holdForLock(next: Extract<NextGeneration, { next: 'hold' }>): Extract<Decision, { act: 'hold' }> {
  if (next.because === 'already-running')
    return hold('already-running', `takeover of generation ${next.generation} is running`);
  const until = next.until ?? 'soon';
  return hold(
    'settling',
    `generation ${next.generation} just ended, and a late request of it may still be under way until ${until}`,
  );
}

/** What stops an automatic takeover and not a person's: pauses, stale events, health, cooldown. */
function holdForAutomatic(question: Question): Decision | undefined {
  return (
    holdForStaleness(question) ??
    holdForPause(question.address, question.now) ??
    holdForHealth(question.assessment) ??
    holdForHistory(question) ??
    (question.appliance.mode === 'observe'
      ? hold('observe-only', `mode is observe; it would have taken over: ${because(question)}`)
      : undefined)
  );
}

function holdForStaleness({ trigger, address, past, now }: Question): Decision | undefined {
  if (trigger.by !== 'alarm' && trigger.by !== 'instance-event') return undefined;
  const what = trigger.by === 'alarm' ? 'the alarm' : 'the event';
  if (secondsBetween({ from: trigger.since, to: now }) > EVENT_AGE_SECONDS_MAX) {
    return hold('stale', `${what} is from ${trigger.since}, more than ${EVENT_AGE_SECONDS_MAX / 60} minutes ago`);
  }
  const ended = past.find((takeover) => takeover.stoppedAt && takeover.stoppedAt > trigger.since);
  if (ended)
    return hold('stale', `${what} is from ${trigger.since}, before the takeover that ended at ${ended.stoppedAt}`);
  const { instanceId: about } = trigger;
  const active = address.instanceId ?? address.tags[TAG.activeInstance];
  if (about && active && about !== active) {
    return hold('stale', `${what} is about ${about}, but ${active} holds the address`);
  }
  return undefined;
}

/** A pause that cannot be read is a pause: people meant something by it. */
export function holdForPause(address: Address, now: string): Decision | undefined {
  const value = address.tags[TAG.pausedUntil];
  if (value === undefined) return undefined;
  if (Number.isNaN(Date.parse(value)))
    return hold('paused', `the tag ${TAG.pausedUntil} is "${value}", which is no date`);
  const until = plusSeconds(value, 0);
  return until > now ? hold('paused', `paused until ${until}`) : undefined;
}

function holdForHealth(assessment: Assessment): Decision | undefined {
  switch (assessment.health) {
    case 'healthy':
      return hold('healthy', assessment.detail);
    case 'suspect':
      return hold(assessment.because, assessment.detail);
    case 'failed':
      return undefined;
    default:
      return assertNever(assessment);
  }
}

function holdForHistory({ past, address, appliance, now }: Question): Decision | undefined {
  const [last, before] = past;
  if (!last) return undefined;
  const endedAt = last.stoppedAt ?? last.startedAt;
  if (neverAnswered(last)) {
    if (before && neverAnswered(before) && plusSeconds(endedAt, PERSON_SECONDS) > now) {
      return hold(
        'needs-a-person',
        `replacements from two images never answered (generations ${before.generation} and ${last.generation})`,
      );
    }
    // Once more with the previous image, without waiting for the cooldown: nothing serves at the moment.
    return undefined;
  }
  if (movedTraffic(last, address.instanceId)) {
    const until = plusSeconds(endedAt, appliance.cooldownMinutes * 60);
    return until > now
      ? hold('cooling-down', `traffic was moved by generation ${last.generation}; automatic again from ${until}`)
      : undefined;
  }
  if (last.status === 'SUCCEEDED') return undefined;
  const failures = past.findIndex(
    (takeover) => takeover.status === 'SUCCEEDED' || movedTraffic(takeover, address.instanceId),
  );
  const inARow = failures === -1 ? past.length : failures;
  const minutes = RETRY_MINUTES[Math.min(inARow, RETRY_MINUTES.length) - 1] ?? 15;
  const until = plusSeconds(endedAt, minutes * 60);
  return until > now
    ? hold('retry-later', `generation ${last.generation} failed before it moved anything; tried again from ${until}`)
    : undefined;
}

function imagesThatNeverAnswered(past: PastTakeover[]): string[] {
  const last = past[0];
  return last?.record?.imageId && neverAnswered(last) ? [last.record.imageId] : [];
}
