/** Tells what is definitely missing from what could not be read: an API error is never a verdict. */
import { codeOf } from '../../aws/classify-error.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import type { Found } from '../../domain/readiness/verdict.ts';

/** Our own refusals are findings; of EC2's answers only "there is no such thing" is. */
const isFinding = (cause: unknown): boolean =>
  cause instanceof RefusedError && (cause.cause === undefined || codeOf(cause.cause).endsWith('.NotFound'));

export async function finding<Answer>(work: Promise<Answer>): Promise<Found<Answer>> {
  try {
    return { found: 'read', answer: await work };
  } catch (cause) {
    return { found: isFinding(cause) ? 'missing' : 'unread', why: messageOf(cause) };
  }
}

export const unread = (why: string): { found: 'unread'; why: string } => ({ found: 'unread', why });
