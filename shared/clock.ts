/** Time as a dependency, so that a takeover of half an hour is simulated in milliseconds. */
export type Clock = { now(): Date; sleep(milliseconds: number): Promise<void> };

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
