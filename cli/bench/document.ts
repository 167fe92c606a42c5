/** What the benches have found as one JSON document, with what the figures rest on. */
import { basisOf } from '../numbers/stamp.ts';
import type { Bench } from './options.ts';
import type { Found } from './report.ts';

export type BenchFound = { bench: Bench } & Found;

/** JSON has no maps; a number that is none (`NaN`, `Infinity`) becomes null in JSON. */
const asPlain = (_: string, value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value);

export function documentOf(found: BenchFound[]): string {
  const benches = found.map(({ bench, met = null, figures }) => ({ bench, met, figures }));
  return `${JSON.stringify({ ...basisOf(), benches }, asPlain, 2)}\n`;
}
