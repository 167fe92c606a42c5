/** Every function and every state of ours, as deployed: whatever is there may break. */
import { join } from 'node:path';
import { loadMachine } from '../../shared/machines/load-machine.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../shared/machines/time-outs.ts';

export const OUR_FUNCTIONS = Object.keys(FUNCTION_TIMEOUT_SECONDS);

export const MACHINES = ['failover', 'takeover', 'rotation'] as const;

type Machine = (typeof MACHINES)[number];

const FOLDER = join(import.meta.dirname, '..', '..', 'state-machines');

const known = new Map<Machine, string[]>();

/** In the order of the file. At the end of an execution nothing is left that could end. */
export function statesOf(machine: Machine): string[] {
  const states = known.get(machine) ?? readStates(machine);
  known.set(machine, states);
  return states;
}

const readStates = (machine: Machine): string[] =>
  Object.entries(loadMachine(join(FOLDER, `${machine}.asl.yml`)).States).flatMap(([name, { Type }]) =>
    Type === 'Succeed' || Type === 'Fail' ? [] : [name],
  );
