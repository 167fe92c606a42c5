/**
 * What EC2 means by a refused AssociateAddress. By instance it answers one code, `InvalidInstanceID`, for an instance that is
 * pending, for one that has ended and for one with several network interfaces; only the message says which. By network
 * interface the code is `IncorrectInstanceState` (aws-facts 3.4; docs/decisions/0033).
 */
import { messageOf, RefusedError, TransientError } from '../domain/errors.ts';
import { classify, codeOf } from './classify-error.ts';

/** EC2 says that the instance has ended. A fresh read has to confirm it. */
export class EndedError extends TransientError {}

/** The zone of the instance is in another network border group than the address: it can never hold it. */
export class OtherBorderGroupError extends EndedError {}

type AddressRefusal = 'pending' | 'ended' | 'several-interfaces' | 'other-border-group' | 'unknown-wording';

const CODES = ['InvalidInstanceID', 'IncorrectInstanceState'];

/** Its code is not published, so the message decides, with any code. */
const BORDER_GROUP = /network\s?border\s?group/i;

const WORDINGS: [AddressRefusal, RegExp][] = [
  ['several-interfaces', /\b(?:multiple|several|more than one)\b[^.]*\binterfaces?\b/i],
  ['pending', /\bpending\b/i],
  ['ended', /\b(?:terminat(?:ed|ing)|shutting[- ]down|stopp(?:ed|ing))\b/i],
];

/** Undefined for a code that needs no message. */
export function addressRefusalOf(cause: unknown): AddressRefusal | undefined {
  const message = messageOf(cause);
  if (BORDER_GROUP.test(`${codeOf(cause)} ${message}`)) return 'other-border-group';
  if (!CODES.includes(codeOf(cause))) return undefined;
  return WORDINGS.find(([, wording]) => wording.test(message))?.[0] ?? 'unknown-wording';
}

/** @returns TransientError while the instance is pending or for words that are not known, EndedError for one that has ended. */
export function classifyAddressRefusal(cause: unknown, doing: string): Error {
  const refusal = addressRefusalOf(cause);
  if (refusal === undefined) return classify(cause, doing);
  const text = `${doing}: ${codeOf(cause)}: ${messageOf(cause)}`;
  switch (refusal) {
    case 'pending':
      return new TransientError(text, { cause });
    case 'ended':
      return new EndedError(text, { cause });
    case 'other-border-group':
      return new OtherBorderGroupError(text, { cause });
    case 'several-interfaces':
      return new RefusedError(text, { cause });
    default:
      // Unknown is not "no": a state may pass, and the step's retries are bounded.
      return new TransientError(
        `${doing}: EC2 refused it in a wording that is not known: ${codeOf(cause)}: ${messageOf(cause)}`,
        { cause },
      );
  }
}
