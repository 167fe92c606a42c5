/** Errors that no test has caught: the test that runs when they surface has failed, and the process is no longer as it was. */
const waiting = new Map<unknown, unknown>();
const nextTurn = setImmediate;

/** Once for a process: from now on such an error ends no process and is never lost. */
export function collectStrays(): void {
  process.on('uncaughtException', (error) => void waiting.set({}, error));
  process.on('unhandledRejection', (error, promise) => void waiting.set(promise, error));
  process.on('rejectionHandled', (promise) => void waiting.delete(promise));
}

/** Those that have surfaced since the last time. Node tells of a rejection only when the event loop turns. */
export async function strays(): Promise<unknown[]> {
  await new Promise((resolve) => void nextTurn(resolve));
  const found = [...waiting.values()];
  waiting.clear();
  return found;
}
