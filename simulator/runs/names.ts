/** The names of everything that may go wrong in a seeded run, in the order of the catalogue. */
import { FAILURES } from './failures.ts';
import { PERILS } from './perils.ts';

export const FAULT_NAMES = [...new Set([...FAILURES, ...PERILS].map(({ name }) => name))].toSorted((one, other) =>
  one.localeCompare(other, 'en', { numeric: true }),
);
