/** The old receiver of a move: the instance to which the traffic may go back. */
import { readInstance, readStatus } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { TransientError } from '../../domain/errors.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import type { Receiver } from '../../domain/traffic/part.ts';

/**
 * The old receiver, or the reason why the traffic must not go back there.
 *
 * @throws TransientError while EC2 throttles.
 */
export async function readOldReceiver({ old }: TakeoverPlan, { clients }: Deps): Promise<Receiver | string> {
  if (!old) return 'there is no old instance';
  const [reading, answer] = await Promise.all([
    readInstance(clients, old.instanceId),
    readStatus(clients, old.instanceId),
  ]);
  // Throttling says nothing about it, and traffic that stays where it is for that reason would stay for good.
  if (answer === 'throttled' || (reading.reading === 'unreadable' && reading.throttled))
    throw new TransientError(`whether ${old.instanceId} is up is not known yet: EC2 throttles`);
  if (reading.reading !== 'described') return `the old instance ${old.instanceId} is ${reading.reading}`;
  const { state, networkInterfaceIds } = reading.instance;
  const networkInterfaceId = old.networkInterfaceId ?? networkInterfaceIds[0];
  if (state !== 'running' || !networkInterfaceId) return `the old instance ${old.instanceId} is ${state}`;
  // A dead operating system leaves the instance `running`: rolling back to it would end the service for good.
  const { status } = answer;
  if (status !== 'ok' && status !== 'initializing')
    return `the status of the old instance ${old.instanceId} is ${status}`;
  return { instanceId: old.instanceId, networkInterfaceId };
}
