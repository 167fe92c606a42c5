/** A person ends an execution. A function that it has called runs to its own end. */
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Stop = { executionArn: string; cause: string };

/** One that has ended already is left as it is. */
export async function stopMachine({ sfn }: Pick<Clients, 'sfn'>, { executionArn, cause }: Stop): Promise<void> {
  const command = new StopExecutionCommand({ executionArn, error: 'Aborted', cause });
  await sending(`stopping ${executionArn.split(':').at(-1)}`, () => sfn.send(command));
}
