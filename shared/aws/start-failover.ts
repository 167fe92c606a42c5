/** Starts the failover machine, as the sweep and the route of EC2's events do. */
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Sfn = Pick<Clients, 'sfn'>;

/** `name` makes a repetition harmless: an execution of that name is started once. */
export async function startFailover(
  clients: Sfn,
  { failoverMachineArn, name, input }: { failoverMachineArn: string; name: string; input: object },
): Promise<void> {
  await startOnce(clients, { doing: `starting failover ${name}`, stateMachineArn: failoverMachineArn, name, input });
}

/** False when an execution of that name exists already. */
export const startPrepare = (
  clients: Sfn,
  { prepareMachineArn, name, input }: { prepareMachineArn: string; name: string; input: object },
): Promise<boolean> =>
  startOnce(clients, { doing: `starting ${name}`, stateMachineArn: prepareMachineArn, name, input });

type Start = { doing: string; stateMachineArn: string; name: string; input: object };

function startOnce({ sfn }: Sfn, { doing, stateMachineArn, name, input }: Start): Promise<boolean> {
  return sending(doing, async () => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      return true;
    } catch (cause) {
      if (codeOf(cause) !== 'ExecutionAlreadyExists') throw cause;
      return false;
    }
  });
}
