/** `report`: a run afterwards, as a page, as Markdown or as JSON. */
import { newestTakeover } from '../../../shared/steps/people/follow-by-hand.ts';
import { readPastRun } from '../../../shared/steps/people/past-run.ts';
import { runOfPast } from '../../report/of-past.ts';
import { documentOf } from '../../report/of-run.ts';
import { render } from '../../report/render.ts';
import { EXIT } from '../exit-codes.ts';
import type { CarryOut } from '../setting.ts';

export const report: CarryOut<'report'> = async ({ appliance, execution, format, output }, { deps, door, common }) => {
  const name = execution ?? (await newestTakeover(appliance ?? '', deps));
  const past = await readPastRun(name, deps);
  const document = documentOf(runOfPast(past), { stage: common.stage, entered: past.entered });
  const text = render(document, format ?? 'md');
  if (output === undefined) return { answer: document, lines: [text.trimEnd()], code: EXIT.done };
  door.write(output, text);
  return { answer: document, lines: [`the report of ${name} is in ${output}`], code: EXIT.done };
};
