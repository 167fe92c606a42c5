/** `status`: the state of one appliance, or of all. */
import { readStatus } from '../../../shared/steps/people/status.ts';
import { monthOfEach } from '../../cost/month-of-each.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import type { CarryOut } from '../setting.ts';
import { statusLines } from '../status-lines.ts';

export const status: CarryOut<'status'> = async ({ appliance }, { deps, terminal }) => {
  const { configuration } = deps;
  const asked = appliance === undefined ? configuration.appliances : [applianceNamed(configuration, appliance)];
  const answer = await readStatus(asked, deps);
  const read = answer.every(({ address }) => 'read' in address);
  return {
    answer,
    lines: statusLines(answer, { paint: terminal.paint, usdAMonth: monthOfEach(configuration) }),
    code: read ? EXIT.done : EXIT.refused,
  };
};
