/** `pause`: no automatic takeover begins until it ends. */
import { pause as pauseAppliance } from '../../../shared/steps/people/pause.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import { untilOf } from '../pause-end.ts';
import type { CarryOut } from '../setting.ts';
import { pausedLines } from '../words.ts';

export const pause: CarryOut<'pause'> = async ({ appliance: name, end, because }, { deps, common }) => {
  const appliance = applianceNamed(deps.configuration, name);
  const until = untilOf(end, deps.clock.now().toISOString());
  const answer = await pauseAppliance({ appliance, until, because }, deps);
  return { answer, lines: pausedLines(answer, common.stage), code: EXIT.done };
};
