/** A scenario that crashes at `each` state stands for as many stories as the machine has states on its way. */

import type { Report } from './report.ts';
import type { Moment, Scenario } from './schema.ts';
import { type Telling, tellScenario } from './tell.ts';

const isForEach = (moment: Moment): boolean => 'crash' in moment && moment.crash.state === 'each';

export const hasVariants = ({ when }: Scenario): boolean => when.some(isForEach);

/** The same story without its crashes: it shows which states there are to crash at. */
async function statesOnTheWay(telling: Telling): Promise<string[]> {
  const { scenario } = telling;
  const undisturbed = { ...scenario, when: scenario.when.filter((moment) => !('crash' in moment)) };
  const { executions } = await tellScenario({ ...telling, scenario: undisturbed });
  const [machineName] = scenario.when.flatMap((moment) => ('crash' in moment ? [moment.crash.machine] : []));
  const first = executions.find(({ machine }) => machine.endsWith(`-${machineName}`));
  return [...new Set(first?.states)];
}

export function atState(scenario: Scenario, state: string): Scenario {
  const when = scenario.when.map((moment) =>
    'crash' in moment && isForEach(moment) ? { ...moment, crash: { ...moment.crash, state } } : moment,
  );
  return { ...scenario, title: `${scenario.title} (here: ${state})`, when };
}

export type Told = { state: string | undefined; report: Report };

/** One report for an ordinary scenario; one for each state for one that crashes at each. */
export async function tellVariants(telling: Telling): Promise<Told[]> {
  const { scenario } = telling;
  if (!hasVariants(scenario)) return [{ state: undefined, report: await tellScenario(telling) }];
  const told: Told[] = [];
  for (const state of await statesOnTheWay(telling)) {
    told.push({ state, report: await tellScenario({ ...telling, scenario: atState(scenario, state) }) });
  }
  return told;
}
