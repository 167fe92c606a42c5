/** What each Task state of a machine does when it is reached: a Lambda, or the start of another machine. */
import type { Machine } from '../../../shared/machines/load-machine.ts';
import { TaskError, TerminalTaskError } from './errors.ts';
import { checkPayload } from './payload.ts';

const START_EXECUTION = 'states:::states:startExecution';
const INVOKE = 'states:::lambda:invoke';
const LAMBDA_ARN = /^lambda:/;
const REFERENCE = /^\$\{\w+\.Arn\}$/;

export type Services = {
  /** Of the Region in which the machines run. */
  partition: string;
  /** Runs the function named after the state; rejects with a TaskError, as Lambda shapes it. */
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  /** Throws an error by AWS's code. */
  startExecution(input: { machine: string; name: string | undefined; input: string }): unknown;
};

/** `MoveTraffic` is the function `move-traffic`. */
export const functionNameOf = (state: string): string =>
  state.replaceAll(/(?!^)([A-Z])/g, (letter) => `-${letter}`).toLowerCase();

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

/**
 * The name under which Retry and Catch see the error of a service that a state calls directly. Confirmed by public stacks
 * for `StepFunctions.ExecutionAlreadyExistsException`; for every other error this rule is an assumption.
 */
const integrationError = (service: string, code: string): string =>
  `${service}.${code.replace(/Exception$/, '')}Exception`;

function startNested(services: Services, parameters: unknown): unknown {
  const input = field(parameters, 'Input') ?? {};
  const name = field(parameters, 'Name');
  try {
    return services.startExecution({
      machine: String(field(parameters, 'StateMachineArn')),
      name: name === undefined ? undefined : String(name),
      input: typeof input === 'string' ? input : JSON.stringify(input),
    });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new TaskError({ error: integrationError('StepFunctions', cause.name), cause: cause.message });
  }
}

/**
 * The resource without its partition. The machine is created with any; each run ends where it is reached, and
 * `States.ALL` does not catch it: https://github.com/aws/aws-cdk/issues/4597
 */
function withinPartition({ state, resource }: { state: string; resource: string }, { partition }: Services): string {
  const [, named, called] = /^arn:([\w-]+):(.*)$/.exec(resource) ?? [];
  if (named === partition && called !== undefined) return called;
  const cause =
    named === undefined
      ? `${state}: ${resource} is not simulated`
      : 'The resource belongs to a different partition from the running execution.';
  throw new TerminalTaskError({ error: 'States.Runtime', cause });
}

/** The work of one Task state, chosen by its Resource. What we do not simulate fails the execution, loudly. */
export function taskFor({ state, resource }: { state: string; resource: string }, services: Services) {
  return async (parameters: unknown): Promise<unknown> => {
    const called = REFERENCE.test(resource) ? 'lambda:' : withinPartition({ state, resource }, services);
    if (called === START_EXECUTION) return startNested(services, parameters);
    if (called === INVOKE) {
      const payload = await services.invoke(functionNameOf(state), field(parameters, 'Payload'));
      return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
    }
    if (LAMBDA_ARN.test(called)) return services.invoke(functionNameOf(state), parameters);
    throw new TerminalTaskError({ error: 'States.Runtime', cause: `${state}: ${resource} is not simulated` });
  };
}

/** Every Task state of a machine, those inside Parallel and Map states included. */
export function taskStates(machine: Pick<Machine, 'States'>): { state: string; resource: string }[] {
  return Object.entries(machine.States).flatMap(([state, definition]) => {
    if (definition.Type === 'Task') return [{ state, resource: definition.Resource }];
    if (definition.Type === 'Parallel') return definition.Branches.flatMap(taskStates);
    if (definition.Type !== 'Map') return [];
    const nested = definition.ItemProcessor ?? definition.Iterator;
    return nested ? taskStates(nested) : [];
  });
}

export function guarded(run: (input: unknown) => Promise<unknown>, state: string) {
  return async (input: unknown): Promise<unknown> => {
    checkPayload(input, `input of ${state}`);
    const output = await run(input);
    checkPayload(output, `output of ${state}`);
    return output;
  };
}
