/** How a Task fails: under the name that Retry and Catch match. */

/** A Task failed. The message becomes `Cause`, which for a Lambda is a JSON string. */
export class TaskError extends Error {
  override readonly name: string;

  constructor({ error, cause }: { error: string; cause: string }) {
    super(cause);
    this.name = error;
  }
}

/**
 * Neither Retry nor Catch can see it, not even through States.ALL: States.Runtime, States.DataLimitExceeded, and
 * everything that is still under way in an execution that has ended.
 */
export class TerminalTaskError extends TaskError {
  readonly isRetryable = false;
  readonly isCatchable = false;
}
