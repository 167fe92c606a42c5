/** What the executions of a story came to, without those that a stranger started, and which of them had the last word. */
import { generationOf } from '../../shared/domain/decision/generation.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../account/consistency.ts';
import { field, parsed, text } from '../account/field.ts';
import { currentState, type Execution, isForged, latest } from '../account/sfn/execution.ts';
import type { World } from '../account/world.ts';
import type { Watch } from '../checks/watch/watched.ts';
import type { ExecutionFacts } from './report.ts';
import { causeSentence } from './sentences.ts';

export function executionFacts(execution: Execution, zeroMs: number): ExecutionFacts {
  const { name, machineName, startedAtMs, status, events } = execution;
  const { stoppedAtMs, output, error, cause } = latest(execution);
  return {
    ...{ name, machine: machineName, status, ...(isForged(execution) && { forged: true as const }) },
    startedSeconds: (startedAtMs - zeroMs) / 1000,
    endedSeconds: stoppedAtMs === undefined ? undefined : (stoppedAtMs - zeroMs) / 1000,
    states: events.filter(({ kind }) => kind === 'entered').map(({ state }) => state),
    ...{ output: parsed(output), error, cause: parsed(cause) },
  };
}

export const takeoversOf = (executions: Execution[], appliance: string): Execution[] =>
  executions.filter((each) => generationOf(each.name, appliance) !== undefined && !isForged(each));

/** Ids of what the takeovers of this appliance have launched, and of what was launched early and adopted by one. */
export const launchedFor = ({ deeds }: Watch, { ec2 }: World, appliance: string): string[] => [
  ...[...deeds]
    .filter(([execution]) => generationOf(execution, appliance) !== undefined)
    .flatMap(([, done]) => done.flatMap((deed) => (deed.kind === 'launch' ? [deed.instance.id] : []))),
  ...launchedEarly({ ec2 }, appliance).filter((id) => truth(ec2.instances, id)?.tags[TAG.role] !== 'ahead'),
];

/** Ids of what was launched before a decision. */
export const launchedEarly = ({ ec2 }: Pick<World, 'ec2'>, appliance: string): string[] =>
  allTrue(ec2.instances)
    .filter(({ madeBy, tags }) => madeBy === 'launch-ahead' && tags[TAG.appliance] === appliance)
    .map(({ id }) => id);

/** Ids of the standbys that these takeovers found ready. */
export const standbysIn = (takeovers: Execution[]): string[] =>
  takeovers.flatMap(({ input }) => text(field(parsed(input), 'standby', 'instanceId')) || []);

const isRotation = ({ machineName }: Execution): boolean => machineName.endsWith('-rotation');
const isFrontDoor = ({ machineName }: Execution): boolean => machineName.endsWith('-failover');

/** What the last word of the story was: of its takeovers if there were any, else of the failover machine. */
export function outcomeOf(executions: Execution[], appliance: string): { outcome: string; because: string } {
  const takeovers = takeoversOf(executions, appliance);
  const last = takeovers.at(-1) ?? executions.findLast((each) => isFrontDoor(each) && !isForged(each));
  if (!last) return { outcome: 'nothing', because: 'nothing was requested' };
  const { status, output, error, cause } = latest(last);
  if (status === 'SUCCEEDED') {
    const result = parsed(output);
    const because = [field(result, 'because'), field(result, 'detail')].map(text).filter(Boolean).join(': ');
    return { outcome: text(field(result, 'outcome')), because };
  }
  const because =
    causeSentence({ error, cause }) + (error ? '' : ` (${status} in ${currentState(last) ?? 'no state'})`);
  return { outcome: takeovers.length === 0 && error === 'RefusedError' ? 'refused' : 'failed', because };
}

export type RotationOutcome = { outcome: string; because: string; service: string };

/** What the last rotation came to, by its record. */
export function rotationOutcomeOf(executions: Execution[]): RotationOutcome | undefined {
  const last = executions.findLast(isRotation);
  if (!last) return undefined;
  const { status, output, cause } = latest(last);
  const record = parsed(status === 'SUCCEEDED' ? output : cause);
  const because = ['failure', 'because', 'detail'].map((key) => text(field(record, key))).filter(Boolean);
  const service = text(field(field(record, 'proven'), 'service')) || 'nothing';
  return { outcome: text(field(record, 'outcome')) || status, because: because.join(': '), service };
}
