/** Many pieces of work with a bound on how many run at once; each begins in its turn. */

/** A failure keeps none of the others from beginning. */
export function inTurn<Result>(works: (() => Promise<Result>)[], atOnceMax: number): Promise<Result>[] {
  const running: Promise<unknown>[] = [];
  return works.map((work, index) => {
    const before = running[index - atOnceMax];
    const result = before === undefined ? work() : before.then(work, work);
    // The slot is free for the next one when both this work and the one before it have ended.
    running[index] = result;
    return result;
  });
}
