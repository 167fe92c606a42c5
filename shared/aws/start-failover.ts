/** Starts the front door, as the sweep and the route of EC2's events do. */
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

/** `name` makes a repetition harmless: an execution of that name is started once. */
export async function startFailover(
  { sfn }: Pick<Clients, 'sfn'>,
  { failoverMachineArn, name, input }: { failoverMachineArn: string; name: string; input: object },
): Promise<void> {
  await sending(`starting failover ${name}`, async () => {
    try {
      await sfn.send(
        new StartExecutionCommand({ stateMachineArn: failoverMachineArn, name, input: JSON.stringify(input) }),
      );
    } catch (cause) {
      if (codeOf(cause) !== 'ExecutionAlreadyExists') throw cause;
    }
  });
}
