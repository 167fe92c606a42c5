/** Every fault of the catalogue, F1 to F51 without F30: how each is injected, and which scenarios tell it. */
import type { Entry } from './entry.ts';
import { OF_CALLS } from './of-calls.ts';
import { OF_LAUNCHES } from './of-launches.ts';
import { OF_MACHINES } from './of-machines.ts';
import { OF_PEOPLE } from './of-people.ts';
import { OF_STRANGERS } from './of-strangers.ts';

const numberOf = ({ id }: Entry): number => Number(id.slice(1));

export const FAULT_CATALOGUE: Entry[] = [
  ...OF_MACHINES,
  ...OF_LAUNCHES,
  ...OF_CALLS,
  ...OF_PEOPLE,
  ...OF_STRANGERS,
].toSorted((one, other) => numberOf(one) - numberOf(other));
