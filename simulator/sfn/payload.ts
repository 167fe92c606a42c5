/** The payload limit of Step Functions, and Lambda's way of passing values: as JSON, and nothing else. */
import { TerminalTaskError } from './errors.ts';

const PAYLOAD_BYTES_MAX = 256 * 1024;

/** JSON.stringify answers undefined for a value that JSON cannot say, which its type does not admit. */
const jsonOf = (value: unknown): string => (value === undefined ? 'null' : JSON.stringify(value));

/** Undefined vanishes, dates become strings; a function that returns nothing returns null. */
export const throughJson = (value: unknown): unknown => JSON.parse(jsonOf(value));

export function checkPayload(value: unknown, what: string): void {
  const bytes = Buffer.byteLength(jsonOf(value));
  if (bytes <= PAYLOAD_BYTES_MAX) return;
  throw new TerminalTaskError({
    error: 'States.DataLimitExceeded',
    cause: `The ${what} exceeds the maximum number of bytes service limit: ${bytes} of ${PAYLOAD_BYTES_MAX}.`,
  });
}
