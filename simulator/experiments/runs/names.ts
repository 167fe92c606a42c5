/** The names of everything that may go wrong in a seeded run, in the order of the catalogue. */
import { FAILURES } from './failures.ts';
import { PERILS } from './perils.ts';

/** F2 comes before F10. */
export const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/** A night in which an image is taken of an appliance that is well, and what may go wrong with an image. */
export const ABOUT_IMAGES = ['rotation', 'image', 'F25', 'F26', 'F27', 'F32'];

const ALL = new Set([...[...FAILURES, ...PERILS].map(({ name }) => name), ...ABOUT_IMAGES]);

export const FAULT_NAMES = [...ALL].toSorted(byNumber);
