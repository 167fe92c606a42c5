/**
 * EC2 is eventually consistent: what was written moments ago may be answered as not found by another part of it (aws-facts
 * 3.2). For its first minute such an answer is no verdict; afterwards the thing is gone.
 */
import { messageOf, TransientError } from '../domain/errors.ts';
import { codeOf } from './classify-error.ts';

const YOUNG_SECONDS = 60;

const NOT_FOUND = /\.(?:Version)?NotFound(?:Exception)?$/;

/** Undefined unless it is an answer about something that may be too young to be found. */
export function unlessYoung(
  cause: unknown,
  { doing, ageSeconds }: { doing: string; ageSeconds: number },
): TransientError | undefined {
  if (!NOT_FOUND.test(codeOf(cause)) || ageSeconds >= YOUNG_SECONDS) return undefined;
  const text = `${doing}: ${codeOf(cause)}: ${messageOf(cause)}; written less than ${YOUNG_SECONDS} s ago`;
  return new TransientError(text, { cause });
}
