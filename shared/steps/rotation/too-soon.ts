/** Whether the last rotation of the appliance took an image so shortly before that another one has to be asked for explicitly. */
import { listRecentRotations } from '../../aws/rotation-records.ts';
import type { Deps } from '../../deps.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { LEAST_SECONDS, READ_MAX, whyTooSoon } from '../../domain/images/rotation-interval.ts';
import { plusSeconds } from '../../domain/instants.ts';

type Question = { appliance: string; imageName: string };

/** @throws TransientError when Step Functions cannot be asked. */
export async function readTooSoon({ appliance, imageName }: Question, deps: Deps): Promise<string | undefined> {
  const machineArn = rotationMachineArnOf(deps.deployment);
  const now = deps.clock.now().toISOString();
  const since = plusSeconds(now, -LEAST_SECONDS);
  const recent = await listRecentRotations(deps.clients, { machineArn, appliance, since, readMax: READ_MAX });
  return whyTooSoon(recent, { appliance, imageName, now });
}
