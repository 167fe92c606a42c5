/** The one command that lives through something again: what a seed becomes depends on what was wanted of it. */
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';

/** A schedule says all of it itself, and is given no `wanted`. */
export const replayCommand = (what: number | string, wanted: Wanted = { faults: [] }): string =>
  ['npm run simulate -- --replay', what, ...optionsOf(wanted)].join(' ');

/** As they stand on the command line. */
export function optionsOf({ faults, aim, shapes }: Wanted): string[] {
  return [
    ...(faults.length > 0 ? [`--faults ${faults.join(',')}`] : []),
    ...(aim ? [`--${aim}`] : []),
    ...(shapes ? ['--shapes'] : []),
  ];
}
