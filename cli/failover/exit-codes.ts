/** What the exit code says. docs/operate/start-by-hand.md and the help list the same. */
import { RefusedError } from '../../shared/domain/errors.ts';
import type { Followed } from '../../shared/steps/people/follow-by-hand.ts';
import type { Command } from './command.ts';

export const EXIT = {
  done: 0,
  /** AWS or failover failed, or a part of the answer is unknown. */
  failed: 1,
  /** A mistake on the command line: nothing was asked of AWS. */
  wrong: 2,
  /** Refused, held, or not ready: nothing was changed by this command. */
  refused: 3,
  /** A run was started, or may have been, and its end was not seen: it continues in AWS. */
  continues: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Of a run that was seen to its end. */
export const exitOfEnd = ({ outcome }: Followed): ExitCode => {
  if (outcome === 'held') return EXIT.refused;
  return outcome === 'failed' ? EXIT.failed : EXIT.done;
};

/** They only ask: what they cannot answer is a failure, and no refusal. */
const QUESTIONS: Command['command'][] = ['status', 'follow', 'report', 'history', 'images', 'readiness'];

/** A refusal of AWS has a cause; one without is a rule of ours. */
export const exitOfError = (thrown: unknown, { command }: Command): ExitCode =>
  thrown instanceof RefusedError && thrown.cause === undefined && !QUESTIONS.includes(command)
    ? EXIT.refused
    : EXIT.failed;
