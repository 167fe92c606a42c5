/** How Lambda treats what it is handed without anybody waiting: read from the file that is deployed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NotSimulatedError } from '../aws-error.ts';
import { kebab } from '../logical-ids.ts';

export type AsyncSettings = {
  retries: number;
  ageSecondsMax: number;
  /** The function that hears of a success. */
  onSuccess?: string | undefined;
};

const FILE = join(import.meta.dirname, '..', '..', 'serverless.yml');

type Written = {
  maximumRetryAttempts?: number;
  maximumEventAge?: number;
  destinations?: { onSuccess?: unknown; onFailure?: unknown };
};

function successor(onSuccess: unknown): string | undefined {
  if (onSuccess === undefined) return undefined;
  if (typeof onSuccess !== 'string' || onSuccess.includes(':')) {
    throw new NotSimulatedError('the simulator knows no other destination of a success than a function');
  }
  return kebab(onSuccess);
}

/** Lambda's own defaults: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const settingsOf = ({ maximumRetryAttempts = 2, maximumEventAge = 21_600, destinations }: Written): AsyncSettings => ({
  retries: maximumRetryAttempts,
  ageSecondsMax: maximumEventAge,
  onSuccess: successor(destinations?.onSuccess),
});

let read: Record<string, AsyncSettings> | undefined;

/** By the function's file name. The file has tags that only its packager knows. */
export function deployedAsyncSettings(): Record<string, AsyncSettings> {
  if (read) return read;
  const functions: Record<string, Written> = parse(readFileSync(FILE, 'utf8'), { logLevel: 'silent' }).functions;
  read = Object.fromEntries(Object.entries(functions).map(([name, written]) => [kebab(name), settingsOf(written)]));
  return read;
}
