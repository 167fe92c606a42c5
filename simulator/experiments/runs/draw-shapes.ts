/** What a seed makes of the appliance's routes with `--shapes`: of every family, in one to four tables. */
import type { Scenario } from '../../stories/schema.ts';
import { type Dice, diceFor } from './dice.ts';

type Given = Scenario['given'];

/** Apart from the stream of the schedule: without `--shapes` a seed stays what it was. */
const OWN_SEED = 0x2545f491;

const LIST = 'pl-0a1b2c3d4e5f6071';

/** Apart from each other: none of them overlaps another one. */
const DESTINATIONS: ((index: number) => string)[] = [
  (index) => `10.242.${index}.0/24`,
  (index) => `2001:db8:${(index + 1).toString(16)}::/48`,
  (index) => `${LIST}${index % 10}`,
  (index) => `172.16.${index}.0/26`,
];

/** Whole subnets of the account. */
const SUBNETS = ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'];

const distinct = (values: string[]): string[] => [...new Set(values)];

function drawTo(dice: Dice): string[] {
  const whole = dice.chance(0.3) ? [dice.pick(SUBNETS)] : [];
  const others = Array.from({ length: dice.whole(1, 6) }, (_, index) => dice.pick(DESTINATIONS)(index));
  return distinct([...whole, ...others]);
}

export function drawShapes(seed: number): Pick<Given, 'routes' | 'prefixLists' | 'routesPerTable'> {
  const dice = diceFor(seed ^ OWN_SEED);
  const tables = ['app', 'data', 'web'].slice(0, dice.whole(1, 3));
  const edges = dice.chance(0.3) ? [{ tables: 'edge', to: [dice.pick(SUBNETS)], edge: true as const }] : [];
  const prefixLists = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`${LIST}${index}`, 20]));
  return {
    routes: [...tables.map((name) => ({ tables: name, to: drawTo(dice) })), ...edges],
    prefixLists,
    routesPerTable: 200,
  };
}
