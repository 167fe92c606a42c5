/**
 * S28: an early launch is rare, never made where something forbids it, used only by a takeover, and gone when none uses it. So is
 * the early start of a stopped standby, which rests again.
 */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { SLOT_SECONDS, SWEPT_SECONDS } from '../../../shared/domain/decision/early-launch.ts';
import { secondsBetween } from '../../../shared/domain/instants.ts';

/** Six looks of its execution, the termination, and their retries. */
export const GONE_AFTER_RECOVERY_SECONDS = 300;

/** The next sweep, with its time to look and to ask. */
export const GONE_SECONDS = SWEPT_SECONDS + 90;

/** A standby is in turn every few minutes, and only while the appliance serves. */
export const RESTS_SECONDS = GONE_SECONDS + 600;

/** What is written shortly before a launch could not be read by it. */
const UNSEEN_SECONDS = 15;

type Launching = {
  id: string;
  did: 'launched' | 'started';
  at: string;
  /** When the appliance had its early launch before. */
  before: string | undefined;
  appliance: Pick<Appliance, 'earlyLaunch' | 'mode' | 'fencing'>;
  /** What the tags of the address say, and since when. */
  pausedUntil: string | undefined;
  rebootingUntil: string | undefined;
  tagsSince: string | undefined;
  /** Since when a takeover of the appliance runs. */
  takeoverSince: string | undefined;
};

/** Each reason for which `prepare` launches nothing. */
export function launchedAgainst(launching: Launching): string[] {
  const { id, did, at, before, appliance, pausedUntil, rebootingUntil, tagsSince, takeoverSince } = launching;
  const seen = (since: string | undefined): boolean =>
    since === undefined || secondsBetween({ from: since, to: at }) > UNSEEN_SECONDS;
  const broken = (why: string): string[] => [`S28: ${id} was ${did} early ${why}`];
  return [
    ...(before !== undefined && secondsBetween({ from: before, to: at }) < SLOT_SECONDS
      ? broken(`less than ${SLOT_SECONDS} s after the one before`)
      : []),
    ...(appliance.earlyLaunch === 'off' ? broken('although earlyLaunch is off') : []),
    ...(appliance.mode === 'observe' ? broken('although mode is observe') : []),
    ...(appliance.fencing === 'stop-first' ? broken('although fencing is stop-first') : []),
    ...(pausedUntil !== undefined && pausedUntil > at && seen(tagsSince)
      ? broken(`while paused until ${pausedUntil}`)
      : []),
    ...(rebootingUntil !== undefined && rebootingUntil > at && seen(tagsSince)
      ? broken('during an announced reboot')
      : []),
    ...(takeoverSince !== undefined && seen(takeoverSince) ? broken('beside a takeover') : []),
  ];
}

/** By which function, and with which role at that moment. */
export const terminatedInUse = ({ by, id, role }: { by: string; id: string; role: string | undefined }): string[] =>
  role !== 'ahead' && ['end-ahead', 'sweep'].includes(by)
    ? [`S28: ${by} terminated ${id}, which is ${role ?? 'nothing'} and no early launch any more`]
    : [];

/** Of one that gets the address: it was made a replacement, and opened, before. */
export const usedUnopened = (used: { id: string; role: string | undefined; closed: boolean }): string[] => [
  ...(used.role === 'ahead' ? [`S28: ${used.id} got the address as an early launch`] : []),
  ...(used.closed ? [`S28: ${used.id} got the address in the closed network`] : []),
];

type Kept = { id: string; did: 'launched' | 'started' };

/** `since` counts from when nothing hindered its end any more. */
export function keptTooLong(
  { id, did }: Kept,
  { since, answeringSince, now }: { since: string; answeringSince: string | undefined; now: string },
): string[] {
  const max = did === 'launched' ? GONE_SECONDS : RESTS_SECONDS;
  const is = `S28: ${id} was ${did} early, and ${did === 'launched' ? 'is there' : 'runs'}`;
  const age = secondsBetween({ from: since, to: now });
  const answered = answeringSince === undefined ? 0 : secondsBetween({ from: answeringSince, to: now });
  return [
    ...(age > max ? [`${is} after more than ${max} s`] : []),
    ...(answered > GONE_AFTER_RECOVERY_SECONDS ? [`${is} ${GONE_AFTER_RECOVERY_SECONDS} s after the recovery`] : []),
  ];
}
