/** `rotate`: an image now, by the machine that takes one each night. */
import { rotationNameOf } from '../../../shared/domain/images/rotation-name.ts';
import { startAndFollow } from '../run.ts';
import { type CarryOut, requestedBy } from '../setting.ts';

export const rotate: CarryOut<'rotate'> = ({ appliance, prove, now, reason }, setting) => {
  const name = rotationNameOf(appliance, `person-${setting.door.newId()}`);
  const request = { name, appliance, reason, requestedBy: requestedBy(setting) };
  const flags = { ...(prove && { prove: true as const }), ...(now && { force: true as const }) };
  return startAndFollow({ ...request, machine: 'rotation', ...flags }, setting);
};
