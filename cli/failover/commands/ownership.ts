/** `ownership`: which stack the address belongs to, and with `--take` this one. */
import { takeOwnership } from '../../../shared/steps/people/take-ownership.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import type { CarryOut } from '../setting.ts';
import { ownershipLines } from '../words.ts';

export const ownership: CarryOut<'ownership'> = async ({ appliance: name, take }, { deps, common }) => {
  const appliance = applianceNamed(deps.configuration, name);
  const answer = await takeOwnership({ appliance, explicitly: take }, deps);
  const code = answer.outcome === 'not-taken' ? EXIT.refused : EXIT.done;
  return { answer, lines: ownershipLines(answer, common.stage), code };
};
