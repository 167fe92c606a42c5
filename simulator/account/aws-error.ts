/** The errors that AWS answers, before the network gives them the shape in which the SDK throws them. */
import { shortHash } from '../../shared/domain/hash.ts';

/** `name` is the code. The HTTP status decides whether the SDK's own retries see a transient fault. */
export class AwsError extends Error {
  override readonly name: string;
  readonly httpStatusCode: number;

  constructor({ code, message, status = 400 }: { code: string; message: string; status?: number | undefined }) {
    super(message);
    this.name = code;
    this.httpStatusCode = status;
  }
}

export const refusal = (code: string, { message }: { message: string }): AwsError => new AwsError({ code, message });

/** A fault of EC2's own: the SDK repeats 500, 502, 503 and 504. */
export const serverFault = (code: string, { message }: { message: string }): AwsError =>
  new AwsError({ code, message, status: code === 'Unavailable' ? 503 : 500 });

export const throttled = (): AwsError =>
  new AwsError({ code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 });

let refusals = 0;

/** The words of a scenario do not depend on the scenarios that ran before it in this process. */
export const forgetRefusals = (): void => {
  refusals = 0;
};

/** Writes are refused with a message that EC2 encodes anew for each request, so no two of them are the same. */
const encoded = (): string => `Encoded authorization failure message: ${shortHash(`refusal ${++refusals}`).repeat(6)}`;

export const unauthorized = (action: string): AwsError =>
  new AwsError({
    code: 'UnauthorizedOperation',
    message: `You are not authorized to perform this operation. No identity-based policy allows the ec2:${action} action. ${encoded()}`,
    status: 403,
  });

/** AWS names principal, action and resource, and then the kind of the policy: repost.aws, article "explicit deny". */
export const deniedByServiceControl = (of: { principal: string; action: string; resource: string }): AwsError =>
  new AwsError({
    code: 'UnauthorizedOperation',
    message: `You are not authorized to perform this operation. User: ${of.principal} is not authorized to perform: ${of.action} on resource: ${of.resource} with an explicit deny in a service control policy. ${encoded()}`,
    status: 403,
  });

/** Each service has its own word for what IAM does not allow. */
const DENIED: Record<string, { code: string; status: number }> = {
  SFN: { code: 'AccessDeniedException', status: 400 },
  CloudWatch: { code: 'AccessDenied', status: 403 },
  SNS: { code: 'AuthorizationErrorException', status: 403 },
  Lambda: { code: 'AccessDeniedException', status: 403 },
  ServiceQuotas: { code: 'AccessDeniedException', status: 400 },
};

export function accessDenied({ service, action }: { service: string; action: string }): AwsError {
  const denied = DENIED[service];
  if (!denied) return unauthorized(action);
  const message = `User is not authorized to perform this operation: no identity-based policy allows ${action}`;
  return new AwsError({ ...denied, message });
}

export const dryRunPassed = (): AwsError =>
  new AwsError({
    code: 'DryRunOperation',
    message: 'Request would have succeeded, but DryRun flag is set.',
    status: 412,
  });

/**
 * The product or the simulator has a bug: an action, a parameter or a filter that is not simulated. It looks like no
 * AWS answer, so it is not retried and no product code mistakes it for one.
 */
export class NotSimulatedError extends Error {
  override readonly name = 'NotSimulatedError';
}

/** A shape that carries a member the simulator ignores would be simulated wrongly: fail instead. */
export function onlyKnows(request: object, { what, known }: { what: string; known: readonly string[] }): void {
  const unknown = Object.entries(request)
    .filter(([key, value]) => value !== undefined && !known.includes(key))
    .map(([key]) => key);
  if (unknown.length > 0) throw new NotSimulatedError(`the simulator does not know ${what}: ${unknown.join(', ')}`);
}
