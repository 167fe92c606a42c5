/** Step Functions as the rest of the simulated account sees it. */
import type { Machine } from '../../../shared/machines/load-machine.ts';
import type { Crash } from './crash.ts';
import type { Execution, StateEvent } from './execution.ts';
import type { Actions } from './service.ts';

export type StepFunctions = {
  /** Every SDK action by its name. Answers at once, in the SDK's own shapes; throws an Error named by the AWS code. */
  actions: Actions;
  executions: Execution[];
  /** Crashes still to come; a test or a scenario adds to them. */
  crashes: Crash[];
  start(request: { machine: string; name?: string | undefined; input: string }): {
    execution: Execution;
    started: boolean;
  };
  stop(execution: Execution, ending: { error?: string | undefined; cause?: string | undefined }): void;
  redrive(execution: Execution): void;
  /** As the service does 90 days after an execution has ended; no timer does it here. */
  forgetEndedBefore(epochMs: number): void;
  /**
   * Every machine is deployed anew. A running execution keeps the definition that it was started with, and so does a
   * redrive: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
   */
  redeploy(machines: Record<string, Machine>): void;
  onEvent(listener: (execution: Execution, event: StateEvent) => void): void;
  onStatus(listener: (execution: Execution) => void): void;
  /** One line for every execution that has not ended: where it waits. */
  whereabouts(): string[];
};
