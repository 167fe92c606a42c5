/** Where an execution is to be cut short: the fault that no code of ours can catch. */
import type { Ending, Execution, StateEvent } from './execution.ts';

export type Crash = {
  machine: string;
  state: string;
  /** `before`: the state was entered and did nothing; `after`: it is done, and the next one never begins. */
  when: 'before' | 'after';
  /** By hand (ABORTED), or by the service (FAILED, TIMED_OUT). */
  as: 'ABORTED' | 'FAILED' | 'TIMED_OUT';
};

const ENDINGS: Record<Crash['as'], Ending> = {
  ABORTED: { status: 'ABORTED' },
  FAILED: { status: 'FAILED', error: 'States.Runtime', cause: 'An injected failure of the service itself.' },
  TIMED_OUT: { status: 'TIMED_OUT', error: 'States.Timeout' },
};

/** The ending that this event triggers, if any. Each crash happens once. */
export function crashAt(crashes: Crash[], { machineName }: Execution, event: StateEvent): Ending | undefined {
  const kind = { entered: 'before', exited: 'after' }[String(event.kind)];
  const index = crashes.findIndex(
    ({ machine, state, when }) => machine === machineName && state === event.state && when === kind,
  );
  const [crash] = index < 0 ? [] : crashes.splice(index, 1);
  return crash && ENDINGS[crash.as];
}
