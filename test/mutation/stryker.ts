/** What Stryker's changed code reads and writes: which mutant is active, which test runs, how often a mutant was met. */
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core';

const rooms: Record<string, InstrumenterContext> = globalThis as never;
rooms[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};

/** Changed code keeps the object that it found: this one is never exchanged. */
export const stryker: InstrumenterContext = rooms[INSTRUMENTER_CONSTANTS.NAMESPACE] ?? {};

export async function whileActive<T>(mutant: string, work: () => Promise<T>): Promise<T> {
  stryker.activeMutant = mutant;
  try {
    return await work();
  } finally {
    delete stryker.activeMutant;
  }
}
