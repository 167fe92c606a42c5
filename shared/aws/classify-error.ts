/** What an AWS error means to us: retry, stop safely, or something else that the caller has to know by its code. */
import { InvariantViolatedError, messageOf, RefusedError, TransientError } from '../domain/errors.ts';

/** The code that AWS answered, or what the SDK calls a request that never got an answer. */
export const codeOf = (cause: unknown): string => (cause instanceof Error ? cause.name : 'Unknown');

const THROTTLE_CODES = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'TooManyRequestsException'];

/** aws-facts 3.4, column R, and what the SDK throws when the network or its own patience fails. */
const TRANSIENT_CODES = new Set([
  ...THROTTLE_CODES,
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'InternalServiceError',
  'ServerInternal',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'Unavailable',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'NetworkingError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  // A young resource: EC2 answers before what it made is visible everywhere.
  'InvalidInstanceID.NotFound',
  'InvalidNetworkInterfaceID.NotFound',
  'IncorrectInstanceState',
  'IncorrectState',
  // Deleted since it was read: a caller that reads again continues with what is left.
  'InvalidRouteTableID.NotFound',
]);

/** Too many questions: says nothing about what was asked. */
export const isThrottled = (cause: unknown): boolean => THROTTLE_CODES.includes(codeOf(cause));

function httpStatusOf(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('$metadata' in cause)) return undefined;
  return (cause.$metadata as { httpStatusCode?: number }).httpStatusCode;
}

export function isTransient(cause: unknown): boolean {
  if (cause instanceof TransientError) return true;
  const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  // A definite refusal of capacity comes with a server's status too, so a known code decides before the status does.
  return TRANSIENT_CODES.has(codeOf(cause)) || TRANSIENT_CODES.has(errno) || (httpStatusOf(cause) ?? 0) >= 500;
}

const isOurs = (cause: unknown): cause is Error =>
  [TransientError, RefusedError, InvariantViolatedError].some((Kind) => cause instanceof Kind);

/** Unknown codes are refused, not retried: we do not repeat a change that we do not understand. */
export function classify(cause: unknown, doing: string): Error {
  if (isOurs(cause)) return cause;
  const Kind = isTransient(cause) ? TransientError : RefusedError;
  return new Kind(`${doing}: ${codeOf(cause)}: ${messageOf(cause)}`, { cause });
}

/** Sends one request and lets only our own error names out. */
export async function sending<Answer>(doing: string, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (cause) {
    throw classify(cause, doing);
  }
}

/** The same for what may not exist: undefined for an answer with one of these codes. */
export async function sendingUnless<Answer>(
  codes: readonly string[],
  doing: string,
  send: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await send();
  } catch (cause) {
    if (codes.includes(codeOf(cause))) return undefined;
    throw classify(cause, doing);
  }
}
