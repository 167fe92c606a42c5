/** What takeovers did not do and left to the sweep, by the records that they closed with. */
import type { Problem, ProblemKind } from '../../../shared/domain/problem.ts';
import { type Execution, latest } from '../../account/sfn/execution.ts';

/** So many takeovers each. */
export type Left = {
  /** Never asked EC2 to stop the failed instance. */
  unasked: number;
  /** Asked, and did not see it stop: in a zone without power no caller does. */
  unseen: number;
  /** Could not do something else, such as arm an alarm. */
  others: number;
};

/** `problems`: of each takeover. */
export function leftBy(problems: Problem[][]): Left {
  const takeovers = (is: (kind: ProblemKind) => boolean): number =>
    problems.filter((each) => each.some(({ kind }) => is(kind))).length;
  return {
    unasked: takeovers((kind) => kind === 'stop-refused'),
    unseen: takeovers((kind) => kind === 'stop-unseen'),
    others: takeovers((kind) => kind !== 'stop-refused' && kind !== 'stop-unseen'),
  };
}

/** A record is the output of a takeover that succeeded, and the cause of one that failed, if it came to its end. */
export function problemsIn(execution: Execution): Problem[] {
  const { status, output, cause } = latest(execution);
  try {
    return JSON.parse((status === 'SUCCEEDED' ? output : cause) ?? '{}').problems ?? [];
  } catch {
    return [];
  }
}
