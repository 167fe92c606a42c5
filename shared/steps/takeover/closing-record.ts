/** The record of a takeover in its own words and seconds: the output of its execution, or the cause of its failure. */

import { passesOn, type TakeoverRecord } from '../../domain/decision/history.ts';
import { keepsOld } from '../../domain/decision/planned-move.ts';
import { takeoverError } from '../../domain/images/earlier-release.ts';
import { earliest, hoursBetween, secondsBetween } from '../../domain/instants.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Address } from '../../domain/snapshot.ts';
import { type Caught, messageIn } from '../cause-message.ts';
import { type Done, launchedIn, type MadeChange, movedIn, refusedIn, replacementIdIn } from './facts.ts';
import type { TakeoverInput } from './input.ts';
import { madeChanges } from './made-changes.ts';

/**
 * Absent phases were not reached. `outage` runs from the failure to the first answer; of a planned move, from its first
 * change to the first answer or the roll-back.
 */
export type PhaseSeconds = Partial<
  Record<'detect' | 'decide' | 'launch' | 'boot' | 'move' | 'stop' | 'verify' | 'outage', number>
>;

export type Closing = TakeoverRecord & {
  appliance: string;
  generation: number;
  because: string;
  imageAgeHours?: number | undefined;
  /** Where the replacement was launched. */
  zone?: string | undefined;
  /** It is the zone of the old instance: no other one had room. */
  zoneKept?: true | undefined;
  /** The old one was a Spot Instance, and the replacement is On-Demand. */
  replacedSpot?: true | undefined;
  seconds: PhaseSeconds;
  changes: MadeChange[];
  /** The name of the error that ended it; absent where no error did. */
  error?: string | undefined;
  failure?: string | undefined;
  /** What could not be written down or re-pointed; the sweep does it again. */
  problems: Problem[];
};

/** `failure` is what a Fail state can say: its cause is the whole record, because a failed execution has no output. */
export type Closed = { ok: boolean; record: Closing; failure?: { error: string; cause: string } };

/** `changes` are those that were made at the end. */
type Found = { address: Address | undefined; problems: Problem[]; changes?: MadeChange[]; closedAt: string };

export function closingRecord(input: TakeoverInput, found: Found): Closed {
  const { address, problems, closedAt } = found;
  const { plan, done } = input;
  const answered = done.verify?.answered ?? false;
  const failure = describeFailure(input, answered);
  const launched = launchedIn(done);
  const imageId = launched?.placement.imageId;
  const takenAt = imageId && plan.imagesTakenAt[imageId];
  const own = replacementIdIn(done);
  const moved = whetherMoved(input, own !== undefined && address?.instanceId === own);
  const record: Closing = {
    outcome: failure ? 'failed' : 'taken-over',
    appliance: plan.appliance,
    generation: plan.generation,
    because: plan.because,
    claimed: done.claim !== undefined,
    moved,
    undone: wasUndone(done),
    answered,
    gaveUp: !answered && (done.verify?.giveUp === true || done.verify?.replace === true),
    // A takeover that was to finish another, and could not begin, leaves it as it was, on its way to the same
    // replacement.
    halfWay: (moved || passesOn(plan)) && stoppedForAWhile(input),
    from: plan.old?.instanceId,
    to: own ?? plan.finish?.instanceId,
    imageId,
    imageAgeHours: takenAt ? Math.round(hoursBetween({ from: takenAt, to: closedAt }) * 10) / 10 : undefined,
    zone: launched?.placement.zone,
    ...(launched && launched.placement.zone === plan.old?.zone && { zoneKept: true as const }),
    ...(launched?.standby && { standby: true as const }),
    silent: launched?.replaces?.instanceId,
    ...(launched && plan.old?.spot && { replacedSpot: true as const }),
    seconds: phaseSeconds(input),
    changes: [...madeChanges(input), ...(found.changes ?? [])],
    error: done.failure && errorOf(done.failure),
    failure,
    problems: [
      ...launchProblems(input),
      ...plantedProblems(input),
      ...moveProblems(input),
      ...stopProblems(input),
      ...problems,
    ],
  };
  if (!failure) return { ok: true, record };
  return { ok: false, record, failure: { error: 'TakeoverFailed', cause: causeOf(record) } };
}

/** Step Functions refuses a longer cause, and with it the record would be lost; the changes are in the history too. */
const CAUSE_CHARACTERS_MAX = 32_768;

function causeOf(record: Closing): string {
  const whole = JSON.stringify(record);
  return whole.length <= CAUSE_CHARACTERS_MAX ? whole : JSON.stringify({ ...record, changes: [] });
}

/** A rollback that failed before its end leaves it unknown, and unknown counts as moved: the cooldown is the safer side. */
function whetherMoved({ done }: TakeoverInput, holds: boolean): boolean {
  return (
    holds ||
    movedIn(done) !== undefined ||
    launchedIn(done)?.replaces !== undefined ||
    done.undo?.moved === true ||
    done.undoFailure !== undefined
  );
}

/** Not when a later look has found something moved once more, and could not lead it back. */
const wasUndone = ({ undo, undoFailure }: Done): boolean => undo?.undone === true && undoFailure === undefined;

const errorOf = ({ Error: name, Cause }: Caught): string => takeoverError({ name, why: messageIn(Cause) });

/**
 * Whether the next takeover may finish this one: after a missing permission or a passing error, but not after a change
 * by another caller, nor where a newer takeover exists. A redriven takeover may be the newest, so it is finished.
 */
