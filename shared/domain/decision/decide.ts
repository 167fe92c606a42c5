/** Whether to take over now. Every answer explains itself: "no" is the one that people question. */

import type { Appliance } from '../appliance.ts';
import { assertNever } from '../errors.ts';
import { plusSeconds, secondsBetween } from '../instants.ts';
import { type Address, type Instance, type Route, TAG } from '../snapshot.ts';
import { type ActiveFacts, isMovedByHand } from './active-instance.ts';
import type { Assessment } from './assess.ts';
import type { NextGeneration } from './generation.ts';
import { movedTraffic, neverAnswered, type PastTakeover } from './history.ts';
import type { HoldReason } from './hold-reason.ts';
import { readPause } from './pauses.ts';
import { wentBack } from './planned-move.ts';
import { retryFrom } from './retry.ts';
import { holderOf } from './suspicion.ts';
import { EVENT_AGE_SECONDS_MAX, isAutomatic, type Trigger } from './trigger.ts';
import { type Unfinished, unfinishedIn } from './unfinished.ts';

export type Decision =
  | { act: 'hold'; because: HoldReason; detail: string; announced?: true }
  | { act: 'take-over'; detail: string; avoidImageIds: string[]; finish?: Unfinished };

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
  /** Read where the tag of the address names another instance than its holder. */
  active?: Omit<ActiveFacts, 'past'> | undefined;
  /** As they are now; undefined when they could not be read. */
  routes?: Route[] | undefined;
  now: string;
};

export const hold = (because: HoldReason, detail: string): Decision & { act: 'hold' } => ({
  act: 'hold',
  because,
  detail,
});

/** How long two replacements that do not answer wait for an operator. One that answers after all may fail again, a year later. */
const PERSON_SECONDS = 86_400;

export function decide(question: Question): Decision {
  const { trigger, next, past } = question;
  if (next.next === 'hold') return holdForLock(next);

  const unfinished = unfinishedIn(question);
  if (unfinished) return holdUnfinished(question) ?? finishing(unfinished);
  const held = isAutomatic(trigger) ? holdForAutomatic(question) : holdForAnswer(question);
  if (held) return held;
  const avoidImageIds = imagesThatNeverAnswered(past);
  return { act: 'take-over', detail: because(question), avoidImageIds };
}

/** A partially applied takeover is finished on every request; only operators' own instructions, and what they have rolled back, hold it. */
function finishing(finish: Unfinished): Decision {
  const { generation, record } = finish.takeover;
  const detail = `finishing generation ${generation}, which ${record ? 'failed, partially applied' : 'died'}`;
  return { act: 'take-over', detail, avoidImageIds: [], finish };
}

/** No cooldown: it is the same move. What failed for a storm of throttling is given time to blow over all the same. */
function holdUnfinished({ trigger, address, appliance, past, now }: Question): Decision | undefined {
  if (!isAutomatic(trigger)) return undefined;
  const paused = holdForPause(address, now);
  if (paused) return paused;
  if (appliance.mode === 'observe') return hold('observe-only', 'mode is observe; a takeover is partially applied');
  const until = retryFrom(past, ({ record, plan }) => (record ? !record.halfWay : plan?.finish === undefined));
  return until !== undefined && until > now
    ? hold('retry-later', `generation ${past[0]?.generation} failed, partially applied; finished from ${until}`)
    : undefined;
}

function because({ trigger, assessment }: Question): string {
  if (trigger.by === 'person') return `asked for by ${trigger.requestedBy}: ${trigger.reason}`;
  if (assessment.health === 'failed') return `failed according to: ${assessment.witnesses.join('; ')}`;
  return trigger.reason;
}

export function holdForLock(next: Extract<NextGeneration, { next: 'hold' }>): Extract<Decision, { act: 'hold' }> {
  if (next.because === 'already-running')
    return hold('already-running', `takeover of generation ${next.generation} is running`);
  const until = next.until === undefined ? '; try again in a minute' : ` until ${next.until}`;
  return hold(
    'settling',
    `generation ${next.generation} just ended, and a late request of it may still be under way${until}`,
  );
}

/** A failover cuts off what serves and stops it. A person who means that says so; one who does not wants a switchover. */
function holdForAnswer({ trigger, assessment }: Question): Decision | undefined {
  if (trigger.by !== 'person' || trigger.mode !== 'failover' || trigger.force === true) return undefined;
  if (assessment.health !== 'healthy') return undefined;
  return hold(
    'answers',
    `${trigger.appliance} answers, and a failover replaces it at once: ask for a switchover, or put "force": true into the input`,
  );
}

/** What stops an automatic takeover and not a person's: pauses, stale events, health, cooldown. */
function holdForAutomatic(question: Question): Decision | undefined {
  return (
    holdForStaleness(question) ??
    holdForPause(question.address, question.now) ??
    holdForMove(question) ??
    holdForHealth(question.assessment) ??
    holdForHistory(question) ??
    (question.appliance.mode === 'observe'
      ? hold('observe-only', `mode is observe; it would have taken over: ${because(question)}`)
      : undefined)
  );
}

/**
 * The instance to which the address was moved by hand was meant to have it, and it is not known yet how it answers. The
 * sweep adopts it, and then its probe is on probation again.
 */
