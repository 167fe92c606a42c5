/** DeleteAlarms. */
import type { DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch';
import { AwsError, onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';

/** "If you specify an incorrect alarm name or make any other error in the DeleteAlarms operation, no alarms are deleted." API_DeleteAlarms */
export function deleteAlarms(world: World, input: DeleteAlarmsInput): object {
  onlyKnows(input, { what: 'DeleteAlarms parameter', known: ['AlarmNames'] });
  const { alarms } = world.cloudwatch;
  const names = input.AlarmNames ?? [];
  const missing = names.find((name) => !alarms.has(name));
  if (missing !== undefined) {
    throw new AwsError({ code: 'ResourceNotFound', message: `There is no alarm named ${missing}`, status: 404 });
  }
  for (const name of names) alarms.delete(name);
  world.changed(`alarms ${names.join(', ')} deleted`);
  return {};
}
