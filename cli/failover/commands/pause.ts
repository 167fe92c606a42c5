/** `pause`: no automatic takeover begins until it ends. */
import { pause as pauseAppliance } from '../../../shared/steps/people/pause.ts';
import { EXIT } from '../exit-codes.ts';
import { forEachOf } from '../for-each-of.ts';
import { untilOf } from '../pause-end.ts';
import type { CarryOut } from '../setting.ts';
import { pausedLines } from '../words.ts';

export const pause: CarryOut<'pause'> = async ({ appliance: name, end, because }, setting) => {
  const { deps, common } = setting;
  const until = untilOf(end, deps.clock.now().toISOString());
  return forEachOf(name, setting, async (appliance) => {
    const answer = await pauseAppliance({ appliance, until, because }, deps);
    return { answer, lines: pausedLines(answer, common.stage), code: EXIT.done };
  });
};
