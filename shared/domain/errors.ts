/**
 * The only error names that cross into the state machines: Retry matches the first, and all of them stand in records.
 * Names are literals, so that a minifier cannot break a Retry.
 */
import { cutMessage, MESSAGE_CHARACTERS_MAX, oneLine } from './foreign-text.ts';

/** An error message is one bounded line, even if it quotes a long input. */
class BoundedError extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    super(oneLine(message ?? '', MESSAGE_CHARACTERS_MAX), options);
  }
}

/** Retry: the same request may succeed later. */
export class TransientError extends BoundedError {
  override readonly name = 'TransientError';
}

/** Why something is refused, where a reader of the log, or code, tells refusals apart. Closed; the message is for operators. */
type RefusalReason = 'not-adopted' | 'foreign-owner' | 'other-holder' | 'paused';

/** Stop safely: a precondition is not met. What was asked was not done. */
export class RefusedError extends BoundedError {
  override readonly name: string = 'RefusedError';
  readonly reason: RefusalReason | undefined;

  constructor(message?: string, { reason, ...options }: ErrorOptions & { reason?: RefusalReason } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** Stop safely: a newer takeover of the appliance exists, or this one was redriven. It may change nothing more. */
export class SupersededError extends RefusedError {
  override readonly name = 'SupersededError';
}

/** Stop safely: a takeover of the appliance runs, and a rotation gives way to it. The takeover sends its own notifications. */
export class GaveWayError extends RefusedError {
  override readonly name = 'GaveWayError';
}

/** Stop and page: the world contradicts what we believe. Going on would make it worse. */
export class InvariantViolatedError extends BoundedError {
  override readonly name = 'InvariantViolatedError';
}

/** Every name that a state machine sees of ours, and only these. */
export const ERROR_NAMES = [
  'TransientError',
  'RefusedError',
  'SupersededError',
  'GaveWayError',
  'InvariantViolatedError',
] as const;

export type ErrorName = (typeof ERROR_NAMES)[number];

/** For the default branch of a switch over a closed set: the compiler proves that it is never reached. */
export function assertNever(value: never): never {
  throw new InvariantViolatedError(` an unknown case: ${JSON.stringify(value)}`);
}

export const messageOf = (cause: unknown): string => cutMessage(cause instanceof Error ? cause.message : textOf(cause));

/** An object without a prototype has no text. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}
