/** What each error name of ours means, what the state machines do about it, and what is left for a person. */
import type { ErrorName } from '../../shared/domain/errors.ts';

type ErrorWords = { means: string; machine: string; toDo: string };

const ENDS = 'no retry: goes on to the step that undoes or closes, which writes the record; `failover` fails at once';

export const ERRORS: Record<ErrorName, ErrorWords> = {
  TransientError: {
    means: 'A request failed, and the same request may succeed later',
    machine: 'retries with growing pauses; after the last retry as for `RefusedError`',
    toDo: 'Nothing, unless it is the failure of a record: then read which request failed, and start again',
  },
  RefusedError: {
    means: 'A precondition is not met, or AWS refused a request. What was asked was not done',
    machine: ENDS,
    toDo: 'Read the message in the record and fix its cause',
  },
  SupersededError: {
    means: 'A newer takeover of the appliance exists, or this execution was redriven. It may change nothing more',
    machine: ENDS,
    toDo: 'Look at the newer takeover. Do not redrive an execution: start a new one',
  },
  GaveWayError: {
    means: 'A takeover of the appliance runs, and the rotation stops because the takeover has priority',
    machine: ENDS,
    toDo: 'Nothing. The next rotation takes an image',
  },
  InvariantViolatedError: {
    means: 'The account contradicts the plan or the record, and another change could make it worse',
    machine: ENDS,
    toDo: 'Compare the account with the message before you start anything',
  },
};
