/** Work that runs at the same time and is waited for as a whole, so that none of it goes on behind a failure's back. */
import { TransientError } from '../domain/errors.ts';

/** When several fail, the one that a repetition cannot mend is the one that is thrown. */
export async function sideBySide<Result>(works: Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(works);
  const failures = settled.flatMap((work) => (work.status === 'rejected' ? [work.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !(failure instanceof TransientError)) ?? failures[0];
  return settled.flatMap((work) => (work.status === 'fulfilled' ? [work.value] : []));
}
