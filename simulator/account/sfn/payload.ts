/** The payload limit of Step Functions, and Lambda's way of passing values: as JSON, and nothing else. */
import { TerminalTaskError } from './errors.ts';

const PAYLOAD_BYTES_MAX = 256 * 1024;

/** What has just come out of JSON, with its size: it need not be written again to be measured. */
const measured = new WeakMap<object, number>();

/** What was written to be measured, and goes through JSON next: the interpreter hands each state a copy of its own. */
const written = new WeakMap<object, string>();

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** JSON.stringify answers undefined for a value that JSON cannot say, which its type does not admit. */
const jsonOf = (value: unknown): string => (value === undefined ? 'null' : JSON.stringify(value));

/** Undefined vanishes, dates become strings; a function that returns nothing returns null. */
export function throughJson(value: unknown): unknown {
  const text = (isObject(value) && written.get(value)) || jsonOf(value);
  const parsed: unknown = JSON.parse(text);
  if (isObject(parsed)) measured.set(parsed, Buffer.byteLength(text));
  return parsed;
}

function bytesOf(value: unknown): number {
  const known = isObject(value) && measured.get(value);
  if (known) return known;
  const text = jsonOf(value);
  if (isObject(value)) written.set(value, text);
  return Buffer.byteLength(text);
}

export function checkPayload(value: unknown, what: string): void {
  const bytes = bytesOf(value);
  if (bytes <= PAYLOAD_BYTES_MAX) return;
  throw new TerminalTaskError({
    error: 'States.DataLimitExceeded',
    cause: `The ${what} exceeds the maximum number of bytes service limit: ${bytes} of ${PAYLOAD_BYTES_MAX}.`,
  });
}
