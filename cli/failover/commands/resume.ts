/** `resume`: a pause ends now. */
import { resume as resumeAppliance } from '../../../shared/steps/people/pause.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import type { CarryOut } from '../setting.ts';
import { resumedLines } from '../words.ts';

export const resume: CarryOut<'resume'> = async ({ appliance }, { deps }) => {
  const answer = await resumeAppliance(applianceNamed(deps.configuration, appliance), deps);
  return { answer, lines: resumedLines(answer), code: EXIT.done };
};