function stoppedForAWhile({ done, redriveCount }: TakeoverInput): boolean {
  if (done.failure === undefined || wasUndone(done) || done.verify?.replace) return false;
  const error = errorOf(done.failure);
  return error !== 'InvariantViolatedError' && (error !== 'SupersededError' || redriveCount > 0);
}

function describeFailure({ done }: TakeoverInput, answered: boolean): string | undefined {
  const back = done.undoFailure && `; not rolled back: ${messageIn(done.undoFailure.Cause)}`;
  const undone = back ?? (done.undo ? `; ${done.undo.detail}` : '');
  if (done.failure) return `${done.failure.Error}: ${messageIn(done.failure.Cause)}${undone}`;
  if (answered) return undefined;
  return `the replacement never answered: ${done.verify?.detail ?? 'nothing was verified'}${undone}`;
}

const WITHOUT_TAGS =
  "EC2 refused the launch with the appliance's own tags, and the replacement was launched without them; the check permissions of readiness quotes why; allow the tags, or set them by hand";

const wordOf = (part: string): string =>
  part === 'key-pair' ? 'key pair' : part === 'instance-profile' ? 'instance profile' : `security group ${part}`;

const WITHOUT_GROUPS =
  'of the security groups in the launch template none was left, and the replacement was launched with those of the failed instance';

function launchProblems({ done }: TakeoverInput): Problem[] {
  const { without = [], groupsOfFailed } = launchedIn(done) ?? {};
  const texts = without.map((part) =>
    part === 'own-tags'
      ? WITHOUT_TAGS
      : `the ${wordOf(part)} of the appliance exists no more, and the replacement was launched without it; create it again, or take it out of the instance, before the next takeover`,
  );
  const groups = groupsOfFailed ? [`${WITHOUT_GROUPS}: ${groupsOfFailed.join(', ')}`] : [];
  return [...texts, ...groups].map((text) => ({ kind: 'launched-without', text }));
}

/** Where EC2 refused the token before the instance was seen, only the place is known. */
function plantedProblems({ done }: TakeoverInput): Problem[] {
  const ids = launchedIn(done)?.planted ?? [];
  const places = refusedIn(done)
    .filter(({ code }) => code === 'IdempotentParameterMismatch')
    .map(({ placement: { instanceType, zone } }) => `an instance (asked for: ${instanceType} in ${zone})`);
  return (ids.length > 0 ? ids : places).map((what) => ({
    kind: 'planted',
    text: `${what} was launched with the client token of a takeover, and not by its request; it got no traffic. CloudTrail (RunInstances) names who launched it`,
  }));
}

const moveProblems = ({ done }: TakeoverInput): Problem[] =>
  (movedIn(done)?.leftOut ?? []).map((id) => ({
    kind: 'route-table-gone',
    text: `the route table ${id} was deleted, and its routes were left out`,
  }));

function stopProblems({ plan, done }: TakeoverInput): Problem[] {
  const { stop, stopFailure, verify } = done;
  if (keepsOld(plan) && plan.old && movedIn(done) && !verify?.answered && !wasUndone(done)) {
    const text = `${plan.old.instanceId} was not stopped and is not retired, because the new instance has not answered`;
    return [{ kind: 'stop-withheld', text }];
  }
  if (stopFailure) {
    return [{ kind: 'stop-refused', text: `the old instance was not stopped: ${messageIn(stopFailure.Cause)}` }];
  }
  return stop && !stop.stopped ? [{ kind: 'stop-unseen', text: stop.detail }] : [];
}

/** The old one of a planned move serves until the first change. What an earlier takeover began is not known here. */
function serviceLostAt({ plan, done }: TakeoverInput): string | undefined {
  if (plan.mode === 'failover') return plan.failedAt;
  if (plan.finish) return undefined;
  return earliest(done.stop?.askedAt, ...(movedIn(done)?.changes ?? []).map(({ at }) => at));
}

/** With the first answer, or with the roll-back to an old one that is up. */
const serviceBackAt = ({ done }: TakeoverInput): string | undefined => {
  if (done.verify?.answered) return done.verify.at;
  return wasUndone(done)
    ? done.undo?.changes
        .map(({ at }) => at)
        .sort()
        .at(-1)
    : undefined;
};

function phaseSeconds(input: TakeoverInput): PhaseSeconds {
  const { plan, startTime, done } = input;
  const runningAt = done.replacement?.outcome === 'running' ? done.replacement.runningAt : undefined;
  const movedAt = movedIn(done)?.movedAt;
  const answeredAt = done.verify?.answered ? done.verify.at : undefined;
  const spans: Record<keyof PhaseSeconds, [string | undefined, string | undefined]> = {
    detect: [plan.failedAt, plan.startedAt],
    decide: [plan.startedAt, plan.decidedAt],
    launch: [startTime, runningAt],
    boot: [runningAt, answeredAt],
    move: [done.healthy?.at ?? runningAt, movedAt],
    stop: [keepsOld(plan) ? answeredAt : movedAt, done.stop?.askedAt],
    verify: [movedAt, answeredAt],
    outage: [serviceLostAt(input), plan.mode === 'switchover' ? serviceBackAt(input) : answeredAt],
  };
  const known = Object.entries(spans).flatMap(([phase, [from, to]]) =>
    from && to && from <= to ? [[phase, Math.round(secondsBetween({ from, to }) * 10) / 10]] : [],
  );
  return Object.fromEntries(known) as PhaseSeconds;
}
