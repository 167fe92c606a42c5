/** What takeovers did not do and left to the sweep, by the records that they closed with. */
import { type Execution, latest } from '../sfn/execution.ts';

/** So many takeovers each. */
export type Left = {
  /** Never asked EC2 to stop the failed instance. */
  unasked: number;
  /** Asked, and did not see it stop: in a zone without power nobody does. */
  unseen: number;
  /** Could not do something else, such as arm an alarm. */
  others: number;
};

const UNASKED = /^the old instance was not stopped: /;
const UNSEEN = /^i-\w+ (?:is unreadable|was asked to stop and not seen stopping)$/;

/** `problems`: of each takeover. */
export function leftBy(problems: string[][]): Left {
  const takeovers = (is: (problem: string) => boolean): number => problems.filter((each) => each.some(is)).length;
  return {
    unasked: takeovers((problem) => UNASKED.test(problem)),
    unseen: takeovers((problem) => UNSEEN.test(problem)),
    others: takeovers((problem) => !UNASKED.test(problem) && !UNSEEN.test(problem)),
  };
}

/** A record is the output of a takeover that succeeded, and the cause of one that failed, if it came to its end. */
export function problemsIn(execution: Execution): string[] {
  const { status, output, cause } = latest(execution);
  try {
    return JSON.parse((status === 'SUCCEEDED' ? output : cause) ?? '{}').problems ?? [];
  } catch {
    return [];
  }
}
