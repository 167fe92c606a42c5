/** Whether a seed has a standby, kept the night before: of those that may have one, one in five. */
import type { Scenario } from '../../stories/schema.ts';
import { diceFor } from './dice.ts';

type Given = Scenario['given'];

/** Apart from the stream of the schedule: with a standby a seed is otherwise what it was. */
const OWN_SEED = 0x1b873593;

/** None with `stop-first`, which forbids a second copy, nor beside an appliance that shares the zones. */
export function drawStandby(seed: number, { fencing, neighbour }: Given): Pick<Given, 'standby'> {
  const dice = diceFor(seed ^ OWN_SEED);
  if (fencing === 'stop-first' || neighbour || !dice.chance(0.2)) return {};
  const tier = dice.pick(['running', 'stopped'] as const);
  return { standby: { tier, kept: true, ...(dice.chance(0.1) && { network: 'open' as const }) } };
}
