/** Every function and every state of ours, as deployed: each of them may break. */
import { loadMachine, type MachineName } from '../../../shared/machines/load-machine.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../../shared/machines/time-outs.ts';

export const OUR_FUNCTIONS = Object.keys(FUNCTION_TIMEOUT_SECONDS);

const known = new Map<MachineName, string[]>();

/** In the order of the file. At the end of an execution nothing is left that could end. */
export function statesOf(machine: MachineName): string[] {
  const states = known.get(machine) ?? readStates(machine);
  known.set(machine, states);
  return states;
}

const readStates = (machine: MachineName): string[] =>
  Object.entries(loadMachine(machine).States).flatMap(([name, { Type }]) =>
    Type === 'Succeed' || Type === 'Fail' ? [] : [name],
  );
