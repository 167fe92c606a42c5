/** Why AWS does not answer these credentials: the SDK's own reason, and what to do. */
import { codeOf } from '../../shared/aws/classify-error.ts';
import { messageOf } from '../../shared/domain/errors.ts';

const UNUSABLE = { what: 'there are no AWS credentials to use', fix: 'log in, or name a profile with --profile' };
const REJECTED = { what: 'AWS does not accept these credentials', fix: 'log in again' };
const ROLE = { what: 'AWS refused', fix: 'check the MFA code, and that these credentials may do it' };

const KNOWN: Record<string, { what: string; fix: string }> = {
  CredentialsProviderError: UNUSABLE,
  TokenProviderError: UNUSABLE,
  ExpiredToken: REJECTED,
  ExpiredTokenException: REJECTED,
  InvalidClientTokenId: REJECTED,
  UnrecognizedClientException: REJECTED,
  InvalidSignatureException: REJECTED,
  AccessDenied: ROLE,
  AccessDeniedException: ROLE,
};

/** Any other reason is passed on as it is. */
export function credentialsReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(cause);
  const known = Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
  return known ? `${known.what} (${code}: ${messageOf(cause)}); ${known.fix}` : messageOf(error);
}
