/** What must come to pass once faults have ceased. Each function names what did not, and an empty list means that all did. */
import { plusSeconds } from '../../../shared/domain/instants.ts';

/** The longest pause between two attempts, and two sweeps that have to agree. */
const NEXT_ATTEMPT_SECONDS = 15 * 60 + 2 * 60;
/** Decision, launch, move, boot and proof of one takeover, each at its slowest. */
const TAKEOVER_SECONDS = 5 * 60;

/** B of L1: how long after the last obstacle the service may stay away. One replacement may still turn out mute. */
const returnSeconds = ({ bootLimitSeconds }: { bootLimitSeconds: number }): number =>
  NEXT_ATTEMPT_SECONDS + 2 * (TAKEOVER_SECONDS + bootLimitSeconds);

/** What stood in the way of a return, each until an instant. */
type Obstacles = {
  faultsCeasedAt: string;
  pausedUntil?: string | undefined;
  coolingDownUntil?: string | undefined;
};

export const returnsBefore = (obstacles: Obstacles, appliance: { bootLimitSeconds: number }): string =>
  plusSeconds(
    [obstacles.faultsCeasedAt, obstacles.pausedUntil, obstacles.coolingDownUntil]
      .filter((instant) => instant !== undefined)
      .toSorted()
      .at(-1) ?? obstacles.faultsCeasedAt,
    returnSeconds(appliance),
  );

/** `hanging`: who was asked to stop, and has not stopped. */
type Return = { serves: boolean; lookedAt: string; before: string; hanging: string[] };

/** L1: with capacity and nothing in the way, service is back within the bound. L3: also while a stop hangs. */
export function notBack({ serves, lookedAt, before, hanging }: Return): string[] {
  if (serves || lookedAt < before) return [];
  const due = `nothing answers at ${lookedAt}, and service was due before ${before}`;
  return [hanging.length === 0 ? `L1: ${due}` : `L3: ${due}, while ${hanging.join(', ')} hangs in its stop`];
}

/** L2: one lost event delays a takeover by no more than one sweep, and the time the sweep itself takes. */
export function delayedByLoss(seconds: { heard: number; lost: number }, slackSeconds: number): string[] {
  const delaySeconds = seconds.lost - seconds.heard;
  return delaySeconds > 60 + slackSeconds
    ? [`L2: the loss of one event delayed the takeover by ${delaySeconds.toFixed(1)} s`]
    : [];
}

/** L7: strangers delay a takeover by no more than one sweep and a minute. */
export function delayedByStrangers(seconds: { alone: number; disturbed: number }, slackSeconds: number): string[] {
  const delaySeconds = seconds.disturbed - seconds.alone;
  return delaySeconds > 60 + 60 + slackSeconds
    ? [`L7: strangers delayed the takeover by ${delaySeconds.toFixed(1)} s`]
    : [];
}

/** A takeover or a rotation that came to its end, one way or another. */
export type Ended = {
  name: string;
  succeeded: boolean;
  endedAt: string;
  /** A further attempt of one outage, of which an earlier notification is enough. */
  repeats?: boolean | undefined;
};

/** L4: every run ends. */
export const neverEnded = (running: string[]): string[] => running.map((name) => `L4: ${name} has not ended`);

/** The twelfth generation is not the first. */
const names = (text: string, name: string): boolean => new RegExp(`${name}(?!\\d)`).test(text);

/** Any takeover of the same appliance. */
const namesOneOf = (text: string, name: string): boolean => new RegExp(`${name.replace(/\d+$/, '')}\\d`).test(text);

/** L4: every failure is notified; a mail may be late, and one mail may be about several failures in a row. */
export function failedInSilence(ended: Ended[], pages: { about: string; at: string }[]): string[] {
  return ended
    .filter(({ succeeded }) => !succeeded)
    .filter(
      ({ name, endedAt, repeats }) =>
        !pages.some(({ about, at }) => (repeats ? namesOneOf(about, name) : at >= endedAt && names(about, name))),
    )
    .map(({ name }) => `L4: ${name} failed, and no operator was notified`);
}
