/** Work that runs at the same time and is waited for as a whole, so that none of it goes on behind a failure's back. */
import { TransientError } from '../../domain/errors.ts';

/** Of several failures: the one that a repetition cannot change, or the one that it can. */
export type Thrown = 'lasting' | 'passing';

export async function sideBySide<Result>(works: Promise<Result>[], thrown: Thrown = 'lasting'): Promise<Result[]> {
  const settled = await Promise.allSettled(works);
  const failures = settled.flatMap((work) => (work.status === 'rejected' ? [work.reason as unknown] : []));
  const passes = thrown === 'passing';
  if (failures.length > 0)
    throw failures.find((failure) => failure instanceof TransientError === passes) ?? failures[0];
  return settled.flatMap((work) => (work.status === 'fulfilled' ? [work.value] : []));
}
