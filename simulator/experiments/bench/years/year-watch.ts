/** Counts what really happened in a year, by the account's own changes and executions. */
import { generationOf } from '../../../../shared/domain/decision/generation.ts';
import type { Execution } from '../../../account/sfn/execution.ts';
import { isClosed, latest } from '../../../account/sfn/execution.ts';
import type { WorldChange } from '../../../account/world.ts';
import { count, type Stage } from './stage.ts';

const DONE: [by: string, what: RegExp, name: string][] = [
  ['create-image', /^ami-\w+ pending$/, 'made'],
  ['accept-image', /^tags of ami-/, 'accepted'],
  ['prune-images', /^ami-\w+ deregistered$/, 'pruned'],
  ['person', /^ami-\w+ deregistered$/, 'deregistered by a person'],
  ['world', /^ami-\w+ failed$/, 'failed'],
];

const PROOFS: typeof DONE = [
  ['launch-proof', /^i-\w+ pending$/, 'launched'],
  ['end-proof', /^i-\w+ shutting-down$/, 'ended'],
  ['sweep', /^i-\w+ shutting-down$/, 'ended by the sweep'],
];

function onChange({ tally }: Stage, { by, what }: WorldChange): void {
  for (const [room, rows] of [['image', DONE] as const, ['proof', PROOFS] as const]) {
    const row = rows.find(([who, pattern]) => who === by && pattern.test(what));
    if (row) count(tally, room, row[2]);
  }
}

const isRotation = ({ machineName }: Execution): boolean => machineName.endsWith('-rotation');

/** A failed one gives its record as its cause; one that crashed gives none. */
function wordFor(execution: Execution): string {
  const { status, output, cause } = latest(execution);
  const record = Object(parsed(output ?? cause));
  if (record.outcome === 'held') return `held: ${record.because}`;
  if (record.outcome) return record.outcome;
  return status === 'FAILED' ? 'crashed or not closed' : `crashed (${status})`;
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '{}');
  } catch {
    return {};
  }
}

function onStatus({ simulation, appliance, tally }: Stage, execution: Execution): void {
  const { executions } = simulation.stepFunctions;
  const isTakeover = generationOf(execution.name, appliance.name) !== undefined;
  if (!isTakeover && !isRotation(execution)) return;
  if (isClosed(execution)) {
    if (isTakeover) count(tally, 'takeover', execution.status);
    else count(tally, 'rotation', wordFor(execution));
    return;
  }
  const open = executions.filter((each) => !isClosed(each));
  if (isTakeover && open.some(isRotation)) count(tally, 'takeover', 'begun amid a rotation');
  if (isTakeover || !open.some(({ name }) => generationOf(name, appliance.name) !== undefined)) return;
  count(tally, 'takeover', 'running when a rotation begins');
}

export function watchYear(stage: Stage): void {
  const { world, stepFunctions } = stage.simulation;
  world.onChange((change) => onChange(stage, change));
  stepFunctions.onStatus((execution) => onStatus(stage, execution));
  stepFunctions.onEvent(({ machineName }, { kind, state }) => {
    if (kind !== 'entered' || !machineName.endsWith('-rotation')) return;
    const index = stage.ambushes.findIndex((each) => each.state === state);
    const [ambush] = index < 0 ? [] : stage.ambushes.splice(index, 1);
    ambush?.strike();
  });
}
