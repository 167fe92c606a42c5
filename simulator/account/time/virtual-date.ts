/**
 * `Date` that shows the time of a scenario to every reader. A library does the same, and defines a property on each
 * date that it makes; a scenario makes thousands.
 */

/** Puts it in the place of the real one. @returns what puts the real one back. */
export function installDate(nowMs: () => number): () => void {
  const RealDate = globalThis.Date;
  class VirtualDate extends RealDate {
    constructor(...values: unknown[]) {
      super(...((values.length === 0 ? [nowMs()] : values) as [number]));
    }

    static override now(): number {
      return nowMs();
    }

    /** What was made before the story, or by the engine itself, is a date as well. */
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof RealDate;
    }
  }
  globalThis.Date = VirtualDate as DateConstructor;
  return () => {
    globalThis.Date = RealDate;
  };
}
