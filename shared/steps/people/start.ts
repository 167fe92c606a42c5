/** A person starts one of the machines; what comes of it is another question (`follow-by-hand.ts`). */
import { notAccepted, startMachine } from '../../aws/start-machine.ts';
import type { Deps } from '../../deps.ts';
import { failoverMachineArnOf, rotationMachineArnOf } from '../../domain/arns.ts';
import type { Mode } from '../../domain/decision/trigger.ts';
import { messageOf } from '../../domain/errors.ts';

/** `name` is the execution's and unique: a name that exists already belongs to another execution. */
export type StartRequest = { name: string; appliance: string; requestedBy: string; reason: string } & (
  | { machine: 'failover'; mode: Mode; force?: true | undefined }
  | { machine: 'rotation'; vouch: string }
  | { machine: 'rotation'; prove?: true | undefined; force?: true | undefined }
);

/** `unacknowledged`: the request may have arrived, and its answer did not. */
type Acknowledged = { started: 'yes' } | { started: 'no'; cause: unknown } | { started: 'unknown'; why: string };

/** Says that it is started only when Step Functions has said so. */
export async function startByHand(
  { name, machine, ...input }: StartRequest,
  { clients, deployment }: Deps,
): Promise<Acknowledged> {
  const machineArn = machine === 'failover' ? failoverMachineArnOf(deployment) : rotationMachineArnOf(deployment);
  try {
    await startMachine(clients, { machineArn, name, input });
    return { started: 'yes' };
  } catch (cause) {
    return notAccepted(cause) ? { started: 'no', cause } : { started: 'unknown', why: messageOf(cause) };
  }
}
