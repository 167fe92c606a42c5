/** Every fault of the catalogue, F1 to F51 without F30: how each is injected, and which scenarios tell it. */
import { CALL_ENTRIES } from '../../account/faults/of-calls.ts';
import { IMAGE_ENTRIES } from '../../account/faults/of-images.ts';
import { LAUNCH_ENTRIES } from '../../account/faults/of-launches.ts';
import { MACHINE_ENTRIES } from '../../account/faults/of-machines.ts';
import { PEOPLE_ENTRIES } from '../../account/faults/of-people.ts';
import { PLANT_ENTRIES } from '../../account/faults/of-plants.ts';
import { STRANGER_ENTRIES } from '../../account/faults/of-strangers.ts';
import { TRIGGER_ENTRIES } from '../../account/faults/of-triggers.ts';
import type { Entry } from './entry.ts';
import { MOMENT_ENTRIES } from './of-moments.ts';

const numberOf = ({ id }: Entry): number => Number(id.slice(1));

const ENTRIES: Entry[] = [
  ...[...MACHINE_ENTRIES, ...LAUNCH_ENTRIES, ...IMAGE_ENTRIES, ...CALL_ENTRIES],
  ...[...PEOPLE_ENTRIES, ...TRIGGER_ENTRIES, ...STRANGER_ENTRIES, ...PLANT_ENTRIES, ...MOMENT_ENTRIES],
];

export const FAULT_CATALOGUE = ENTRIES.toSorted((one, other) => numberOf(one) - numberOf(other));
