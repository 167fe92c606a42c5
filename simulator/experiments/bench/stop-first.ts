/**
 * The recipe as most people fix it: it stops the failed instance and waits until EC2 says so, with the SDK's own
 * waiter, before it launches anything. Its delays are the SDK's (15 s at first, then longer); its patience is that of
 * `aws ec2 wait instance-stopped`, forty times fifteen seconds.
 */
import { StopInstancesCommand, waitUntilInstanceStopped } from '@aws-sdk/client-ec2';
import { cook, type Kitchen } from './recipe.ts';

const PATIENCE_SECONDS = 600;

async function stopAndWait({ clients: { ec2 } }: Kitchen, instanceId: string): Promise<void> {
  const InstanceIds = [instanceId];
  await ec2.send(new StopInstancesCommand({ InstanceIds }));
  await waitUntilInstanceStopped({ client: ec2, maxWaitTime: PATIENCE_SECONDS }, { InstanceIds });
}

/** @throws Error when the instance has not stopped in time: nothing has been launched then. */
export const stopFirst = (kitchen: Kitchen): Promise<void> => cook(kitchen, stopAndWait);
