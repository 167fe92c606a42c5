/** What a scenario may say. Strict: a misspelt key fails with its path, because nothing else would notice it. */
import { z } from 'zod';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { seconds } from '../limits.ts';
import { given } from './given-schema.ts';
import { moments } from './moment-schema.ts';
import { expected as then } from './then-schema.ts';
import { faultsIn, type Place } from './wording.ts';

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  given: given.prefault({}),
  when: moments.describe('What happens, in any order.'),
  watchSeconds: seconds
    .default(0)
    .describe('The simulation goes on at least this long. It ends when all work has ended.'),
  then,
});

export type { ScenarioFault } from '../account/faults/all.ts';
export type Scenario = z.infer<typeof scenarioSchema>;
export type Moment = Scenario['when'][number];
export type Then = Scenario['then'];

/** A file may leave out its name, which is then the name of the file. */
export const fileSchema = scenarioSchema
  .extend({
    $schema: z.string().optional().describe('Where this schema is, for an editor that reads JSON.'),
    name: scenarioSchema.shape.name.optional().describe('Without it: the name of the file.'),
    title: z.string().min(1).describe('What happens, in one sentence.'),
  })
  .describe('A scenario: what goes wrong in the simulated account, and what has to be true at the end.');

/** A file that is no scenario: what is wrong, where, and how to fix it, on one line. */
export class ScenarioFileError extends Error {
  override readonly name = 'ScenarioFileError';
}

/** What the name of a file calls the scenario. */
const nameOf = (file: string): string => oneLine(file.replace(/^.*[/\\]/, '').replace(/\.(?:ya?ml|json)$/, ''), 80);

/** @throws ScenarioFileError that names the file and every fault with its path, and with its line where that is known. */
export function parseScenario(value: unknown, file: string, place?: Place): Scenario {
  const parsed = fileSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw new ScenarioFileError(oneLine(`${file}: ${faultsIn(parsed.error, place)}`, 2_000));
  const { $schema: _, ...scenario } = parsed.data;
  return { ...scenario, name: scenario.name ?? nameOf(file), title: oneLine(scenario.title) };
}
