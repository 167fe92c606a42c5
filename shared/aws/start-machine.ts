/** Starts an execution for a person, and tells a request that was refused from one that was not answered. */
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Start = { machineArn: string; name: string; input: object };

export async function startMachine({ sfn }: Pick<Clients, 'sfn'>, { machineArn, name, input }: Start): Promise<void> {
  const command = new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) });
  await sending(`starting ${name}`, () => sfn.send(command));
}

/** Nothing is sent without them. */
const BEFORE_SENDING = ['CredentialsProviderError', 'TokenProviderError'];

type Answered = { httpStatusCode?: number | undefined; attempts?: number | undefined };

function answeredIn(cause: Error): Answered {
  return '$metadata' in cause ? (cause.$metadata as Answered) : {};
}

/**
 * Whether the execution was certainly not started: AWS refused the first attempt, or nothing was sent. After a time-out
 * the SDK sends again, and the refusal of a later attempt says nothing about the first one.
 */
export function notAccepted(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return false;
  if (BEFORE_SENDING.includes(cause.name)) return true;
  const { httpStatusCode = 0, attempts = 1 } = answeredIn(cause);
  return httpStatusCode >= 400 && httpStatusCode < 500 && attempts === 1;
}
