/** What the SDK's actions on executions need of the service behind them. */
import type { Book } from './book.ts';
import type { Staleness } from './consistency.ts';
import type { Execution } from './execution.ts';

export type Input = Record<string, unknown>;

export type Actions = Record<string, (input: Input) => Record<string, unknown>>;

export type Service = {
  book: Book;
  staleness: Staleness;
  nowMs(): number;
  start(request: { machine: string; name?: string | undefined; input: string }): { execution: Execution };
  stop(execution: Execution, ending: { error?: string | undefined; cause?: string | undefined }): void;
  redrive(execution: Execution): void;
  /** The machine's own ARN; throws StateMachineDoesNotExist. */
  machineArn(arn: string): string;
  /** By name. */
  machineArns(): Map<string, string>;
};
