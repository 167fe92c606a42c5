/** How Lambda treats an event that it hands to a function without waiting for the end: deployed, and simulated. */
import type { FunctionName } from './time-outs.ts';

export type AsyncInvocation = {
  /** After an error: two at most. */
  retries: number;
  /** An event that has waited longer is dropped. */
  ageSecondsMax: number;
  /** The function that gets the result. */
  onSuccess?: FunctionName;
  /** The queue, by its logical id, that gets what was dropped. */
  onFailure?: string;
};

/** The other functions are called by state machines, which wait. */
export const ASYNC_INVOCATIONS: Partial<Record<FunctionName, AsyncInvocation>> = {
  // What it found, for people.
  sweep: { retries: 0, ageSecondsMax: 60, onSuccess: 'notify' },
  'probe-appliance': { retries: 0, ageSecondsMax: 60 },
  'route-instance-event': { retries: 2, ageSecondsMax: 900, onFailure: 'UndeliveredEventsQueue' },
  notify: { retries: 2, ageSecondsMax: 3600, onFailure: 'UntoldQueue' },
  // What is not ready, for people.
  'check-readiness': { retries: 0, ageSecondsMax: 3600, onSuccess: 'notify' },
};
