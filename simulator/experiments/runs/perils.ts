/** Everything that may go wrong on the way. */
import type { Peril } from './peril.ts';
import { PERILS_OF_AWS } from './perils-of-aws.ts';
import { PERILS_OF_CATALOGUE } from './perils-of-catalogue.ts';
import { PERILS_OF_OURS } from './perils-of-ours.ts';
import { PERILS_OF_PEOPLE } from './perils-of-people.ts';
import { PERILS_OF_STRANGERS } from './perils-of-strangers.ts';

export const PERILS: Peril[] = [
  ...PERILS_OF_CATALOGUE,
  ...PERILS_OF_AWS,
  ...PERILS_OF_OURS,
  ...PERILS_OF_PEOPLE,
  ...PERILS_OF_STRANGERS,
];
