/** A deployment's state machines by their names, and an execution of one of them for a caller that waits for its end. */
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  paginateListStateMachines,
} from '@aws-sdk/client-sfn';
import type { ExecutionStatus } from '../domain/decision/generation.ts';
import { sending, sendingUnless } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { UNKNOWN_EXECUTION } from './executions.ts';

type StepFunctions = Pick<Clients, 'sfn'>;

/** The ARN says which account we are in, which nothing else tells that we may ask. */
export async function findMachineArn({ sfn }: StepFunctions, name: string): Promise<string | undefined> {
  return sending('listing the state machines', async () => {
    for await (const { stateMachines = [] } of paginateListStateMachines({ client: sfn }, { maxResults: 1000 })) {
      const found = stateMachines.find((machine) => machine.name === name);
      if (found?.stateMachineArn) return found.stateMachineArn;
    }
    return undefined;
  });
}

/** Every state machine of the account in this Region: its name and its ARN. */
export async function findMachines({ sfn }: StepFunctions): Promise<Map<string, string>> {
  return sending('listing the state machines', async () => {
    const found = new Map<string, string>();
    for await (const { stateMachines = [] } of paginateListStateMachines({ client: sfn }, { maxResults: 1000 })) {
      for (const { name, stateMachineArn } of stateMachines)
        if (name && stateMachineArn) found.set(name, stateMachineArn);
    }
    return found;
  });
}

/** The names of those that have not ended. */
export async function listRunning({ sfn }: StepFunctions, stateMachineArn: string): Promise<string[]> {
  const { executions = [] } = await sending('listing the running executions', () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' })),
  );
  return executions.flatMap(({ name }) => name ?? []);
}

export type WatchedExecution = {
  status: ExecutionStatus;
  startedAt?: string | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
};

/** Undefined also for one that is not visible yet: DescribeExecution is eventually consistent. */
export async function readExecution(
  { sfn }: StepFunctions,
  executionArn: string,
): Promise<WatchedExecution | undefined> {
  const found = await sendingUnless(UNKNOWN_EXECUTION, 'reading the execution', () =>
    sfn.send(new DescribeExecutionCommand({ executionArn })),
  );
  if (!found) return undefined;
  const { status, startDate, output, error, cause } = found;
  return { status: status as ExecutionStatus, startedAt: startDate?.toISOString(), output, error, cause };
}

export type EnteredState = { id: number; state: string; at: string };

/** More than any of our machines does between two looks. */
const EVENTS_MAX = 200;

/** The states that it has entered since the event of that number, oldest first. */
export async function readEnteredStates(
  { sfn }: StepFunctions,
  { executionArn, after }: { executionArn: string; after: number },
): Promise<EnteredState[]> {
  const newest = { executionArn, reverseOrder: true, maxResults: EVENTS_MAX, includeExecutionData: false };
  const { events = [] } = await sending('reading the history of the execution', () =>
    sfn.send(new GetExecutionHistoryCommand(newest)),
  );
  return events
    .flatMap(({ id = 0, timestamp, stateEnteredEventDetails: entered }) =>
      entered?.name && timestamp && id > after ? [{ id, state: entered.name, at: timestamp.toISOString() }] : [],
    )
    .reverse();
}
