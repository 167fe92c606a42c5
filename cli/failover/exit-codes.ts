/** What the exit code says. docs/operate/start-by-hand.md and the help list the same. */
export const EXIT = {
  done: 0,
  /** Refused, held or failed. */
  refused: 1,
  /** A mistake on the command line: nothing was asked of AWS. */
  wrong: 2,
  /** A run was started, or may have been, and its end was not seen: it continues in AWS. */
  continues: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