function holdForMove({ address, holder, past, active }: Question): Decision | undefined {
  if (!isMovedByHand(address, holder, { past, ...active })) return undefined;
  const before = address.tags[TAG.activeInstance];
  return hold(
    'address-moved',
    `a person or another program gave the address to ${address.instanceId}; ${before} held it, and no takeover of ours moved it`,
  );
}

/** What a trigger reports, from when it is, and of which instance; undefined for those that report nothing. */
function reportIn(trigger: Trigger): { what: string; at: string; about?: string | undefined } | undefined {
  switch (trigger.by) {
    case 'alarm':
      return { what: 'the alarm', at: trigger.since, about: trigger.instanceId };
    case 'instance-event':
      return { what: 'the event', at: trigger.since, about: trigger.instanceId };
    case 'prober':
      return { what: 'the last failed probe', at: trigger.at };
    case 'person':
    case 'sweep':
      return undefined;
    default:
      return assertNever(trigger);
  }
}

function holdForStaleness({ trigger, address, past, now }: Question): Decision | undefined {
  const report = reportIn(trigger);
  if (!report) return undefined;
  const { what, at, about } = report;
  if (secondsBetween({ from: at, to: now }) > EVENT_AGE_SECONDS_MAX) {
    return hold('stale', `${what} is from ${at}, more than ${EVENT_AGE_SECONDS_MAX / 60} minutes ago`);
  }
  const ended = past.find((takeover) => takeover.stoppedAt && takeover.stoppedAt > at);
  if (ended) return hold('stale', `${what} is from ${at}, before the takeover that ended at ${ended.stoppedAt}`);
  const active = holderOf(address);
  if (about && active && about !== active) {
    return hold('stale', `${what} is about ${about}, but ${active} holds the address`);
  }
  return undefined;
}

/** A pause that cannot be read is a pause: people meant something by it. */
export function holdForPause(address: Address, now: string): Decision | undefined {
  const pause = readPause(address, now);
  if (pause.kind === 'malformed')
    return hold('paused', `the tag ${TAG.pausedUntil} is "${pause.value}", which ${pause.why}`);
  return pause.kind === 'until' && pause.until > now ? hold('paused', `paused until ${pause.until}`) : undefined;
}

function holdForHealth(assessment: Assessment): Decision | undefined {
  switch (assessment.health) {
    case 'healthy':
      return hold('healthy', assessment.detail);
    case 'suspect':
      return { ...hold(assessment.because, assessment.detail), ...(assessment.announced && { announced: true }) };
    case 'failed':
      return undefined;
    default:
      return assertNever(assessment);
  }
}

/** Regardless of later attempts without effect, a cooldown and a time without answers count from the last move of the traffic. */
function holdForHistory({ past, address, appliance, now }: Question): Decision | undefined {
  const moved = (takeover: PastTakeover): boolean => movedTraffic(takeover, address.instanceId);
  const stayed = ({ record }: PastTakeover): boolean => !record?.undone;
  const held = holdForMover(past.filter(moved).filter(stayed), appliance, now);
  if (held) return held;
  const [last] = past;
  const until = retryFrom(
    past,
    (takeover) => takeover.status === 'SUCCEEDED' || (moved(takeover) && !failedAndUndone(takeover)),
  );
  if (until === undefined || until <= now) return undefined;
  const failed = last?.record?.undone ? 'was undone' : 'failed before it moved anything';
  return hold('retry-later', `generation ${last?.generation} ${failed}; tried again from ${until}`);
}

/**
 * Its traffic is where it was before, so no cooldown counts from it. It failed all the same, and its cause may last: the
 * next attempt waits as after any failure. A planned move that went back has no such cause.
 */
const failedAndUndone = ({ plan, record }: PastTakeover): boolean => record?.undone === true && !wentBack(plan, record);

/** Newest first. Two takeovers of the same replacement, one that finishes the other, say nothing of a second image. */
function holdForMover(
  movers: PastTakeover[],
  { cooldownMinutes }: Question['appliance'],
  now: string,
): Decision | undefined {
  const [mover] = movers;
  if (!mover) return undefined;
  const endedAt = mover.stoppedAt ?? mover.startedAt;
  if (neverAnswered(mover)) {
    const before = movers.find(({ record }) => record && record.to !== mover.record?.to);
    if (before && neverAnswered(before) && plusSeconds(endedAt, PERSON_SECONDS) > now) {
      return hold(
        'needs-a-person',
        `replacements from two images never answered (generations ${before.generation} and ${mover.generation})`,
      );
    }
    // Once more with the previous image, without waiting for the cooldown: nothing serves at the moment.
    return undefined;
  }
  const until = plusSeconds(endedAt, cooldownMinutes * 60);
  return until > now
    ? hold(
        'cooling-down',
        `takeover ${mover.generation} moved the traffic a short time ago; the next automatic takeover is possible from ${until}`,
      )
    : undefined;
}

/** An attempt that launched nothing since does not make the image any better. */
function imagesThatNeverAnswered(past: PastTakeover[]): string[] {
  const mover = past.find(({ record }) => record?.moved);
  return mover?.record?.imageId && neverAnswered(mover) ? [mover.record.imageId] : [];
}
