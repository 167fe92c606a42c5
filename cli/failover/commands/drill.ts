/** `drill`: an exercise with a report at its end. Isolated it proves an image; live it moves a healthy appliance. */
import { readPastRun } from '../../../shared/steps/people/past-run.ts';
import { readReadiness } from '../../../shared/steps/people/readiness.ts';
import { runOfPast } from '../../report/of-past.ts';
import { documentOf } from '../../report/of-run.ts';
import { render } from '../../report/render.ts';
import { EXIT } from '../exit-codes.ts';
import type { Answered, CarryOut, Setting } from '../setting.ts';
import { move } from './move.ts';
import { readiness } from './readiness.ts';
import { rotate } from './rotate.ts';

/** Undefined when it is ready. What is red in the check is what would go wrong in front of the users. */
async function refusal(appliance: string, setting: Setting): Promise<Answered | undefined> {
  const [asked] = await readReadiness([appliance], setting.deps);
  if (asked && 'read' in asked.readiness && asked.readiness.read.answer !== 'not-ready') return undefined;
  const why = await readiness({ command: 'readiness', appliance, appliances: [appliance] }, setting);
  const lines = [...why.lines, 'a live drill needs an appliance that is ready; nothing was started'];
  return { ...why, lines, code: why.code === EXIT.done ? EXIT.refused : why.code };
}

const executionIn = (answer: unknown): string | undefined => {
  const { execution } = Object(answer) as { execution?: unknown };
  return typeof execution === 'string' ? execution : undefined;
};

export const drill: CarryOut<'drill'> = async (asked, setting) => {
  const { appliance, live, reason, format, output } = asked;
  const { deps, door, common } = setting;
  const refused = live ? await refusal(appliance, setting) : undefined;
  if (refused) return refused;
  const ran = live
    ? await move({ command: 'switchover', appliance, reason, force: false, yes: false }, setting)
    : await rotate({ command: 'rotate', appliance, prove: true, now: true, reason }, setting);
  const execution = executionIn(ran.answer);
  if (execution === undefined || ran.code === EXIT.continues) return ran;
  const past = await readPastRun(execution, deps);
  const document = documentOf(runOfPast(past), { stage: common.stage, entered: past.entered });
  const text = render(document, format ?? 'md');
  if (output !== undefined) door.write(output, text);
  const report = output === undefined ? ['', text.trimEnd()] : [`the report of the drill is in ${output}`];
  return { answer: { ...Object(ran.answer), report: document }, lines: [...ran.lines, ...report], code: ran.code };
};
