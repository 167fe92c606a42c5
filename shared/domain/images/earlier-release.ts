/**
 * Reads failures that the release before this one wrote (F33: a deployment in the middle of a run). Its sentences say
 * what error names say now. Nothing else may decide by a sentence, and this file is removed with the next release.
 */
import type { ErrorName } from '../errors.ts';

type Written = { name: string; why: string };

/** The name that this release gives to a failure of a takeover. */
export const takeoverError = ({ name, why }: Written): ErrorName | string =>
  name === 'RefusedError' && why.startsWith('superseded: ') ? 'SupersededError' : name;

type Recorded = { error?: string | undefined; failure?: string | undefined };

/** The error name in the record of a takeover. Undefined when the takeover ended without an error. */
export function takeoverErrorIn({ error, failure }: Recorded): ErrorName | string | undefined {
  if (error !== undefined || failure === undefined) return error;
  return failure.startsWith('RefusedError: superseded: ') ? 'SupersededError' : undefined;
}

/** The error name in the record of a rotation. Undefined when the rotation ended without an error. */
export function rotationErrorIn({ error, failure }: Recorded, appliance: string): ErrorName | string | undefined {
  if (error !== undefined || failure === undefined) return error;
  return failure.endsWith(`a takeover of ${appliance} is running`) ? 'GaveWayError' : undefined;
}

/** Whether a hold is for the reboot that a rotation has announced. */
export const saysAnnounced = (detail: string): boolean => detail.startsWith('rebooted for its nightly image');
