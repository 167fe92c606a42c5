/** `vouch`: an execution of the rotation machine says that an instance is the appliance. */
import { rotationNameOf } from '../../../shared/domain/images/rotation-name.ts';
import { startAndFollow } from '../run.ts';
import { type CarryOut, requestedBy } from '../setting.ts';

export const vouch: CarryOut<'vouch'> = ({ appliance, instance, reason }, setting) => {
  const name = rotationNameOf(appliance, `vouch-${setting.door.newId()}`);
  const request = { name, appliance, reason, requestedBy: requestedBy(setting) };
  return startAndFollow({ ...request, machine: 'rotation', vouch: instance }, setting);
};
