/** The record of a rotation in its own words and seconds: the output of its execution, or the cause of its failure. */

import type { RotationHold } from '../../domain/images/rotation.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { type Caught, messageIn } from '../cause-message.ts';
import {
  type Closed,
  type Done,
  type Kept,
  type LedgerFacts,
  launchedIn,
  type Proven,
  type Pruned,
  passIn,
  type RotationRecord,
  type RotationSeconds,
  type Settled,
} from './facts.ts';
import type { RotationInput } from './input.ts';

type Held = Pick<RotationRecord, 'since' | 'newestGood' | 'holder'> & {
  because: RotationHold;
  detail: string;
  nights: number;
  at: string;
};

export const heldRecord = ({ asked, startedAt }: RotationInput, { at, ...held }: Held): RotationRecord => ({
  outcome: 'held',
  appliance: asked.appliance,
  requestedBy: asked.requestedBy,
  ...held,
  seconds: { total: rounded(startedAt, at) },
  problems: [],
});

export const vouchedRecord = ({ asked, startedAt }: RotationInput, { at, instanceId }: Vouch): RotationRecord => ({
  outcome: 'vouched',
  appliance: asked.appliance,
  because: asked.reason ?? 'no reason given',
  requestedBy: asked.requestedBy,
  vouchedFor: instanceId,
  detail: `${asked.requestedBy} vouched for ${instanceId}, which holds the address`,
  seconds: { total: rounded(startedAt, at) },
  problems: [],
});

type Vouch = { at: string; instanceId: string };

type Found = { pruned: Pruned; ledger?: LedgerFacts | undefined; problems: string[]; closedAt: string };

export function rotationRecord(input: RotationInput, { pruned, ledger, problems, closedAt }: Found): Closed {
  const { asked, startedAt, done } = input;
  const failure = failureIn(done);
  const { image, proven } = done;
  const record: RotationRecord = {
    outcome: failure ? 'failed' : isRebuild(done) ? 'standby' : 'rotated',
    appliance: asked.appliance,
    because: passIn(done)?.why ?? asked.reason ?? 'no reason was given',
    requestedBy: asked.requestedBy,
    image: image && { imageId: image.imageId, name: image.name },
    proven: proven && TELLING.includes(proven.outcome) ? wordsOf(proven) : undefined,
    unproven: unprovenBecause(done),
    unasked: unaskedBecause(done),
    ...(done.kept && { standby: standbyOf(done.kept, done.settled) }),
    pruned,
    ...(failure ? undefined : ledger),
    seconds: secondsOf(done, { startedAt, closedAt }),
    error: failure === undefined ? undefined : errorIn(done),
    failure,
    problems: [...proofProblems(done), ...problems],
  };
  if (!failure) return fitting({ ...pruned, ok: true, record });
  return { ...pruned, ok: false, record, failure: { error: 'RotationFailed', cause: causeOf(record) } };
}

const standbyOf = (kept: Kept, settled: Settled | undefined): RotationRecord['standby'] => ({
  ...kept,
  ...(settled?.secondBoot && { secondBoot: settled.secondBoot }),
});

/** One that was still waiting when the watch broke off has shown nothing: only these two are about the image. */
const TELLING: Proven['outcome'][] = ['booted', 'failed'];

const wordsOf = ({ outcome, booted, seconds, launchSeconds, service, detail }: Proven): RotationRecord['proven'] => ({
  ...{ outcome, booted, seconds, launchSeconds, service, detail },
});

/** Step Functions refuses a longer cause, and with it the record would be lost; what was kept is in the history too. */
const CAUSE_CHARACTERS_MAX = 32_768;

function causeOf(record: RotationRecord): string {
  const whole = JSON.stringify(record);
  if (whole.length <= CAUSE_CHARACTERS_MAX) return whole;
  return JSON.stringify({ ...record, pruned: record.pruned && { ...record.pruned, kept: [] } });
}

/** A state holds 262,144 bytes. What was kept is in the ledger too, and is twice in what this step answers. */
const STATE_CHARACTERS_MAX = 200_000;

