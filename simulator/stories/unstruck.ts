/** What a scenario armed and never reached: a fault that strikes nothing proves nothing. */
import type { ActiveFault } from '../account/faults/fault.ts';
import { deathSentence } from './sentences.ts';
import type { Simulation } from './simulation.ts';

/** How often it has to have been met before it strikes; undefined for what does not wait for anybody. */
function patienceOf({ fault }: ActiveFault): number | undefined {
  switch (fault.kind) {
    case 'deny':
      return (fault.fromCall ?? 1) - 1;
    case 'fail':
    case 'lose-answer':
    case 'lose-request':
      return fault.skip ?? 0;
    case 'slow':
    case 'throttled':
    case 'event-lost':
    case 'event-late':
    case 'event-duplicated':
      return 0;
    default:
      return undefined;
  }
}

export function unstruck({ world, lambda, stepFunctions }: Simulation): string[] {
  const faults = world.faults.active.filter((active) => active.hits <= (patienceOf(active) ?? -1));
  return [
    ...faults.map(({ fault }) => ('action' in fault ? `${fault.kind} ${fault.action}` : fault.kind)),
    ...lambda.deaths.map(deathSentence),
    ...stepFunctions.crashes.map(({ machine, when, state }) => `crash of ${machine} ${when} ${state}`),
  ];
}
