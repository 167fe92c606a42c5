/** `npm start`: tells one scenario in the terminal, or as JSON. */

import { loadConfiguration } from '../shared/config.ts';
import type { Configuration } from '../shared/domain/appliance.ts';
import { messageOf } from '../shared/domain/errors.ts';
import { grouped } from '../simulator/stories/groups.ts';
import { allScenarios, UnknownScenarioError } from '../simulator/stories/library.ts';
import type { Report } from '../simulator/stories/report.ts';
import { findScenario } from '../simulator/stories/scenario-file.ts';
import { ScenarioFileError } from '../simulator/stories/schema.ts';
import { type Told, tellVariants } from '../simulator/stories/variants.ts';
import { answer, isMisunderstood } from './command-line/answer.ts';
import { pad, widthOf, wrap } from './layout.ts';
import { type Options, readOptions } from './options.ts';
import { page, variantLines } from './page.ts';
import { replay } from './replay.ts';
import { documentOfStory } from './report/of-story.ts';
import { formatOf, render } from './report/render.ts';
import { saveFile } from './save-file.ts';
import type { Terminal } from './terminal.ts';

const load = (file: string | undefined): Configuration =>
  file === undefined ? loadConfiguration() : loadConfiguration(file);

const cameOut = ({ expectations, violations }: Report): boolean =>
  violations.length === 0 && expectations.every(({ met }) => met);

const NAME_WIDTH = 30;

function list({ write, width, paint }: Terminal): void {
  const groups = grouped(allScenarios());
  for (const [index, { title: group, scenarios }] of groups.entries()) {
    write(`${index === 0 ? '' : '\n'}${paint.bold(group.toUpperCase())}\n`);
    for (const { name, title } of scenarios) {
      const lines = wrap(title, Math.max(20, width - NAME_WIDTH - 3));
      // A long name has a line of its own.
      const beside = widthOf(name) < NAME_WIDTH ? [`  ${pad(name, NAME_WIDTH)}${lines.shift() ?? ''}`] : [`  ${name}`];
      for (const line of [...beside, ...lines.map((each) => ' '.repeat(NAME_WIDTH + 2) + each)]) write(`${line}\n`);
    }
  }
  write('\nnpm start NAME shows one of them.\n');
}

/** What stands for all: the variant that came out worst, or else the one in the middle of the work. */
function chosen(told: Told[]): Told | undefined {
  return told.find(({ report }) => !cameOut(report)) ?? told.find(({ state }) => state === 'MoveTraffic') ?? told[0];
}

const summary = ({ state, report }: Told) => ({
  state,
  ...{ outcome: report.outcome, because: report.because, outageSeconds: report.outage.seconds },
  ...{ cameOut: cameOut(report), violations: report.violations },
});

function asJson({ report }: Told, told: Told[]): string {
  const variants = told.length > 1 ? { variants: told.map(summary) } : {};
  const violations = [...new Set(told.flatMap((each) => each.report.violations))];
  return `${JSON.stringify({ ...report, violations, ...variants }, undefined, 2)}\n`;
}

async function tell(options: Options, terminal: Terminal): Promise<number> {
  const { scenario, seed, appliances, json, report, fast } = options;
  const told = await tellVariants({ scenario: findScenario(scenario), configuration: load(appliances), seed });
  const shown = chosen(told);
  if (!shown) throw new Error(`${scenario} has no story to tell`);
  if (json) terminal.write(asJson(shown, told));
  else
    await replay([...page(shown.report, terminal), ...(told.length > 1 ? variantLines(told, terminal) : [])], {
      ...terminal,
      live: terminal.live && !fast,
    });
  if (report !== undefined) saveReport(shown.report, report, terminal);
  return told.every(({ report }) => cameOut(report)) ? 0 : 1;
}

function saveReport(shown: Report, file: string, { complain }: Terminal): void {
  saveFile(file, render(documentOfStory(shown), formatOf(file) ?? 'html'));
  complain(`the report is in ${file}\n`);
}

/** The exit code: 0 as it should be, 1 could not or did not, 2 asked wrongly. */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  const asked = readOptions(args);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  try {
    if (asked.ask === 'tell') return await tell(asked.options, terminal);
    list(terminal);
    return 0;
  } catch (cause) {
    terminal.complain(`${messageOf(cause)}\n`);
    return cause instanceof ScenarioFileError || cause instanceof UnknownScenarioError ? 2 : 1;
  }
}
