/** What is deployed in Lambda, as a function that calls another one sees it. */
import { NotSimulatedError } from '../aws-error.ts';

/** By its file name, without the deployment's prefix. */
export type Functions = {
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  /** How many functions of the account may run at once. */
  concurrentExecutions: number;
};

/** An account after its first months; a new one has ten. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const CONCURRENT_EXECUTIONS = 1_000;

export const noFunctions = (): Functions => ({
  invoke: () => Promise.reject(new NotSimulatedError('no function is deployed in this account')),
  concurrentExecutions: CONCURRENT_EXECUTIONS,
});
