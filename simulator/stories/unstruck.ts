/** What a scenario armed and never reached: a fault that strikes nothing proves nothing. */
import { waits } from '../account/faults/all.ts';
import { deathSentence } from './sentences.ts';
import type { Simulation } from './simulation.ts';

export function unstruck({ world, lambda, stepFunctions }: Simulation): string[] {
  const faults = world.faults.active.filter((active) => active.hits <= (waits(active.fault) ?? -1));
  return [
    ...faults.map(({ fault }) => ('action' in fault ? `${fault.kind} ${fault.action}` : fault.kind)),
    ...lambda.deaths.map(deathSentence),
    ...stepFunctions.crashes.map(({ machine, when, state }) => `crash of ${machine} ${when} ${state}`),
  ];
}
