/** `resume`: a pause ends now. */
import { resume as resumeAppliance } from '../../../shared/steps/people/pause.ts';
import { EXIT } from '../exit-codes.ts';
import { forEachOf } from '../for-each-of.ts';
import type { CarryOut } from '../setting.ts';
import { resumedLines } from '../words.ts';

export const resume: CarryOut<'resume'> = ({ appliance: name }, setting) =>
  forEachOf(name, setting, async (appliance) => {
    const answer = await resumeAppliance(appliance, setting.deps);
    return { answer, lines: resumedLines(answer), code: EXIT.done };
  });
