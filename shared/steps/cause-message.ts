/** What a Catch of a state machine has written down, in words. */

export type Caught = { Error: string; Cause?: string | undefined };

/** Lambda's cause is a JSON string with errorMessage in it; everybody else's is the message itself. */
export function messageIn(cause = 'no cause given'): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: string };
    return errorMessage ?? cause;
  } catch {
    return cause;
  }
}
