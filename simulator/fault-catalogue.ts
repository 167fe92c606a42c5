/** Every fault of the catalogue, F1 to F51 without F30: how each is injected, and which scenarios tell it. */
import type { Entry } from './faults/entry.ts';
import { OF_CALLS } from './faults/of-calls.ts';
import { OF_LAUNCHES } from './faults/of-launches.ts';
import { OF_MACHINES } from './faults/of-machines.ts';
import { OF_PEOPLE } from './faults/of-people.ts';
import { OF_STRANGERS } from './faults/of-strangers.ts';

const numberOf = ({ id }: Entry): number => Number(id.slice(1));

export const FAULT_CATALOGUE: Entry[] = [
  ...OF_MACHINES,
  ...OF_LAUNCHES,
  ...OF_CALLS,
  ...OF_PEOPLE,
  ...OF_STRANGERS,
].toSorted((one, other) => numberOf(one) - numberOf(other));
