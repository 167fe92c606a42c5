/** Whether an execution of ours made an image and did not call it good. */
import { readRotation } from '../../aws/rotation-records.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { failedImageOf, wasMadeDuring } from '../../domain/images/ledger.ts';
import { familyOf } from '../../domain/images/naming.ts';
import { type Image, TAG } from '../../domain/snapshot.ts';

/** By the record of the execution that the image points to, or by its lifetime and name where it died without a record. */
export async function isRecordedUnfit(image: Image, appliance: Appliance, deps: Deps): Promise<boolean> {
  const execution = image.tags[TAG.by];
  if (execution === undefined) return false;
  const machineArn = rotationMachineArnOf(deps.deployment);
  const run = await readRotation(deps.clients, { machineArn, execution }).catch(() => undefined);
  if (!run || run.status === 'RUNNING' || run.status === 'SUCCEEDED') return false;
  if (failedImageOf(run, appliance.name) === image.id) return true;
  return wasMadeDuring(image, run, { appliance: appliance.name, family: familyOf(appliance) });
}
