/** What the lock must keep apart: two takeovers of one appliance, and the steps of an older generation. */
import type { Deed } from './deed.ts';

/** One takeover execution as the world sees it; `by` is its generation. */
type Running = { appliance: string; generation: number; redriven: boolean };

/** S1: at most one takeover of an appliance runs; a redriven one only refuses, so it does not count. */
export function atMostOneTakeover(running: Running[]): string[] {
  const counted = running.filter(({ redriven }) => !redriven);
  const names = counted.map(({ appliance, generation }) => `${appliance} g${generation}`);
  const appliances = counted.map(({ appliance }) => appliance);
  return new Set(appliances).size === appliances.length ? [] : [`S1: takeovers side by side: ${names.join(', ')}`];
}

/** S1: no step of an older generation changes anything once a newer one exists, not even a tag or an alarm. */
export const fromOlderGeneration = (
  { generation, newestGeneration, by }: Pick<Deed, 'generation' | 'newestGeneration' | 'by'>,
  did: string,
): string[] =>
  generation < newestGeneration
    ? [`S1: ${by} of generation ${generation} ${did} while ${newestGeneration} exists`]
    : [];