function fitting(closed: Closed): Closed {
  if (JSON.stringify(closed).length <= STATE_CHARACTERS_MAX) return closed;
  const { record } = closed;
  return { ...closed, kept: [], record: { ...record, pruned: record.pruned && { ...record.pruned, kept: [] } } };
}

/** Undefined when its image was accepted. */
export function failureIn(done: Done): string | undefined {
  const { failure, state, proof, proven, accepted } = done;
  if (failure) return inWords(failure);
  if (accepted) return undefined;
  if (done.settleFailure) return `the standby was not stopped: ${inWords(done.settleFailure)}`;
  if (isRebuild(done)) return done.kept ? undefined : whyNoStandby(done);
  if (proof?.outcome === 'refused') return `the image cannot be used: ${proof.detail}`;
  if (proven?.outcome === 'failed') {
    return `${proven.booted ? 'its service did not answer' : 'the image did not boot'}: ${proven.detail}`;
  }
  if (state && state.state !== 'available') return `the image was not made: ${state.detail}`;
  return 'the image was not accepted';
}

/** The name of the error that ended it. A rebuild without a proof has built nothing; a nightly rotation goes on. */
function errorIn(done: Done): string | undefined {
  if (done.failure || !isRebuild(done)) return done.failure?.Error;
  const { keepFailure, proofFailure, settleFailure, proven } = done;
  return (keepFailure ?? proofFailure ?? settleFailure)?.Error ?? (proven?.gaveWay ? 'GaveWayError' : undefined);
}

/** Of one that takes no image, but builds a standby of one that is there. */
export const isRebuild = (done: Done): boolean =>
  passIn(done)?.rebuild !== undefined || passIn(done)?.settle !== undefined;

function whyNoStandby({ keepFailure, proofFailure, proof, proven }: Done): string {
  const why = keepFailure ?? proofFailure;
  if (why) return `no standby was built: ${inWords(why)}`;
  const detail = proof?.outcome === 'launched' ? proven?.detail : proof?.detail;
  return `no standby was built: ${detail ?? 'nothing was launched'}`;
}

const inWords = ({ Error: name, Cause }: Caught): string => `${name}: ${messageIn(Cause)}`;

function unprovenBecause({ proof, proven, proofFailure }: Done): string | undefined {
  if (proofFailure) return inWords(proofFailure);
  if (proven?.outcome === 'inconclusive') return proven.detail;
  return proof?.outcome === 'no-place' ? proof.detail : undefined;
}

const unaskedBecause = ({ serviceFailure }: Done): string | undefined => serviceFailure && inWords(serviceFailure);

function proofProblems(done: Done): string[] {
  const [unproven, unasked] = [unprovenBecause(done), unaskedBecause(done)];
  const { endFailure, keepFailure, endOldFailure } = done;
  return [
    ...(unproven === undefined ? [] : [`not proven tonight: ${unproven}`]),
    ...(unasked === undefined ? [] : [`the service of the proof was not verified: ${unasked}`]),
    ...(keepFailure ? [`the proof was not kept as the standby: ${inWords(keepFailure)}`] : []),
    ...(endOldFailure ? [`the standby of before was not ended: ${inWords(endOldFailure)}`] : []),
    ...(endFailure ? [`the proof was not seen ended: ${inWords(endFailure)}`] : []),
  ];
}

function secondsOf(done: Done, { startedAt, closedAt }: { startedAt: string; closedAt: string }): RotationSeconds {
  const { image, state, proven } = done;
  const known: [keyof RotationSeconds, number | undefined][] = [
    ['image', image && state?.availableAt ? rounded(image.askedAt, state.availableAt) : undefined],
    ['launch', launchedIn(done) && proven?.launchSeconds],
    ['boot', proven?.seconds],
    ['total', rounded(startedAt, closedAt)],
  ];
  return Object.fromEntries(known.filter(([, seconds]) => seconds !== undefined));
}

const rounded = (from: string, to: string): number => Math.round(secondsBetween({ from, to }) * 10) / 10;
