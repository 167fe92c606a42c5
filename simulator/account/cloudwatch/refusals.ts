/** How CloudWatch refuses a request that it does not understand. */
import { AwsError } from '../aws-error.ts';

export const invalid = (message: string): AwsError =>
  new AwsError({ code: 'ValidationError', message: `1 validation error detected: ${message}` });

export function required<Value>(value: Value | undefined, { name }: { name: string }): Value {
  if (value !== undefined && value !== '') return value;
  throw invalid(`Value null at '${name}' failed to satisfy constraint: Member must not be null`);
}

/** Offsets in a list, as opaque as AWS's own. */
export const tokenOf = (offset: number): string => Buffer.from(`from-${offset}`).toString('base64');

export function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const [, offset] = /^from-(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (offset !== undefined) return Number(offset);
  throw new AwsError({ code: 'InvalidNextToken', message: 'The next token specified is invalid.' });
}
