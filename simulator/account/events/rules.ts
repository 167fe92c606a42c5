/** The deployed rules themselves, read from the file that is deployed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NotSimulatedError } from '../aws-error.ts';
import { type Deployed, deployedAs } from '../logical-ids.ts';
import { type Matches, patternOf } from './pattern.ts';

export type Rule = {
  /** Its logical id, such as `AlarmRule`. */
  id: string;
  name: string;
  /** What it listens to, or how often it calls on a schedule. */
  trigger: { on: 'event'; matches: Matches } | { on: 'schedule'; everyMs: number };
  targets: Deployed[];
};

const FILE = join(import.meta.dirname, '..', '..', '..', 'infra', 'events.yml');

/** What the file says, as far as it is simulated. `RetryPolicy` needs no model: no simulated target is ever unreachable. */
type Written = {
  Properties: {
    Name: string;
    EventPattern?: unknown;
    ScheduleExpression?: string;
    Targets: { Arn: { 'Fn::GetAtt': [string, string] } | { Ref: string } }[];
  };
};

function everyMs(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour)s?\)$/.exec(expression) ?? [];
  if (!count) throw new NotSimulatedError(`the simulator does not know the schedule ${expression}`);
  return Number(count) * (unit === 'hour' ? 3_600_000 : 60_000);
}

function triggerOf({ Properties: { EventPattern, ScheduleExpression } }: Written): Rule['trigger'] {
  if (ScheduleExpression !== undefined) return { on: 'schedule', everyMs: everyMs(ScheduleExpression) };
  return { on: 'event', matches: patternOf(EventPattern) };
}

/** `stage` stands where the file asks for it. */
export function rulesIn(yaml: string, stage: string): Rule[] {
  const resources: Record<string, Written> = parse(yaml.replaceAll(/\$\{self:provider\.stage\}/g, stage)).Resources;
  return Object.entries(resources).map(([id, written]) => ({
    id,
    name: written.Properties.Name,
    trigger: triggerOf(written),
    targets: written.Properties.Targets.map(({ Arn }) =>
      deployedAs('Ref' in Arn ? Arn.Ref : Arn['Fn::GetAtt'][0], stage),
    ),
  }));
}

const read = new Map<string, Rule[]>();

/** Read once for each stage: thousands of scenarios run in one process. */
export function deployedRules(stage: string): Rule[] {
  const rules = read.get(stage) ?? rulesIn(readFileSync(FILE, 'utf8'), stage);
  read.set(stage, rules);
  return rules;
}
