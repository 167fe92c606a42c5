/** How an invocation ended, and what Step Functions gets: the error's name, and a JSON string as its cause. */
import type { Random } from '../../random.ts';
import { TaskError } from '../sfn/errors.ts';
import { throughJson } from '../sfn/payload.ts';

export type Outcome =
  | { kind: 'returned'; value: unknown }
  | { kind: 'failed'; error: unknown }
  /** `abandoned`: it lives, and the connection to its caller is lost. */
  | { kind: 'timed-out' | 'died' | 'unheard' };

export function requestId(random: Random): string {
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => Math.floor(random() * 16).toString(16));
}

/** More functions of the account run than may: as Step Functions names it, and the queue knows it. */
export const THROTTLED = 'Lambda.TooManyRequestsException';

export const lambdaError = (errorType: string, rest: { errorMessage: string; trace?: string[] }): TaskError =>
  new TaskError({ error: errorType, cause: JSON.stringify({ errorType, ...rest }) });

function failureOf(error: unknown): TaskError {
  if (!(error instanceof Error)) return lambdaError('Error', { errorMessage: String(error), trace: [] });
  const trace = (error.stack ?? '').split('\n').map((line) => line.trim());
  return lambdaError(error.name, { errorMessage: error.message, trace });
}

/** Returns what the function returned, or throws what a Task state sees. */
export function answer(outcome: Outcome, { id, seconds }: { id: string; seconds: number }): unknown {
  switch (outcome.kind) {
    case 'returned':
      return throughJson(outcome.value);
    case 'failed':
      throw failureOf(outcome.error);
    case 'timed-out': {
      const errorMessage = `RequestId: ${id} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
      throw lambdaError('Sandbox.Timedout', { errorMessage });
    }
    case 'unheard':
      throw lambdaError('Lambda.SdkClientException', {
        errorMessage: 'Unable to execute HTTP request: Read timed out',
      });
    case 'died': {
      const errorMessage = `RequestId: ${id} Error: Runtime exited with error: signal: killed`;
      throw lambdaError('Runtime.ExitError', { errorMessage });
    }
  }
}
